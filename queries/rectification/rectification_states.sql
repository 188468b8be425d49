-- One row per group and day since finding on which an item changes state: how many items are open or closed just
-- before, and how many change. Re-opened items are open again. A group without any change has a row for day 0. Order
-- within a day: re-opening, then closure or withdrawal, then the end of observation at as_of. watched_days: the last
-- day with data. The year range selects items by the year they were found.
--
-- grain:   group, day
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar
-- returns: group varchar, unit varchar, day bigint, total bigint, closed_n bigint, reopened bigint, open_n bigint,
--          closed bigint, withdrawn bigint, watched_days bigint
-- rests:   nothing

with

item as (

    select
        item_id,
        "group",
        found_on,
        state = 'withdrawn' as ended,
        watchable,
        date_diff('day', found_on, case when state = 'withdrawn' then withdrawn_on else $as_of::date end) as days
    from grouped_items($as_of::date, 'original', $units, $unit_class, $year_from, $year_to, $group_by)

),

told as (

    select
        item.item_id,
        item."group",
        date_diff('day', item.found_on, $as_of::date)                                          as watched,
        date_diff('day', item.found_on, episode.found_on)                                      as start_day,
        date_diff('day', item.found_on, episode.closed_on)                                     as closed_day,
        case when episode.closed_on is null then date_diff('day', item.found_on, episode.withdrawn_on) end
                                                                                               as withdrawn_day,
        lead(start_day) over (partition by item.item_id order by episode.episode)              as next_day,
        episode.episode
    from item
    inner join (
        select * replace (
            case when closed_on <= as_of then closed_on end       as closed_on,
            case when withdrawn_on <= as_of then withdrawn_on end as withdrawn_on
        )
        from episodes_on([$as_of::date], 'original')
    ) as episode
        on episode.item_id = item.item_id

),

-- Only a closed item can be re-opened. An episode found before the last one ended, or after a withdrawal, continues it.
ended as (

    select
        * replace (
            case when closed_day < coalesce(next_day, closed_day + 1) then closed_day end as closed_day,
            case when next_day is null then withdrawn_day end                             as withdrawn_day
        ),
        count(case when closed_day < next_day then 1 end) over (
            partition by item_id order by episode rows between unbounded preceding and 1 preceding
        ) as stay_no
    from told

),

-- A stay is open from its start to its end, and closed from its closure to the start of the next stay.
stay as (

    select
        "group",
        min(start_day)                                      as start_day,
        max(closed_day)                                     as closed_day,
        max(withdrawn_day)                                  as withdrawn_day,
        max(next_day) filter (closed_day is not null)       as next_day,
        any_value(watched)                                  as watched,
        stay_no = 0                                         as is_first
    from ended
    group by "group", item_id, stay_no

),

mark as (

    select "group", start_day as day, is_first::integer as found, (not is_first)::integer as reopened, 0 as closed,
           0 as withdrawn, 0 as left_open, 0 as left_closed
    from stay

    union all

    select "group", coalesce(closed_day, withdrawn_day, watched), 0, 0, (closed_day is not null)::integer,
           (withdrawn_day is not null)::integer, 1, 0
    from stay

    union all

    select "group", coalesce(next_day, watched), 0, 0, 0, 0, 0, 1
    from stay
    where closed_day is not null

),

daily as (

    select
        "group",
        day,
        sum(found)::bigint       as found,
        sum(reopened)::bigint    as reopened,
        sum(closed)::bigint      as closed,
        sum(withdrawn)::bigint   as withdrawn,
        sum(left_open)::bigint   as left_open,
        sum(left_closed)::bigint as left_closed
    from mark
    group by all

),

counted as (

    select
        "group",
        day,
        sum(found) over (partition by "group")::bigint                                               as total,
        (sum(closed - left_closed) over so_far - closed + left_closed)::bigint                       as closed_n,
        reopened,
        (sum(found + reopened - left_open) over so_far + left_open)::bigint                          as open_n,
        closed,
        withdrawn,
        sum(reopened + closed + withdrawn) over (partition by "group")                               as passed
    from daily
    window so_far as (partition by "group" order by day)

),

watched as (

    select "group", watched_days(days, ended, watchable) as watched_days
    from item
    group by "group"

),

final as (

    select
        counted."group",
        unit.unit,
        counted.* exclude ("group", passed),
        watched.watched_days
    from counted
    left join watched
        on watched."group" is not distinct from counted."group"
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = counted."group"
    where counted.reopened + counted.closed + counted.withdrawn > 0
       or (counted.passed = 0 and counted.day = 0)

)

select *
from final
order by try_cast("group" as integer), "group", day
