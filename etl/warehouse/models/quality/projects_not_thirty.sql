-- A year whose six programmes do not have as many projects as the rules say in total (30).
-- Why: thirty in total, not six times thirty; fewer means that a programme's workbook has not come yet.
-- Severity: warning.

select
    'projects_not_thirty'                        as "check",
    'warning'                                    as severity,
    'programme_project'                          as dataset,
    cast(null as varchar)                        as unit_id,
    cast(null as varchar)                        as current_unit_id,
    cast(programme_project.year as varchar)      as period,
    cast(null as varchar)                        as subject,
    count(distinct programme_project.project_id) as given,
    max(programmes.projects)                     as expected,
    max(programme_project.batch_id)              as batch_id,
    cast(null as varchar)                        as source_sheet,
    cast(null as integer)                        as source_row
from programme_project
inner join programmes
    on programmes.programme is null
    and (programmes.valid_from is null or programmes.valid_from <= programme_project.year)
    and (programmes.valid_to is null or programmes.valid_to >= programme_project.year)
group by programme_project.year
having count(distinct programme_project.project_id) <> max(programmes.projects)
