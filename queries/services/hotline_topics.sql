-- Hot topics that the city's 12345 bulletins print, over the chosen years, from the shortest periods that have any. A
-- bulletin prints a few topics only: one that it does not name is unknown there, not 0. So share compares a topic with
-- the requests received in those bulletins alone that name it (received, counted_n) and whose total is known.
-- bulletins: those that name it, of bulletins_all with any topic. before_…: the same days (within three, for weeks
-- begin on other days) as many years earlier as years are shown. growth: the relative change of the share; its limits
-- take the bulletins as the sample (ratio estimator, on the log scale). reason: why there is no growth or no limits:
-- no_period (no topics then), not_named, no_total (no bulletin's total is known), few (fewer than 5 bulletins name it,
-- now or before). Neighbouring bulletins share a day, so that a few requests may be counted twice.
--
-- grain:   hot_topic
-- params:  year_from integer, year_to integer
-- returns: hot_topic varchar, period_kind varchar, period_from date, period_to date, topic_n bigint, bulletins bigint,
--          bulletins_all bigint, counted_n bigint, received bigint, share double, earlier_n bigint,
--          before_bulletins bigint, before_received bigint, before_share double, growth double, growth_lower double,
--          growth_upper double, reason varchar
-- rests:   nothing

with

printed as (

    select period_kind, period_from, period_to, topic, n
    from hotline_topic
    where unit_id is null
      and division_code is null

),

total as (

    select period_from, period_to, max(value)::bigint as received
    from hotline
    where unit_id is null
      and division_code is null
      and channel = 'all'
      and measure = 'received'
    group by period_from, period_to

),

known as (

    select printed.*, total.received
    from printed
    left join total
        on total.period_from = printed.period_from
        and total.period_to = printed.period_to

),

chosen_kind as (

    select period_kind
    from known
    where within_years(year(period_from), $year_from, $year_to)
    order by array_position(['week', 'month', 'quarter', 'year', 'other'], period_kind)
    limit 1

),

now as (

    select *
    from known
    where within_years(year(period_from), $year_from, $year_to)
      and period_kind = (from chosen_kind)

),

reach as (

    select
        min(period_from)                                       as first_day,
        max(period_from)                                       as last_day,
        year(max(period_from)) - year(min(period_from)) + 1    as years
    from now

),

both_spans as (

    select 'now' as span, * from now
    union all
    select 'before', known.*
    from known
    cross join reach
    where known.period_kind = (from chosen_kind)
      and known.period_from between reach.first_day - to_years(reach.years::integer) - to_days(3)
          and reach.last_day - to_years(reach.years::integer) + to_days(3)
      and known.period_from < reach.first_day

),

-- usual: the topic's share over all bulletins of the span that name it.
rated as (

    select
        *,
        topic_share(sum(n) filter (received is not null) over of_topic, sum(received) over of_topic) as usual
    from both_spans
    window of_topic as (partition by span, topic)

),

-- spread: the standard error of the share relative to it, from the spread between bulletins.
summed as (

    select
        span,
        topic,
        any_value(period_kind)                                                   as period_kind,
        min(period_from)                                                         as period_from,
        max(period_to)                                                           as period_to,
        sum(n)::bigint                                                           as topic_n,
        count(*)                                                                 as bulletins,
        count(received)                                                          as rated_bulletins,
        sum(n) filter (received is not null)::bigint                             as counted_n,
        sum(received)::bigint                                                    as received,
        any_value(usual)                                                         as share,
        relative_error_of_ratio(
            sum((n - usual * received) ** 2), count(received), sum(n) filter (received is not null)
        )                                                                        as spread
    from rated
    group by span, topic

),

compared as (

    select
        now.*,
        before.counted_n                                                         as earlier_n,
        before.bulletins                                                         as before_bulletins,
        before.received                                                          as before_received,
        before.share                                                             as before_share,
        relative_change(now.share, before.share)                                 as growth,
        case
            when (select count(*) from both_spans where span = 'before') = 0 then 'no_period'
            when before.topic is null then 'not_named'
            when growth is null then 'no_total'
            when least(now.rated_bulletins, before.rated_bulletins) < 5 then 'few'
        end                                                                      as reason,
        before.spread                                                            as before_spread
    from summed as now
    left join summed as before
        on before.topic = now.topic
        and before.span = 'before'
    where now.span = 'now'

),

final as (

    select
        topic                                                                    as hot_topic,
        period_kind,
        period_from,
        period_to,
        topic_n,
        bulletins,
        (select count(distinct (period_from, period_to)) from now)               as bulletins_all,
        counted_n,
        received,
        share,
        earlier_n,
        before_bulletins,
        before_received,
        before_share,
        growth,
        case when reason is null then growth_lower(growth, spread, before_spread) end as growth_lower,
        case when reason is null then growth_upper(growth, spread, before_spread) end as growth_upper,
        reason
    from compared

)

select *
from final
order by topic_n desc, hot_topic
