-- A unit that closed all its problems of a round on one and the same day.
-- Why: closing in bulk before a deadline, or a date filled down a column.
-- Severity: note. Only from so many problems on that chance is no explanation.

select
    'closed_all_on_one_day'                            as "check",
    'note'                                             as severity,
    'rectification_item'                               as dataset,
    max(unit_id)                                       as unit_id,
    current_unit_id,
    cast(max(closed_on) as varchar)                    as period,
    concat_ws(' · ', 'source.' || source, round_no)    as subject,
    count(distinct problem_id)                         as given,
    cast(null as double)                               as expected,
    max(batch_id)                                      as batch_id,
    cast(null as varchar)                              as source_sheet,
    cast(null as integer)                              as source_row
from rectification_episode
where closed_on is not null
group by source, round_no, current_unit_id
having count(distinct problem_id) >= (select value from quality_limits where "check" = 'closed_all_on_one_day')
   and min(closed_on) = max(closed_on)
