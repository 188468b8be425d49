-- A unit whose appraisals of one year are on two grade scales (好 … 差 and 优秀 … 不称职).
-- Why: the two are never added up, so the unit's shares cover only part of its posts.
-- Severity: note.

select
    'appraisal_scales_mixed'     as "check",
    'note'                       as severity,
    'appraisal'                  as dataset,
    max(unit_id)                 as unit_id,
    current_unit_id,
    cast(year as varchar)        as period,
    cast(null as varchar)        as subject,
    count(distinct grade_scale)  as given,
    1                            as expected,
    max(batch_id)                as batch_id,
    cast(null as varchar)        as source_sheet,
    cast(null as integer)        as source_row
from appraisal
group by year, current_unit_id
having count(distinct grade_scale) > 1
