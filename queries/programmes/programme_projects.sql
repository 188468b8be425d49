-- The projects of the six programmes as last reported in their year, with unit, post, target and deadline. Reports
-- after the day `until` are left out. standing: done | in_progress | not_started | overdue | stalled | fell | green |
-- yellow | red | silent; a project has several. overdue: not done, and the deadline's day is over on round_on, the last
-- day of reports of the year. stalled: no progress since the report before, although the plan expects some. fell: in
-- one of its reports the progress was lower than before. silent: it did not report on round_on. search: text in the
-- project, its number, unit, post, target or measures.
--
-- grain:   year, project_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], programme varchar[], until date,
--          standing varchar[], search varchar
-- returns: year integer, programme varchar, project_id varchar, project varchar, unit_id varchar, unit varchar,
--          post varchar, project_target varchar, plan varchar, measures varchar, deadline date, round_on date,
--          reported_on date, reports_n bigint, state varchar, light varchar, progress double, schedule double,
--          share_behind double, completed_on date, overdue boolean, overdue_days bigint, slip_days bigint,
--          stalled boolean, fell boolean, silent boolean, forecast_on date, batch_id varchar, source_sheet varchar,
--          source_row integer
-- rests:   nothing

with

standing as (

    select
        * exclude (fell, ever_fell),
        ever_fell as fell
    from project_standings($until, $year_from, $year_to, $units, $unit_class, $programme)

),

final as (

    select
        year, programme, project_id, project, unit_id, unit, post, project_target, plan, measures, deadline, round_on,
        reported_on, reports_n, state, light, progress, schedule, share_behind, completed_on, overdue, overdue_days,
        slip_days, stalled, fell, silent, forecast_on, batch_id, source_sheet, source_row
    from standing
    where (
            len(coalesce($standing, [])) = 0
            or list_contains($standing, state)
            or coalesce(list_contains($standing, light), false)
            or (overdue and list_contains($standing, 'overdue'))
            or (stalled and list_contains($standing, 'stalled'))
            or (fell and list_contains($standing, 'fell'))
            or (silent and list_contains($standing, 'silent'))
        )
      and contains(
          lower(concat_ws(' ', project_id, project, unit, post, project_target, measures)), lower(coalesce($search, ''))
      )

)

select *
from final
order by year desc, overdue desc, state = 'done', coalesce(slip_days, -99999) desc, project_id
