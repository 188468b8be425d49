-- One row per group and day since finding: shares of items open, closed and withdrawn. Items open at as_of are
-- right-censored. A re-opened item keeps its first closure. competing = censored: withdrawn items are censored too
-- (Kaplan-Meier, log-log limits). competing = withdrawn: withdrawal is a competing event (Aalen-Johansen).
-- watched_days: the last day with data. The year range selects items by the year they were found. unit: the unit's name
-- if grouped by unit.
--
-- grain:   group, day
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar,
--          competing varchar
-- returns: group varchar, unit varchar, day bigint, at_risk bigint, closed bigint, withdrawn bigint, censored bigint,
--          open_share double, lower double, upper double, closed_share double, closed_lower double,
--          closed_upper double, withdrawn_share double, watched_days bigint
-- rests:   nothing

with

item as (

    select *
    from grouped_items($as_of::date, 'original', $units, $unit_class, $year_from, $year_to, $group_by)

),

curve as (

    select *
    from ending_curves('item', $competing)

),

watched as (

    select
        "group",
        watched_days(
            days, first_end = 'closed' or (first_end = 'withdrawn' and $competing = 'withdrawn'), watchable
        ) as watched_days
    from item
    group by "group"

),

final as (

    select
        curve."group",
        unit.unit,
        curve.* exclude ("group"),
        watched.watched_days
    from curve
    left join watched
        on watched."group" is not distinct from curve."group"
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = curve."group"

)

select *
from final
order by try_cast("group" as integer), "group", day
