-- A project that is reported done with a progress under 100 %.
-- Why: one of the two cells was not kept up.
-- Severity: note.

select
    'done_but_not_full'          as "check",
    'note'                       as severity,
    'programme_project'          as dataset,
    unit_id,
    current_unit_id,
    cast(reported_on as varchar) as period,
    project                      as subject,
    progress                     as given,
    1                            as expected,
    batch_id,
    source_sheet,
    source_row
from programme_project
where status = 'done'
  and progress < 1
