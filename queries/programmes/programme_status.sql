-- The traffic light of each project of the six programmes by month of its reports: the last report of the month.
-- Reports after the day `until` are left out. state: done | in_progress | not_started. light: green | yellow | red by
-- the rule in force, null if none applies. share_behind: schedule minus progress. fell: the progress is lower than in
-- the report before. past_deadline: not done, and the deadline's day is over on the day of the report. reports_n: the
-- reports of the month. yellow_above, red_above: the share behind above which a project in progress shows this light.
-- red_after_months: months after which one that is not started shows red.
--
-- grain:   year, project_id, month
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], programme varchar[], until date
-- returns: year integer, programme varchar, project_id varchar, project varchar, unit_id varchar, unit varchar,
--          month date, reported_on date, deadline date, state varchar, light varchar, progress double, schedule double,
--          share_behind double, fell boolean, stalled boolean, past_deadline boolean,
--          reports_n bigint, yellow_above double, red_above double, red_after_months double
-- rests:   nothing

with

report as (

    select
        *,
        date_trunc('month', reported_on)::date as month
    from project_reports($until, $year_from, $year_to, $units, $unit_class, $programme)

),

rule as (

    select
        year,
        max(above) filter (status = 'in_progress' and light = 'yellow') as yellow_above,
        max(above) filter (status = 'in_progress' and light = 'red')    as red_above,
        max(above) filter (status = 'not_started' and light = 'red')    as red_after_months
    from (select distinct year from report) as reported
    inner join traffic_lights
        on applies_to = 'programme'
        and is_default
        and within_years(year, valid_from, valid_to)
    group by year

),

last_of_month as (

    select
        year, programme, project_id, project, unit_id, unit, month, reported_on, deadline, state, light, progress,
        schedule, share_behind,
        bool_or(fell) over of_month as fell,
        stalled,
        past_deadline,
        count(*) over of_month      as reports_n
    from report
    window of_month as (partition by year, project_id, month)
    qualify row_number() over (partition by year, project_id, month order by reported_on desc) = 1

),

final as (

    select
        last_of_month.*,
        rule.yellow_above,
        rule.red_above,
        rule.red_after_months
    from last_of_month
    left join rule
        on rule.year = last_of_month.year

)

select *
from final
order by year, project_id, month
