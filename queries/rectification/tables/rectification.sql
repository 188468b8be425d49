-- Rectification items and their state at the day `as_of`: later events are ignored. Everything is derived from the
-- episodes. The status column is used only to tell whether work is finished (where no date tells it) or partly
-- finished.

-- One row per episode and day (`as_of`) on or after its finding, with the columns of ledger_episode. `deadline` selects
-- the due date: original (as first agreed) | extended | working_days (granted_on, or the agreed date without one).
create or replace macro episodes_on(days, deadline) as table
select
    day.as_of,
    ledger_episode.*,
    case deadline
        when 'extended' then coalesce(ledger_episode.extended_to, ledger_episode.due_on)
        when 'working_days' then coalesce(ledger_episode.granted_on, ledger_episode.due_on)
        else ledger_episode.due_on
    end as counted_due_on
from ledger_episode
inner join (select unnest(days) as as_of) as day
    on ledger_episode.found_on <= day.as_of;

-- One row per item and day (`as_of`) on or after its finding. `deadline`: as in episodes_on.
-- state:   open | closed | withdrawn, from the latest episode.
-- first_end: closed | withdrawn | open, how the time to the first closure ended.
-- finished: done, closure requested or closed, not withdrawn, and not partly done (partial).
-- last_days: first closed on the due date or on one of the two days before it.
-- days:    whole days from finding to the first closure, or to the end of observation if there is none.
-- A deadline has passed when its day is over: an item due on as_of is neither due nor overdue.
-- held_to: the deadline that counts for an open item: the first, or after re-opening the new one.
-- overdue: open and past held_to.
-- is_due:  not withdrawn, and past the first deadline or overdue. Every overdue item is due.
-- was_due_on: the deadline by which the item is due. on_time: due, and first closed by its first deadline.
create or replace macro rectification_items_on(days, deadline, units, unit_classes) as table
with

episode as (

    select
        *,
        coalesce(earlier_on > as_of, true) as is_first,
        coalesce(later_on > as_of, true)   as is_latest
    from episodes_on(days, deadline)

),

item as (

    select
        as_of,
        item_id,
        any_value(source) filter (is_first)                 as source,
        any_value(round_no) filter (is_first)               as round_no,
        any_value(problem_id) filter (is_first)             as problem_id,
        any_value(current_unit_id) filter (is_first)        as unit_id,
        any_value(unit) filter (is_first)                   as unit,
        any_value(unit_class) filter (is_first)             as unit_class,
        any_value(category) filter (is_first)               as category,
        any_value(problem_text) filter (is_first)           as problem_text,
        any_value(measures) filter (is_first)               as measures,
        any_value(found_on) filter (is_first)               as found_on,
        any_value(due_text) filter (is_first)               as due_text,
        any_value(due_on) filter (is_first)                 as due_on,
        any_value(extended_to) filter (is_first)            as extended_to,
        any_value(counted_due_on) filter (is_first)         as counted_due_on,
        coalesce(any_value(immediate) filter (is_first), false) as immediate,
        coalesce(any_value(long_term) filter (is_first), false) as long_term,
        any_value(batch_id) filter (is_first)               as batch_id,
        any_value(source_sheet) filter (is_first)           as source_sheet,
        any_value(source_row) filter (is_first)             as source_row,
        any_value(status) filter (is_latest)                as status,
        any_value(found_on) filter (is_latest)              as episode_found_on,
        any_value(closed_on) filter (is_latest and closed_on <= as_of)       as closed_on,
        any_value(withdrawn_on) filter (is_latest and withdrawn_on <= as_of) as withdrawn_on,
        any_value(counted_due_on) filter (is_latest)        as latest_due_on,
        bool_or(
            done_on <= as_of
            or close_requested_on <= as_of
            or (status in ('done', 'close_requested') and told_on <= as_of)
        ) filter (is_latest)                                as told_finished,
        count(*)                                            as episodes,
        min(closed_on) filter (closed_on <= as_of)          as first_closed_on,
        min(withdrawn_on) filter (withdrawn_on <= as_of)    as first_withdrawn_on,
        coalesce(bool_or(extended_to is not null or extension_n > 0), false) as extended,
        max(look_back_on) filter (look_back_on <= as_of)    as looked_back_on,
        arg_max(look_back_result, look_back_on) filter (look_back_on <= as_of) as look_back_result
    from episode
    group by as_of, item_id

),

told as (

    select
        * exclude (latest_due_on, told_finished),
        case
            when first_closed_on is null then counted_due_on
            else nullif(latest_due_on, counted_due_on)
        end                                                                       as held_to,
        coalesce(status <> 'partial', true) and coalesce(told_finished, false)    as said_finished,
        case
            when closed_on is not null then 'closed'
            when withdrawn_on is not null then 'withdrawn'
            else 'open'
        end                                                                       as state
    from item
    where chosen(unit_id, units)
      and chosen(unit_class, unit_classes)

),

passed as (

    select
        *,
        state = 'open' and coalesce(held_to < as_of, false)                 as overdue,
        case
            when counted_due_on < as_of then counted_due_on
            when state = 'open' and held_to < as_of then held_to
        end                                                               as was_due_on
    from told

),

judged as (

    select
        *,
        was_due_on is not null and state <> 'withdrawn' as is_due
    from passed

)

select
    *,
    episodes > 1                                                               as reopened,
    first_closed_on is not null                                                as ever_closed,
    case
        when first_closed_on is not null then 'closed'
        when first_withdrawn_on is not null then 'withdrawn'
        else 'open'
    end                                                                        as first_end,
    state = 'closed' or (state = 'open' and said_finished)                     as finished,
    date_diff('day', found_on, coalesce(first_closed_on, first_withdrawn_on, as_of)) as days,
    coalesce(is_due and first_closed_on <= counted_due_on, false)              as on_time,
    coalesce(first_closed_on = counted_due_on, false)                          as on_deadline_day,
    coalesce(date_diff('day', first_closed_on, counted_due_on) between 0 and 2, false) as last_days,
    case when state = 'open' then date_diff('day', episode_found_on, as_of) end as age_days
from judged;

create or replace macro rectification_items_at(day, deadline, units, unit_classes) as table
select * exclude (as_of)
from rectification_items_on([day], deadline, units, unit_classes);
