-- Rectification items and what becomes of them, as a day in the ledger saw them: nothing that happened after `as_of`
-- is known. The questions derive everything from episodes; no status cell is believed, but that work is finished (where
-- no date says so) or finished only in part.

-- How many working days a deadline's words grant, null where they speak of none. The words are Chinese ("15 ge gongzuo
-- ri nei"), so that the pattern names their code points.
create or replace macro working_days_in(due_text) as
    try_cast(regexp_extract(
        translate(due_text, '０１２３４５６７８９', '0123456789'),
        '(\d{1,3})\s*\x{4E2A}?\s*\x{5DE5}\x{4F5C}\x{65E5}', 1
    ) as integer);

-- One row an episode and one of the days on which it was already found. `deadline`: original | extended | working_days, which due date counts: the one
-- agreed, the one it was put off to, or, where the words grant working days, the last of them (the day of finding does
-- not count; beyond the calendar's years the agreed date stands).
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

-- The day that the ledger itself speaks of: a status without a date was true on it.
create or replace macro ledger_day() as (select try_cast(max(value) filter (key = 'as_of') as date) from meta);

-- One row an item and one of the days (`as_of`) on which it was already found. `deadline`: as in episodes_on.
-- state:   open | closed | withdrawn, of its latest episode.
-- first_end: closed | withdrawn | open, how the time to its first closure ended.
-- finished: done, asked to be closed or closed, and not only in part (partial); withdrawn ones are not.
-- last_days: first closed in the last three days before its due date, that day included.
-- days:    from finding to the first closure, or for how long it was watched without one (whole days).
-- A deadline has passed when its day is over: what is due on as_of is neither due nor overdue yet.
-- held_to: the deadline that an open item is held to: its first, or, once closed and re-opened, one of its own.
-- overdue: open and past the deadline it is held to.
-- is_due:  not withdrawn, and past its first deadline, or overdue by its own: every overdue item is due.
-- was_due_on: the deadline by which it is due. on_time: due, and first closed by its first deadline.
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
