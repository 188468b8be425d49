-- What share of the actions whose day has passed was done, by action in the last year of each coverage, and of all
-- actions together (duty_action null). coverage census: all units report, so there are no limits. sample: the actions
-- of the spot check that have evidence, with Wilson limits (each action drawn by itself). in_time: done by the day. As
-- units report the same actions: reported_due and reported_done of the actions due in the year of the spot check.
--
-- grain:   coverage, duty_action
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date
-- returns: coverage varchar, year integer, family varchar, duty_action varchar, position integer, assumed boolean,
--          units bigint, due bigint, done bigint, in_time bigint, done_rate double, lower double, upper double,
--          in_time_rate double, reported_due bigint, reported_done bigint, self_reported_rate double
-- rests:   nothing

with

counted as (

    select
        coverage,
        year,
        action,
        count(distinct current_unit_id)             as units,
        count(*)                                    as due,
        count(*) filter (done_on is not null)       as done,
        count(*) filter (state = 'done')            as in_time
    from duty_actions_at($as_of::date, $units, $unit_class, $year_from, $year_to)
    where deadline < $as_of::date
    group by grouping sets ((coverage, year, action), (coverage, year))

),

latest as (

    select *
    from counted
    qualify year = max(year) over (partition by coverage)

),

-- What units themselves report of the year of the spot check: the actions that it looked at, all of them.
reported as (

    select
        latest.action,
        sum(census.due)::bigint   as due,
        sum(census.done)::bigint  as done
    from latest
    inner join counted as census
        on census.coverage = 'census'
        and census.year = latest.year
        and census.action = latest.action
    where latest.coverage = 'sample'
    group by grouping sets ((latest.action), ())

),

final as (

    select
        latest.coverage,
        latest.year,
        rule.family,
        latest.action as duty_action,
        rule.position,
        coalesce(rule.assumed, false)                                                                  as assumed,
        latest.units,
        latest.due,
        latest.done,
        latest.in_time,
        duty_done_rate(latest.done, latest.due)                                                      as done_rate,
        case when latest.coverage = 'sample' then wilson_lower(latest.done, latest.due) end         as lower,
        case when latest.coverage = 'sample' then wilson_upper(latest.done, latest.due) end         as upper,
        duty_on_time_rate(latest.in_time, latest.due)                                                as in_time_rate,
        case when latest.coverage = 'sample' then reported.due end                                    as reported_due,
        case when latest.coverage = 'sample' then reported.done end                                   as reported_done,
        case when latest.coverage = 'sample' then duty_done_rate(reported.done, reported.due) end as self_reported_rate
    from latest
    left join duty_rules_of(latest.year) as rule
        on rule.action = latest.action
    left join reported
        on reported.action is not distinct from latest.action

)

select *
from final
order by coverage, family desc, position, duty_action nulls first
