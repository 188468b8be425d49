-- What share of the items found in a year or a quarter was closed 30, 60 and 90 days later (Kaplan-Meier at that day,
-- log-log limits). Null where no item of the cohort was found so long ago. observable: items found at least so many
-- days before as_of; while they are fewer than total the figure may still change. closed: by that day, as counted.
--
-- grain:   cohort, day
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, cohort varchar
-- returns: cohort varchar, day integer, total bigint, observable bigint, at_risk bigint, closed bigint,
--          closed_share double, closed_lower double, closed_upper double

with

item as (

    select
        cohort_of($cohort, found_on)             as "group",
        days,
        first_end,
        date_diff('day', found_on, $as_of::date) as watchable
    from rectification_items_at($as_of::date, 'original', $units, $unit_class)
    where within_years(year(found_on), $year_from, $year_to)

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
        count(*) filter (item.first_end = 'closed' and item.days <= at_day.day)     as closed
    from item
    cross join at_day
    group by item."group", at_day.day

),

curve as (

    select *
    from closure_curves('item')

),

final as (

    select
        counted."group"                                                                     as cohort,
        counted.day,
        counted.total,
        counted.observable,
        counted.at_risk,
        counted.closed,
        case
            when counted.observable > 0 and curve.day is null then 0
            when counted.observable > 0 then 1 - curve.open_share
        end                                                                                 as closed_share,
        case when counted.observable > 0 then 1 - curve.upper end                        as closed_lower,
        case when counted.observable > 0 then 1 - curve.lower end                        as closed_upper
    from counted
    asof left join curve
        on curve."group" = counted."group"
        and counted.day >= curve.day

)

select *
from final
order by cohort, day
