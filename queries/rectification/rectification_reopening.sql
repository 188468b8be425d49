-- One row per group and day since the first closure, for day 0 and each day with a re-opening: the share of items
-- re-opened at least once (Kaplan-Meier, log-log limits, other items right-censored at as_of), and the mean number of
-- re-openings per item, later ones included (Nelson, limits on the log scale). at_risk is null on a day without a first
-- re-opening. watched_days: days observed since the first closure. The year range selects items by the year they were
-- found.
--
-- grain:   group, day
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar
-- returns: group varchar, unit varchar, day bigint, total bigint, at_risk bigint, reopened bigint,
--          reopened_share double, lower double, upper double, mean_number double, mean_lower double, mean_upper double,
--          watched_days bigint
-- rests:   nothing

with

item as (

    select
        item_id,
        "group",
        first_closed_on,
        date_diff('day', first_closed_on, coalesce(withdrawn_on, $as_of::date)) as days
    from grouped_items($as_of::date, 'original', $units, $unit_class, $year_from, $year_to, $group_by)
    where ever_closed

),

numbered as (

    select
        item_id,
        found_on,
        row_number() over (partition by item_id order by episode) as nth
    from rectification_episode
    where found_on <= $as_of::date

),

event as (

    select
        item."group",
        item.item_id,
        date_diff('day', item.first_closed_on, numbered.found_on) as day
    from numbered
    inner join item
        on item.item_id = numbered.item_id
        and item.first_closed_on <= numbered.found_on
    where numbered.nth > 1

),

first_event as (

    select item_id, min(day) as day
    from event
    group by item_id

),

until_first as (

    select
        item."group",
        item.days                                                   as watchable,
        coalesce(first_event.day, item.days)                        as days,
        case when first_event.day is null then 'open' else 'closed' end as first_end
    from item
    left join first_event
        on first_event.item_id = item.item_id

),

sized as (

    select
        "group",
        count(*)                                            as total,
        watched_days(days, first_end = 'closed', watchable) as watched_days
    from until_first
    group by "group"

),

counts as (

    select *
    from mean_counts('item', 'event')

),

at_day as (

    select "group", 0 as day
    from sized
    union
    select "group", day
    from counts

),

reached as (

    select
        at_day.*,
        curve.day as curve_day,
        curve.at_risk,
        curve.closed,
        curve.open_share,
        curve.lower as open_lower,
        curve.upper as open_upper
    from at_day
    asof left join closure_curves('until_first') as curve
        on curve."group" = at_day."group"
        and at_day.day >= curve.day

),

final as (

    select
        reached."group",
        unit.unit,
        reached.day,
        sized.total,
        case
            when curve_day = reached.day then reached.at_risk
            when reached.day = 0 then sized.total
        end                                                         as at_risk,
        case when curve_day = reached.day then reached.closed else 0 end as reopened,
        case when curve_day is null then 0 else 1 - open_share end  as reopened_share,
        case when curve_day is null then 0 else 1 - open_upper end  as lower,
        case when curve_day is null then 0 else 1 - open_lower end  as upper,
        coalesce(counts.mean_number, 0)                             as mean_number,
        ratio_lower(counts.mean_number, counts.mean_se)             as mean_lower,
        ratio_upper(counts.mean_number, counts.mean_se)             as mean_upper,
        sized.watched_days
    from reached
    left join counts
        on counts."group" is not distinct from reached."group"
        and counts.day = reached.day
    left join sized
        on sized."group" is not distinct from reached."group"
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = reached."group"

)

select *
from final
order by try_cast("group" as integer), "group", day
