-- A problem that was closed before it was done, or closed without ever being done.
-- Why: closing follows the check of finished work; one of the dates is wrong, or the check was skipped.
-- Severity: warning where the dates contradict each other, note where the day of finishing is empty.

select
    'closed_before_done'                                            as "check",
    case when done_on is null then 'note' else 'warning' end        as severity,
    'rectification_item'                                            as dataset,
    unit_id,
    current_unit_id,
    cast(closed_on as varchar)                                      as period,
    concat_ws(' · ', 'source.' || source, round_no, problem_id)     as subject,
    cast(null as double)                                            as given,
    cast(null as double)                                            as expected,
    batch_id,
    source_sheet,
    source_row
from rectification_episode
where closed_on < done_on
   or (closed_on is not null and done_on is null)
