-- One row per cohort (items found in one year or quarter) and day 30, 60 or 90: the share closed by that day
-- (Kaplan-Meier, log-log limits), null if no item was observed that long. observable: items found at least that many
-- days before as_of. While observable < total, the share may still change. closed: the plain count by that day.
-- change: the difference from the cohort before. Its limits combine those of both shares, squared and added.
--
-- grain:   cohort, day
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, cohort varchar
-- returns: cohort varchar, day integer, total bigint, observable bigint, at_risk bigint, closed bigint,
--          closed_share double, closed_lower double, closed_upper double, change double, change_lower double,
--          change_upper double
-- rests:   nothing

with

item as (

    select
        cohort_of($cohort, found_on) as "group",
        days,
        first_end,
        watchable
    from grouped_items($as_of::date, 'original', $units, $unit_class, $year_from, $year_to, 'all')

),

at_day as (

    select unnest([30, 60, 90]) as day

),

counted as (

    select
        item."group",
        at_day.day,
        count(*)                                                                    as total,
        count(*) filter (item.watchable >= at_day.day)                              as observable,
        count(*) filter (item.days >= at_day.day)                                   as at_risk,
        count(*) filter (item.first_end = 'closed' and item.days <= at_day.day)     as closed,
        watched_days(item.days, item.first_end = 'closed', item.watchable)          as watched_days
    from item
    cross join at_day
    group by item."group", at_day.day

),

curve as (

    select *
    from closure_curves('item')

),

shared as (

    select
        counted."group"                                                                     as cohort,
        counted.day,
        counted.total,
        counted.observable,
        counted.at_risk,
        counted.closed,
        case
            when counted.watched_days >= counted.day and curve.day is null then 0
            when counted.watched_days >= counted.day then 1 - curve.open_share
        end                                                                                 as closed_share,
        case when counted.watched_days >= counted.day then 1 - curve.upper end              as closed_lower,
        case when counted.watched_days >= counted.day then 1 - curve.lower end              as closed_upper
    from counted
    asof left join curve
        on curve."group" = counted."group"
        and counted.day >= curve.day

),

compared as (

    select
        *,
        lag(closed_share) over by_day as share_before,
        lag(closed_lower) over by_day as lower_before,
        lag(closed_upper) over by_day as upper_before
    from shared
    window by_day as (partition by day order by cohort)

),

final as (

    select
        cohort, day, total, observable, at_risk, closed, closed_share, closed_lower, closed_upper,
        closed_share - share_before                                                 as change,
        difference_lower(closed_share, closed_lower, share_before, upper_before)    as change_lower,
        difference_upper(closed_share, closed_upper, share_before, lower_before)    as change_upper
    from compared

)

select *
from final
order by cohort, day
