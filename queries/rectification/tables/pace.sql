-- Two comparisons beyond the curves: the pace of each group against all groups, and how often an event is repeated.

-- Log-rank test: the closures of each group, the closures expected at the pace of all groups together, and the
-- hypergeometric variance of the difference. Withdrawn items are censored.
create or replace macro against_the_rest(item_table) as table
with

leaver as (

    select
        "group",
        days                                   as day,
        count(*)                               as gone,
        count(*) filter (first_end = 'closed') as closed
    from query_table(item_table)
    group by all

),

whole as (

    select
        day,
        sum(closed)                               as closed,
        sum(sum(gone)) over (order by day desc)   as at_risk
    from leaver
    group by day

),

-- A group's items at risk change only when one of its items leaves, so each sum over all days is computed between
-- these.
pace as (

    select
        day,
        sum(closed / at_risk) over so_far                                                          as hazard,
        sum(closed * (at_risk - closed) / (at_risk * greatest(at_risk - 1, 1))) over so_far        as spread,
        sum(closed * (at_risk - closed) / (at_risk ** 2 * greatest(at_risk - 1, 1))) over so_far   as spread_twice
    from whole
    window so_far as (order by day rows between unbounded preceding and current row)

),

own as (

    select
        leaver."group",
        leaver.gone,
        leaver.closed,
        sum(leaver.gone) over (partition by leaver."group" order by leaver.day desc)    as at_risk,
        pace.hazard - lag(pace.hazard, 1, 0) over by_day                                as hazard,
        pace.spread - lag(pace.spread, 1, 0) over by_day                                as spread,
        pace.spread_twice - lag(pace.spread_twice, 1, 0) over by_day                    as spread_twice
    from leaver
    inner join pace
        on pace.day = leaver.day
    window by_day as (partition by leaver."group" order by leaver.day)

)

select
    "group",
    sum(gone)::bigint                                       as total,
    sum(closed)::bigint                                     as observed,
    sum(at_risk * hazard)                                   as expected,
    sum(at_risk * spread - at_risk ** 2 * spread_twice)     as variance
from own
group by "group";

-- Mean number of events per item by each day with an event, by group (Nelson). The limits are on the log scale, with
-- the variance from the items' squared influences, because events of one item may be dependent. Columns of
-- watched_table: "group", item_id, days observed. Columns of event_table: "group", item_id, day.
create or replace macro mean_counts(watched_table, event_table) as table
with

daily as (

    select "group", day, count(*) as events
    from query_table(event_table)
    group by all

),

risk as (

    select
        daily."group",
        daily.day,
        any_value(daily.events) as events,
        count(*)                as watched
    from daily
    inner join query_table(watched_table) as item
        on item."group" is not distinct from daily."group"
        and item.days >= daily.day
    group by all

),

event as (

    select
        event."group",
        event.item_id,
        event.day,
        1 / risk.watched as weight,
        item.days        as watched_days
    from query_table(event_table) as event
    inner join risk
        on risk."group" is not distinct from event."group"
        and risk.day = event.day
    inner join query_table(watched_table) as item
        on item.item_id = event.item_id

),

-- Earlier events of the items that have an event on this day, and of all items still observed on it.
again as (

    select now."group", now.day, sum(before.weight) as weight
    from event as now
    inner join event as before
        on before.item_id = now.item_id
        and before.day < now.day
    group by all

),

earlier as (

    select risk."group", risk.day, sum(before.weight) as weight
    from risk
    inner join event as before
        on before."group" is not distinct from risk."group"
        and before.day < risk.day
        and before.watched_days >= risk.day
    group by all

)

select
    risk."group",
    risk.day,
    sum(mean_reopenings(risk.events, risk.watched)) over so_far as mean_number,
    sqrt(greatest(0::double, sum(
        risk.events / risk.watched ** 2 - risk.events ** 2 / risk.watched ** 3
        + 2 * (
            coalesce(again.weight, 0) / risk.watched
            - risk.events * coalesce(earlier.weight, 0) / risk.watched ** 2
        )
    ) over so_far))                                             as mean_se
from risk
left join again
    on again."group" is not distinct from risk."group"
    and again.day = risk.day
left join earlier
    on earlier."group" is not distinct from risk."group"
    and earlier.day = risk.day
window so_far as (partition by risk."group" order by risk.day rows between unbounded preceding and current row);
