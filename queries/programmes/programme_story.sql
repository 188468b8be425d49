-- The reports of a project of the six programmes in order, with the traffic light of each; without project_id those of
-- every project. Reports after the day `until` are left out. fell: the progress is lower than in the report before.
-- plan_zero_on: the last day of the year before, where the plan stands at 0.
--
-- grain:   year, project_id, reported_on
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], programme varchar[], until date,
--          project_id varchar
-- returns: year integer, programme varchar, project_id varchar, project varchar, unit varchar, post varchar,
--          project_target varchar, plan_zero_on date, deadline date, reported_on date, state varchar, light varchar,
--          progress double, schedule double, share_behind double, fell boolean, stalled boolean,
--          past_deadline boolean, done_on date,
--          batch_id varchar, source_sheet varchar, source_row integer
-- rests:   nothing

with

report as (

    select *
    from project_reports($until, $year_from, $year_to, $units, $unit_class, $programme)
    where project_id = coalesce($project_id, project_id)

),

final as (

    select
        year, programme, project_id, project, unit, post, project_target, plan_zero_on, deadline, reported_on, state,
        light, progress, schedule, share_behind, fell, stalled, past_deadline, done_on, batch_id, source_sheet,
        source_row
    from report

)

select *
from final
order by year, project_id, reported_on
