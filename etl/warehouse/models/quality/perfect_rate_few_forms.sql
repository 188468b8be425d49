-- A unit with 100 % satisfied in a wave from very few valid answers.
-- Why: the interval around it is wide, and a handful of kind answers would top the ranking.
-- Severity: note.

select
    'perfect_rate_few_forms'   as "check",
    'note'                     as severity,
    'survey_answer'            as dataset,
    current_unit_id            as unit_id,
    current_unit_id,
    period,
    cast(null as varchar)      as subject,
    valid_n                    as given,
    quality_limits.value       as expected,
    cast(null as varchar)      as batch_id,
    cast(null as varchar)      as source_sheet,
    cast(null as integer)      as source_row
from unit_wave
inner join quality_limits
    on quality_limits."check" = 'perfect_rate_few_forms'
where satisfied_n = valid_n
  and valid_n > 0
  and valid_n < quality_limits.value
