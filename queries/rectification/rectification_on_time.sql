-- One row per group at as_of: the rates of the published bulletins, with counts and Wilson limits.
-- finished: done or a later step, not partly done. closed: of all items, extended ones included. due: not withdrawn,
-- and the deadline has passed (after re-opening, the item's new deadline). on_time and overdue are parts of due.
-- on_time: first closed by the due date. overdue: computed from the dates. overdue_unfinished: overdue and not done.
-- The year range selects items by the year they were found.
--
-- grain:   group
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar,
--          deadline varchar
-- returns: group varchar, unit varchar, total bigint, finished bigint, closed bigint, extended bigint, due bigint,
--          on_time bigint, overdue bigint, overdue_unfinished bigint, withdrawn bigint, finish_rate double,
--          finish_lower double, finish_upper double, closure_rate double, closure_lower double, closure_upper double,
--          on_time_rate double, on_time_lower double, on_time_upper double, overdue_rate double, overdue_lower double,
--          overdue_upper double, extension_rate double, extension_lower double, extension_upper double
-- rests:   nothing

with

item as (

    select *
    from grouped_items($as_of::date, $deadline, $units, $unit_class, $year_from, $year_to, $group_by)

),

counted as (

    select
        "group",
        count(*)                                         as total,
        count(*) filter (finished)                       as finished,
        count(*) filter (state = 'closed')               as closed,
        count(*) filter (extended)                       as extended,
        count(*) filter (is_due)                         as due,
        count(*) filter (on_time)                        as on_time,
        count(*) filter (overdue)                        as overdue,
        count(*) filter (overdue and not finished)       as overdue_unfinished,
        count(*) filter (state = 'withdrawn')            as withdrawn
    from item
    group by "group"

),

final as (

    select
        counted."group",
        unit.unit,
        counted.* exclude ("group"),
        finish_rate(counted.finished, counted.total)           as finish_rate,
        wilson_lower(counted.finished, counted.total)          as finish_lower,
        wilson_upper(counted.finished, counted.total)          as finish_upper,
        closure_rate(counted.closed, counted.total)            as closure_rate,
        wilson_lower(counted.closed, counted.total)            as closure_lower,
        wilson_upper(counted.closed, counted.total)            as closure_upper,
        on_time_closure_rate(counted.on_time, counted.due)     as on_time_rate,
        wilson_lower(counted.on_time, counted.due)             as on_time_lower,
        wilson_upper(counted.on_time, counted.due)             as on_time_upper,
        overdue_rate(counted.overdue, counted.due)             as overdue_rate,
        wilson_lower(counted.overdue, counted.due)             as overdue_lower,
        wilson_upper(counted.overdue, counted.due)             as overdue_upper,
        extension_rate(counted.extended, counted.total)        as extension_rate,
        wilson_lower(counted.extended, counted.total)          as extension_lower,
        wilson_upper(counted.extended, counted.total)          as extension_upper
    from counted
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = counted."group"

)

select *
from final
order by try_cast("group" as integer), "group"
