-- Records that name a rule set which does not hold in their year, or name none in a year that has no default.
-- Why: their index is not computed, which would go unnoticed.
-- Severity: warning.

select
    'rule_set_unknown'                                         as "check",
    'warning'                                                  as severity,
    case index
        when 'pioneer' then 'member_points'
        when 'fortress' then 'branch_rating'
        when 'brand' then 'brand'
        else 'conduct_score'
    end                                                        as dataset,
    cast(null as varchar)                                      as unit_id,
    cast(null as varchar)                                      as current_unit_id,
    cast(year as varchar)                                      as period,
    concat_ws(' · ', 'index.' || index, named)                 as subject,
    count(*)                                                   as given,
    0                                                          as expected,
    cast(null as varchar)                                      as batch_id,
    cast(null as varchar)                                      as source_sheet,
    cast(null as integer)                                      as source_row
from rule_in_force
where rule_set is null
  and named_n <= 1
group by index, year, named
