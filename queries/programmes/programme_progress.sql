-- Each project of the six programmes against its plan, as last reported in its year, and the day on which it would be
-- complete at its own pace. Reports after the day `until` are left out. planned_on: the day on which the plan reaches
-- the reported progress. slip_days: days behind the plan, below 0 if ahead; of a completed project from its deadline.
-- forecast_on: at its mean pace since it began; forecast_first_on and forecast_last_on: at the fastest and the slowest
-- of its paces between two reports, which is no sampling interval. forecast_last_on is null if there is no end in
-- sight. overdue: not done, and the deadline's day is over on round_on, the last day of reports of the year.
--
-- grain:   year, project_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], programme varchar[], until date
-- returns: year integer, programme varchar, project_id varchar, project varchar, unit_id varchar, unit varchar,
--          deadline date, round_on date, reported_on date, reports_n bigint, state varchar, light varchar,
--          progress double, schedule double, share_behind double, plan_zero_on date, planned_on date,
--          completed_on date, slip_days bigint, forecast_on date, forecast_first_on date, forecast_last_on date,
--          overdue boolean, stalled boolean
-- rests:   nothing

with

standing as (

    select *
    from project_standings($until, $year_from, $year_to, $units, $unit_class, $programme)

),

final as (

    select
        year, programme, project_id, project, unit_id, unit, deadline, round_on, reported_on, reports_n, state, light,
        progress, schedule, share_behind, plan_zero_on, planned_on, completed_on, slip_days, forecast_on,
        forecast_first_on, forecast_last_on, overdue, stalled
    from standing

)

select *
from final
order by year, project_id
