-- One row per group: the days until one half and 90 % of the items are closed (Kaplan-Meier), and the mean days within
-- the first tau days, where open items count as tau (restricted mean, normal limits). Null: share not reached, or the
-- group was observed for fewer than tau days and not all items are closed. closed_mean_days covers closed items only
-- and falls when closing becomes slower: never show it alone. watched_days: how long the group was observed.
-- The year range selects items by the year they were found.
--
-- grain:   group
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar,
--          tau integer
-- returns: group varchar, unit varchar, total bigint, closed bigint, median_days bigint, median_lower bigint,
--          median_upper bigint, q90_days bigint, q90_lower bigint, q90_upper bigint, tau integer, mean_days double,
--          mean_se double, mean_lower double, mean_upper double, closed_mean_days double, closed_median_days double,
--          watched_days bigint
-- rests:   nothing

with

item as (

    select *
    from grouped_items($as_of::date, 'original', $units, $unit_class, $year_from, $year_to, $group_by)

),

counted as (

    select
        "group",
        count(*)                                        as total,
        count(*) filter (first_end = 'closed')          as closed,
        watched_days(days, first_end = 'closed', watchable) as watched_days,
        mean(days) filter (first_end = 'closed')        as closed_mean_days,
        median(days) filter (first_end = 'closed')      as closed_median_days
    from item
    group by "group"

),

quantile as (

    select
        "group",
        median_days(day, open_share)        as median_days,
        median_days(day, lower)             as median_lower,
        median_days(day, upper)             as median_upper,
        first_day_under(day, open_share, 0.1) as q90_days,
        first_day_under(day, lower, 0.1)      as q90_lower,
        first_day_under(day, upper, 0.1)      as q90_upper
    from closure_curves('item')
    group by "group"

),

mean as (

    select
        *,
        z() * mean_se as reach
    from restricted_means('item', $tau::integer)

),

final as (

    select
        counted."group",
        unit.unit,
        counted.total,
        counted.closed,
        quantile.* exclude ("group"),
        $tau::integer                                                   as tau,
        mean.mean_days,
        mean.mean_se,
        greatest(0::double, mean.mean_days - mean.reach)                as mean_lower,
        least($tau::double, mean.mean_days + mean.reach)                as mean_upper,
        counted.closed_mean_days,
        counted.closed_median_days,
        counted.watched_days
    from counted
    left join quantile
        on quantile."group" = counted."group"
    left join mean
        on mean."group" = counted."group"
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = counted."group"

)

select *
from final
order by try_cast("group" as integer), "group"
