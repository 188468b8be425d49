-- One row per group at as_of: numbers of items closed, on time and overdue, and the median days to closure.
-- due: not withdrawn, and the deadline has passed (after re-opening, the item's new deadline). on_time: due items first
-- closed by the due date. overdue: due items that are open. closed, open and withdrawn are states of the latest episode
-- and add up to total. The year range selects items by the year they were found.
--
-- grain:   group
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar,
--          deadline varchar
-- returns: group varchar, unit varchar, total bigint, closed bigint, open bigint, due bigint, on_time bigint,
--          overdue bigint, withdrawn bigint, reopened bigint, median_days bigint, median_lower bigint,
--          median_upper bigint, closure_rate double, closure_lower double, closure_upper double, on_time_rate double,
--          on_time_lower double, on_time_upper double, deadline_day_share double
-- rests:   nothing

with

item as (

    select *
    from grouped_items($as_of::date, $deadline, $units, $unit_class, $year_from, $year_to, $group_by)

),

counted as (

    select
        "group",
        count(*)                                             as total,
        count(*) filter (state = 'closed')                   as closed,
        count(*) filter (state = 'open')                     as open,
        count(*) filter (is_due)                             as due,
        count(*) filter (on_time)                            as on_time,
        count(*) filter (overdue)                            as overdue,
        count(*) filter (state = 'withdrawn')                as withdrawn,
        count(*) filter (reopened)                           as reopened,
        count(*) filter (ever_closed and counted_due_on is not null) as closed_with_due,
        count(*) filter (on_deadline_day)                    as deadline_day
    from item
    group by "group"

),

curve as (

    select *
    from closure_curves('item')

),

median as (

    select
        "group",
        median_days(day, open_share) as median_days,
        median_days(day, lower)      as median_lower,
        median_days(day, upper)      as median_upper
    from curve
    group by "group"

),

final as (

    select
        counted."group",
        unit.unit,
        counted.* exclude ("group", closed_with_due, deadline_day),
        median.* exclude ("group"),
        closure_rate(counted.closed, counted.total)                     as closure_rate,
        wilson_lower(counted.closed, counted.total)                     as closure_lower,
        wilson_upper(counted.closed, counted.total)                     as closure_upper,
        on_time_closure_rate(counted.on_time, counted.due)              as on_time_rate,
        wilson_lower(counted.on_time, counted.due)                      as on_time_lower,
        wilson_upper(counted.on_time, counted.due)                      as on_time_upper,
        deadline_day_share(counted.deadline_day, counted.closed_with_due) as deadline_day_share
    from counted
    left join median
        on median."group" = counted."group"
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = counted."group"

)

select *
from final
order by try_cast("group" as integer), "group"
