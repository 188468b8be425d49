-- Times until an event, with censoring: curves by group.
-- item_table names a table or a CTE of the question, one row per item: "group", days (whole days observed) and
-- first_end: closed, withdrawn or open.

-- How many days a group was observed: there are no figures for later days. Columns: `days` until the item ended or was
-- censored, `ended` (true if it ended), `watchable` days until as_of. If the last item in observation ended, nothing
-- can still happen, and the curve holds until as_of.
create or replace macro watched_days(days, ended, watchable) as
    (case
        when coalesce(max(days) filter (not ended), -1) < max(days) then max(watchable)
        else max(days)
    end);

-- Kaplan-Meier: the share still open on each day with an event, by group. Withdrawn items are censored. If a day has
-- both, closures come before censoring.
create or replace macro closure_curves(item_table) as table
with

leaver as (

    select
        "group",
        days                                    as day,
        count(*) filter (first_end = 'closed')  as closed,
        count(*) filter (first_end <> 'closed') as censored
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

-- Shares closed, withdrawn and open by each day with an event, by group. competing: censored (withdrawn items are
-- censored: Kaplan-Meier) or withdrawn (withdrawal is a competing event: Aalen-Johansen). Closures come first if a day
-- has both. The variance of closed_share is the sum of the squared influences of the items (with one kind of event:
-- Greenwood's variance). Its limits are the log-log limits of 1 - closed_share.
create or replace macro ending_curves(item_table, competing) as table
with

leaver as (

    select
        "group",
        days                                                                    as day,
        count(*)                                                                as gone,
        count(*) filter (first_end = 'closed')                                  as closed,
        count(*) filter (first_end = 'withdrawn' and competing = 'withdrawn')   as withdrawn
    from query_table(item_table)
    group by all

),

risk as (

    select
        *,
        gone - closed - withdrawn as censored,
        closed + withdrawn        as ended,
        sum(gone) over (
            partition by "group" order by day desc
            rows between unbounded preceding and current row
        )::bigint                 as at_risk
    from leaver

),

survived as (

    select
        *,
        product(open_share(ended, at_risk)) over so_far                  as open_share,
        sum(ended / nullif(at_risk * (at_risk - ended), 0)) over so_far  as greenwood
    from risk
    window so_far as (partition by "group" order by day rows between unbounded preceding and current row)

),

waiting as (

    select
        *,
        lag(open_share, 1, 1::double) over (partition by "group" order by day) as open_before
    from survived

),

incidence as (

    select
        *,
        sum(closed_share(open_before, closed, at_risk)) over so_far      as closed_share,
        sum(closed_share(open_before, withdrawn, at_risk)) over so_far   as withdrawn_share,
        case when at_risk > ended then at_risk / (at_risk - ended) else 0 end as kept
    from waiting
    window so_far as (partition by "group" order by day rows between unbounded preceding and current row)

),

-- The influence on F(t) of an item that ends on this day is by_closing - kept * F(t) if it is closed, and
-- by_withdrawal - kept * F(t) if it is withdrawn, minus the mean of the day. Its square is a quadratic in F(t), so the
-- coefficients can be summed.
influence as (

    select
        *,
        kept * closed_share                   as by_withdrawal,
        kept * closed_share + open_before     as by_closing
    from incidence

),

squared as (

    select
        *,
        sum(kept ** 2 * (ended - ended ** 2 / at_risk) / at_risk ** 2) over so_far as square_part,
        sum(
            kept * (closed * by_closing + withdrawn * by_withdrawal) * (1 - ended / at_risk) / at_risk ** 2
        ) over so_far                                                              as linear_part,
        sum(
            (
                closed * by_closing ** 2 + withdrawn * by_withdrawal ** 2
                - (closed * by_closing + withdrawn * by_withdrawal) ** 2 / at_risk
            ) / at_risk ** 2
        ) over so_far                                                              as constant_part
    from influence
    window so_far as (partition by "group" order by day rows between unbounded preceding and current row)

),

varied as (

    select
        *,
        round(1 - closed_share, 12) as not_closed,  -- removes the rounding error where nothing is left
        greatest(
            square_part * closed_share ** 2 - 2 * linear_part * closed_share + constant_part, 0::double
        )                           as variance
    from squared

)

select
    "group",
    day,
    at_risk,
    closed,
    withdrawn,
    censored,
    open_share,
    loglog_lower(open_share, coalesce(greenwood, 0)) as lower,
    loglog_upper(open_share, coalesce(greenwood, 0)) as upper,
    closed_share,
    1 - loglog_upper(not_closed, variance / nullif(not_closed, 0) ** 2) as closed_lower,
    1 - loglog_lower(not_closed, variance / nullif(not_closed, 0) ** 2) as closed_upper,
    withdrawn_share
from varied;
