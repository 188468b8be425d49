-- Records of one subject and year that name two rule sets.
-- Why: scores under different rules are not comparable, so the subject's index is not computed.
-- Severity: warning.

select
    'rule_sets_mixed'                                as "check",
    'warning'                                        as severity,
    case index
        when 'pioneer' then 'member_points'
        when 'fortress' then 'branch_rating'
        when 'brand' then 'brand'
        else 'conduct_score'
    end                                              as dataset,
    cast(null as varchar)                            as unit_id,
    cast(null as varchar)                            as current_unit_id,
    cast(year as varchar)                            as period,
    concat_ws(' · ', 'index.' || index, subject_id)  as subject,
    named_n                                          as given,
    1                                                as expected,
    cast(null as varchar)                            as batch_id,
    cast(null as varchar)                            as source_sheet,
    cast(null as integer)                            as source_row
from rule_in_force
where named_n > 1
