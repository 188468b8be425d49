-- Rectification items and their state at the day `as_of`: later events are ignored. Everything is derived from the
-- episodes. The status column is used only to tell whether work is finished (where no date tells it) or partly
-- finished.

-- The number of working days that a deadline text grants, null if it grants none. The text is Chinese ("15 ge gongzuo
-- ri nei", within 15 working days), so the pattern uses code points.
create or replace macro working_days_in(due_text) as
    try_cast(regexp_extract(
        translate(due_text, '０１２３４５６７８９', '0123456789'),
        '(\d{1,3})\s*\x{4E2A}?\s*\x{5DE5}\x{4F5C}\x{65E5}', 1
    ) as integer);

-- One row per episode and day (`as_of`) on or after its finding. `deadline` selects the due date: original (as first
-- agreed) | extended | working_days (the last of the working days that the text grants, not counting the day of
-- finding, or the agreed date if there is no such text or the calendar does not cover the years).
create or replace macro episodes_on(days, deadline) as table
select
    day.as_of,
    rectification_episode.*,
    case deadline
        when 'extended' then coalesce(rectification_episode.extended_to, rectification_episode.due_on)
        when 'working_days' then coalesce(granted.day, rectification_episode.due_on)
        else rectification_episode.due_on
    end                                                         as counted_due_on
from rectification_episode
inner join (select unnest(days) as as_of) as day
    on rectification_episode.found_on <= day.as_of
left join working_calendar as found
    on deadline = 'working_days'
    and found.day = rectification_episode.found_on
left join working_calendar as granted
    on granted.working
    and granted.number = found.number + working_days_in(rectification_episode.due_text);

-- The day to which the ledger itself refers: a status without a date was true on it.
create or replace macro ledger_day() as (select try_cast(max(value) filter (key = 'as_of') as date) from meta);

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

    select *
    from episodes_on(days, deadline)

),

item as (

    select
        as_of,
        item_id,
        count(*)                                            as episodes,
        min(episode)                                        as first_episode,
        max(episode)                                        as latest_episode,
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
        item.as_of,
        item.item_id,
        first.source,
        first.round_no,
        first.problem_id,
        first.current_unit_id                                             as unit_id,
        coalesce(unit.unit, first.current_unit_id)                        as unit,
        unit.unit_class,
        first.category,
        first.problem_text,
        first.measures,
        first.found_on,
        first.due_text,
        first.due_on,
        first.extended_to,
        first.counted_due_on,
        coalesce(first.immediate, false)                                  as immediate,
        coalesce(first.long_term, false)                                  as long_term,
        latest.status,
        latest.found_on                                                   as episode_found_on,
        case when latest.closed_on <= item.as_of then latest.closed_on end       as closed_on,
        case when latest.withdrawn_on <= item.as_of then latest.withdrawn_on end as withdrawn_on,
        case
            when item.first_closed_on is null then first.counted_due_on
            else nullif(latest.counted_due_on, first.counted_due_on)
        end                                                               as held_to,
        coalesce(latest.status <> 'partial', true) and coalesce(
            latest.done_on <= item.as_of
            or latest.close_requested_on <= item.as_of
            or (latest.status in ('done', 'close_requested') and coalesce(latest.reported_on, ledger_day()) <= item.as_of),
            false
        )                                                                 as said_finished,
        item.episodes,
        item.first_closed_on,
        item.first_withdrawn_on,
        item.extended,
        item.looked_back_on,
        item.look_back_result,
        case
            when latest.closed_on <= item.as_of then 'closed'
            when latest.withdrawn_on <= item.as_of then 'withdrawn'
            else 'open'
        end                                                               as state,
        first.batch_id,
        first.source_sheet,
        first.source_row
    from item
    inner join episode as first
        on first.as_of = item.as_of
        and first.item_id = item.item_id
        and first.episode = item.first_episode
    inner join episode as latest
        on latest.as_of = item.as_of
        and latest.item_id = item.item_id
        and latest.episode = item.latest_episode
    left join unit
        on unit.unit_id = first.current_unit_id
    where chosen(first.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)

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
