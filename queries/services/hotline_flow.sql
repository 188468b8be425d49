-- Requests to the 12345 hotline as the city's bulletins print them, by period and channel. Channel 'all' also has the
-- answers given online and the work orders sent to units, what they leave of the requests received (0 if the bulletin
-- adds up), and what the single channels leave. Periods are not added up, because neighbouring bulletins share a day.
--
-- grain:   period_kind, period, channel
-- params:  year_from integer, year_to integer
-- returns: period_kind varchar, period date, period_to date, channel varchar, received bigint, answered bigint,
--          dispatched bigint, answered_share double, unexplained bigint, channels_gap bigint
-- rests:   nothing

with

figure as (

    select
        period_kind,
        period_from                                           as period,
        period_to,
        channel,
        max(value) filter (measure = 'received')::bigint        as received,
        max(value) filter (measure = 'answered_online')::bigint as answered,
        max(value) filter (measure = 'dispatched')::bigint      as dispatched
    from hotline
    where unit_id is null
      and division_code is null
      and within_years(year(period_from), $year_from, $year_to)
    group by all

),

single as (

    select period_kind, period, period_to, sum(received)::bigint as received
    from figure
    where channel <> 'all'
    group by all

),

final as (

    select
        figure.*,
        answered_at_once_share(figure.answered, figure.received) as answered_share,
        case when figure.channel = 'all' then figure.received - figure.answered - figure.dispatched end as unexplained,
        case when figure.channel = 'all' then figure.received - single.received end                     as channels_gap
    from figure
    left join single
        on single.period_kind = figure.period_kind
        and single.period = figure.period
        and single.period_to = figure.period_to
    where coalesce(figure.received, figure.answered, figure.dispatched) is not null

)

select *
from final
order by period_kind, period, channel
