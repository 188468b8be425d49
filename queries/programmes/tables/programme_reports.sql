-- The reports of the projects of the six programmes that a choice takes, up to the day `until`, and how each project
-- stands after the last of them. Further columns are described in per_build/project_report.sql.

-- One row per report.
-- light: green | yellow | red by the rule in force (traffic_lights). Null if the project is done, if it is not started
-- and not yet due to start, or if a number that the rule needs is missing.
-- fell: the progress is lower than in the report before. stalled: not done, and no higher than in the report before,
-- although the plan expects progress. past_deadline: not done on the day of the report, and the deadline's day is over.
-- slip_days: from planned_on to the report, if done from the deadline to the completion; below 0 if ahead of the plan.
-- forecast_on: the day of completion at the mean pace since began_on. forecast_first_on and forecast_last_on: the same
-- at the fastest and the slowest pace. forecast_last_on is also null if the slowest pace is 0 or less, or would take
-- more than ten years.
create or replace macro project_reports(until, year_from, year_to, units, unit_classes, programmes) as table
with

report as (

    select
        *,
        progress_behind(schedule, progress)                        as share_behind,
        state <> 'done' and progress > 0 and progress < 1          as under_way
    from project_report
    where reported_on <= coalesce(until::date, reported_on)
      and within_years(year, year_from, year_to)
      and chosen(unit_id, units)
      and chosen(unit_class, unit_classes)
      and chosen(programme, programmes)

),

rule as (

    select *
    from traffic_lights
    where applies_to = 'programme'
      and is_default

)

select
    report.*,
    rule.light,
    coalesce(progress < progress_before, false)                                       as fell,
    coalesce(state <> 'done' and progress <= progress_before and schedule > 0, false) as stalled,
    coalesce(state <> 'done' and deadline < reported_on, false)                       as past_deadline,
    case
        when state = 'done' then slip_days(deadline, completed_on)
        else slip_days(planned_on, reported_on)
    end                                                                               as slip_days,
    case when under_way then reported_on + days_to_completion(progress, mean_pace) end as forecast_on,
    case when under_way then reported_on + days_to_completion(progress, fastest) end   as forecast_first_on,
    case when under_way then reported_on + days_to_completion(progress, slowest) end   as forecast_last_on
from report
left join rule
    on rule.status = report.state
    and within_years(report.year, rule.valid_from, rule.valid_to)
    and case rule.measure when 'share_behind' then report.share_behind when 'months_late' then report.months_late end
        > coalesce(rule.above, '-infinity'::double)
    and case rule.measure when 'share_behind' then report.share_behind when 'months_late' then report.months_late end
        <= coalesce(rule.up_to, 'infinity'::double);

-- One row per project and year: its last report, and how the project stands on the day of the year's last round.
-- round_on: the last day on which any project of the year reported. silent: this project did not.
-- overdue: not done, and the deadline's day is over on round_on. overdue_days: whole days since, null if not overdue.
-- ever_fell: the progress fell in one of its reports.
create or replace macro project_standings(until, year_from, year_to, units, unit_classes, programmes) as table
with

latest as (

    select
        *,
        count(*) over whole      as reports_n,
        bool_or(fell) over whole as ever_fell
    from project_reports(until, year_from, year_to, units, unit_classes, programmes)
    window whole as (partition by year, project_id)
    qualify row_number() over (partition by year, project_id order by reported_on desc) = 1

),

-- Of all projects, also those outside the choice: a round is the same for every choice.
round as (

    select year, max(reported_on) as round_on
    from project_report
    where reported_on <= coalesce(until::date, reported_on)
    group by year

),

told as (

    select
        latest.*,
        round.round_on,
        latest.reported_on < round.round_on                                          as silent,
        coalesce(latest.state <> 'done' and latest.deadline < round.round_on, false) as overdue
    from latest
    inner join round
        on round.year = latest.year

)

select
    *,
    case when overdue then date_diff('day', deadline, round_on) end as overdue_days
from told;
