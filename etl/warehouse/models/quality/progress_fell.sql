-- A project whose progress is lower than in the report before.
-- Why: work that was reported finished was not, or the cell is of another project.
-- Severity: warning.

with

snapshot as (

    select
        programme_project.*,
        lag(progress) over (partition by year, project_id order by reported_on) as progress_before
    from programme_project
    where progress is not null

)

select
    'progress_fell'                                               as "check",
    'warning'                                                     as severity,
    'programme_project'                                           as dataset,
    unit_id,
    current_unit_id,
    cast(reported_on as varchar)                                  as period,
    project                                                       as subject,
    progress                                                      as given,
    progress_before                                               as expected,
    batch_id,
    source_sheet,
    source_row
from snapshot
where progress < progress_before
