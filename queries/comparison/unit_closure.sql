-- How long items take until they are closed: those of one unit (group own) and those of the other units of its class
-- (group peers), by day since finding. The curves are those of rectification_closure with withdrawn items censored
-- (Kaplan-Meier, log-log limits). peers_n: the other units that have items. Without unit: the one with the most items.
-- The year range selects items by the year they were found.
--
-- grain:   group, day
-- params:  unit varchar, year_from integer, year_to integer, as_of date
-- returns: group varchar, unit_id varchar, unit varchar, unit_class varchar, peers_n bigint, day bigint,
--          at_risk bigint, closed bigint, censored bigint, open_share double, lower double, upper double,
--          watched_days bigint, median_days bigint
-- rests:   nothing

with

every as (

    select *
    from grouped_items($as_of::date, 'original', null, null, $year_from, $year_to, 'unit')

),

busiest as (

    select unit_id
    from every
    group by unit_id
    order by count(*) desc, unit_id
    limit 1

),

own as (

    select unit_id, unit, unit_class
    from unit
    where unit_id = coalesce($unit, (select unit_id from busiest))

),

item as (

    select
        every.* exclude ("group"),
        case when every.unit_id = own.unit_id then 'own' else 'peers' end as "group"
    from every
    inner join own
        on own.unit_class = every.unit_class

),

curve as (

    select *
    from closure_curves('item')

),

watched as (

    select
        "group",
        watched_days(days, first_end = 'closed', watchable) as watched_days
    from item
    group by "group"

),

median as (

    select
        "group",
        median_days(day, open_share) as median_days
    from curve
    group by "group"

),

final as (

    select
        curve."group",
        own.unit_id,
        own.unit,
        own.unit_class,
        (select count(distinct unit_id) from item where "group" = 'peers') as peers_n,
        curve.* exclude ("group"),
        watched.watched_days,
        median.median_days
    from curve
    cross join own
    left join watched
        on watched."group" = curve."group"
    left join median
        on median."group" = curve."group"

)

select *
from final
order by "group", day
