-- Rectification items and what becomes of them, as a day in the ledger saw them: nothing that happened after `as_of`
-- is known. The questions derive everything from episodes; no status cell is believed.

create or replace macro due_date(deadline, due_on, extended_to) as
    (case when deadline = 'extended' then coalesce(extended_to, due_on) else due_on end);

-- One row an item found by `as_of`. `deadline`: original | extended, which due date counts.
-- state:   open | closed | withdrawn, of its latest episode.
-- days:    from finding to the first closure, or for how long it was watched without one (whole days).
-- overdue: never closed and past its due date, or re-opened with a later due date of its own that has passed.
create or replace macro rectification_items_at(as_of, deadline, units, unit_classes) as table
with

item as (

    select
        item_id,
        count(*)                                            as episodes,
        min(episode)                                        as first_episode,
        max(episode)                                        as latest_episode,
        min(closed_on) filter (closed_on <= as_of)          as first_closed_on,
        min(withdrawn_on) filter (withdrawn_on <= as_of)    as first_withdrawn_on
    from rectification_episode
    where found_on <= as_of
    group by item_id

),

told as (

    select
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
        due_date(deadline, first.due_on, first.extended_to)               as counted_due_on,
        coalesce(first.immediate, false)                                  as immediate,
        coalesce(first.long_term, false)                                  as long_term,
        latest.status,
        latest.found_on                                                   as episode_found_on,
        case when latest.closed_on <= as_of then latest.closed_on end       as closed_on,
        case when latest.withdrawn_on <= as_of then latest.withdrawn_on end as withdrawn_on,
        nullif(due_date(deadline, latest.due_on, latest.extended_to), counted_due_on) as own_due_on,
        item.episodes,
        item.first_closed_on,
        item.first_withdrawn_on,
        case
            when latest.closed_on <= as_of then 'closed'
            when latest.withdrawn_on <= as_of then 'withdrawn'
            else 'open'
        end                                                               as state,
        first.batch_id,
        first.source_sheet,
        first.source_row
    from item
    inner join rectification_episode as first
        on first.item_id = item.item_id
        and first.episode = item.first_episode
    inner join rectification_episode as latest
        on latest.item_id = item.item_id
        and latest.episode = item.latest_episode
    left join unit
        on unit.unit_id = first.current_unit_id
    where chosen(first.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)

)

select
    *,
    episodes > 1                                                               as reopened,
    first_closed_on is not null                                                as ever_closed,
    date_diff('day', found_on, coalesce(first_closed_on, first_withdrawn_on, as_of)) as days,
    coalesce(counted_due_on <= as_of and state <> 'withdrawn', false)          as is_due,
    coalesce(counted_due_on <= as_of and state <> 'withdrawn' and first_closed_on <= counted_due_on, false) as on_time,
    state = 'open' and coalesce(
        case when first_closed_on is null then counted_due_on < as_of else own_due_on < as_of end, false
    )                                                                          as overdue,
    coalesce(first_closed_on = counted_due_on, false)                          as on_deadline_day,
    case when state = 'open' then date_diff('day', episode_found_on, as_of) end as age_days
from told;

-- The key of an item in a grouping: all | unit | category | round | source.
create or replace macro group_of(group_by, unit_id, category, round_no, source) as
    (case group_by
        when 'unit' then unit_id
        when 'category' then coalesce(category, 'unclassified')
        when 'round' then round_no::varchar
        when 'source' then source
        else 'all'
    end);

-- Kaplan-Meier: the share still open on each day on which something ended, by group. Withdrawn items leave as
-- censored, closed ones first when a day has both. item_table names a table (or a question's own CTE) of items with
-- "group", days, ever_closed.
create or replace macro closure_curves(item_table) as table
with

leaver as (

    select
        "group",
        days                                as day,
        count(*) filter (ever_closed)       as closed,
        count(*) filter (not ever_closed)   as censored
    from query_table(item_table)
    group by all

),

risk as (

    select
        *,
        sum(closed + censored) over (
            partition by "group" order by day desc
            rows between unbounded preceding and current row
        )::bigint as at_risk
    from leaver

),

curve as (

    select
        *,
        product(open_share(closed, at_risk)) over so_far           as open_share,
        sum(closed / nullif(at_risk * (at_risk - closed), 0)) over so_far as greenwood
    from risk
    window so_far as (partition by "group" order by day rows between unbounded preceding and current row)

)

select
    "group",
    day,
    at_risk,
    closed,
    censored,
    open_share,
    loglog_lower(open_share, coalesce(greenwood, 0)) as lower,
    loglog_upper(open_share, coalesce(greenwood, 0)) as upper
from curve;
