-- The reports of the projects of the six programmes: one row per report, with its place in the plan and the project's
-- paces so far. Everything is computed from the project's reports up to this one.
--
-- state: done | in_progress | not_started, as reported; without a status, from the day of completion and the progress.
-- due_to_start: the first report by which the plan expects progress, at the latest the deadline. months_late: whole
-- months since, null before.
-- planned_on: the day on which the plan reaches the reported progress. The plan is a straight line between
-- plan_zero_on, the last day of the year before (0), the days of the reports (their schedule) and the deadline (1).
-- began_on: the last day without progress. mean_pace: progress per day since then. fastest, slowest: of its paces
-- between two reports, null under two paces.
with

report as (

    select
        given.year,
        given.programme,
        given.project_id,
        given.project,
        given.current_unit_id                      as unit_id,
        coalesce(unit.unit, given.current_unit_id) as unit,
        unit.unit_class,
        given.target                               as project_target,
        given.plan,
        given.owner                                as post,
        given.measures,
        given.deadline,
        given.reported_on,
        given.progress,
        given.schedule,
        given.done_on,
        case
            when given.status is not null then given.status
            when given.done_on <= given.reported_on or given.progress >= 1 then 'done'
            when given.progress > 0 then 'in_progress'
            else 'not_started'
        end                                        as state,
        given.batch_id,
        given.source_sheet,
        given.source_row,
        make_date(given.year - 1, 12, 31)          as plan_zero_on
    from programme_project as given
    left join unit
        on unit.unit_id = given.current_unit_id

),

placed as (

    select
        *,
        lag(progress ignore nulls) over in_order                                           as progress_before,
        least(min(case when schedule > 0 then reported_on end) over in_order, deadline)    as due_to_start,
        coalesce(max(case when progress = 0 then reported_on end) over in_order, plan_zero_on)  as began_on,
        case
            when state = 'done'
                then coalesce(done_on, min(case when state = 'done' then reported_on end) over in_order)
        end                                                                                as completed_on
    from report
    window in_order as (
        partition by year, project_id order by reported_on rows between unbounded preceding and current row
    )

),

stepped as (

    select
        *,
        case
            when progress > 0 then pace_of_progress(
                progress - coalesce(lag(progress ignore nulls) over since_begun, 0),
                date_diff('day', coalesce(
                    lag(case when progress is not null then reported_on end ignore nulls) over since_begun, began_on
                ), reported_on)
            )
        end                                                                                as pace,
        case
            when reported_on >= date_trunc('month', due_to_start) then date_diff('month', due_to_start, reported_on)
        end                                                                                as months_late
    from placed
    window since_begun as (partition by year, project_id, began_on order by reported_on)

),

paced as (

    select
        *,
        pace_of_progress(progress, date_diff('day', began_on, reported_on)) as mean_pace,
        case when count(pace) over so_far > 1 then max(pace) over so_far end as fastest,
        case when count(pace) over so_far > 1 then min(pace) over so_far end as slowest
    from stepped
    window so_far as (
        partition by year, project_id, began_on order by reported_on
        rows between unbounded preceding and current row
    )

),

plan_point as (

    select
        own.year,
        own.project_id,
        own.reported_on,
        own.progress,
        earlier.reported_on as on_day,
        earlier.schedule    as share
    from report as own
    inner join report as earlier
        on earlier.year = own.year
        and earlier.project_id = own.project_id
        and earlier.reported_on <= own.reported_on
        and earlier.reported_on < coalesce(own.deadline, '9999-12-31'::date)
        and earlier.schedule is not null
    union
    select year, project_id, reported_on, progress, plan_zero_on, 0
    from report
    union
    select year, project_id, reported_on, progress, deadline, 1
    from report
    where deadline is not null

),

-- The end of the stretch of the plan in which the reported progress lies, and its beginning.
stretch as (

    select
        year,
        project_id,
        reported_on,
        on_day                          as to_day,
        share                           as to_share,
        lag(on_day) over along_plan     as from_day,
        lag(share) over along_plan      as from_share,
        share > progress or share >= 1  as reached_here
    from plan_point
    window along_plan as (partition by year, project_id, reported_on order by on_day, share)

),

reached as (

    select *
    from stretch
    where reached_here
    qualify row_number() over (partition by year, project_id, reported_on order by to_day, to_share) = 1

),

final as (

    select
        paced.*,
        planned_day(
            reached.from_day, reached.from_share, reached.to_day, reached.to_share, paced.progress
        ) as planned_on
    from paced
    left join reached
        on reached.year = paced.year
        and reached.project_id = paced.project_id
        and reached.reported_on = paced.reported_on

)

select *
from final
