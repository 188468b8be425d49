-- An index score as given that differs from the one its records give by more than the tolerance.
-- Why: two contradictory scores of one subject are in circulation.
-- Severity: warning; note where a part is missing and the computed score is based on the others.

with

differing as (

    select *
    from index_reconciled
    where abs(given - computed) > (select value from quality_limits where "check" = 'index_differs')

)

select
    'index_differs'                                                    as "check",
    case when differing.complete then 'warning' else 'note' end        as severity,
    'index_score'                                                      as dataset,
    differing.unit_id,
    differing.current_unit_id,
    cast(differing.year as varchar)                                    as period,
    concat_ws(' · ', 'index.' || differing.index, differing.subject_id) as subject,
    differing.given,
    differing.computed                                                 as expected,
    index_score.batch_id,
    index_score.source_sheet,
    index_score.source_row
from differing
left join index_score
    on differing.year = index_score.survey_year
    and differing.index = index_score.index
    and differing.unit_id = index_score.unit_id
    and differing.given = index_score.score
    and index_score.subject_id in (differing.subject_id, differing.unit_id)
