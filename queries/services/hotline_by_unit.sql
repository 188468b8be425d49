-- Work orders of the 12345 hotline by unit, over the chosen years, from the shortest periods that the unit itself
-- reports (period_kind): finished on time out of those due, and satisfied out of those reached at the call-back. A rate
-- is of the periods whose report gives both of its counts. Call-backs of a period that is suppressed for the unit are
-- left out. A rate of fewer than the smallest n due work orders, or call-backs, is null. A unit without a request has
-- no rate: neither 0 nor 100.
--
-- grain:   unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: unit_id varchar, unit varchar, unit_class varchar, period_kind varchar, period_from date,
--          period_to date, received bigint, orders_due bigint, orders_on_time bigint, orders_on_time_rate double,
--          on_time_target double, on_time_verdict varchar, valid_callbacks bigint, callbacks_satisfied bigint,
--          callback_rate double, lower double, upper double, callback_target double, periods_hidden bigint,
--          no_requests boolean, suppressed boolean
-- rests:   callbacks valid_callbacks callbacks_satisfied callback_rate lower upper suppressed

with

figure as (

    select
        hotline.unit_id                                                               as reported_for,
        hotline.current_unit_id                                                       as unit_id,
        coalesce(unit.unit, hotline.current_unit_id)                                  as unit,
        unit.unit_class,
        hotline.period_kind,
        hotline.period_from                                                           as period,
        hotline.period_to,
        hotline.measure,
        hotline.value,
        array_position(['week', 'month', 'quarter', 'year', 'other'], hotline.period_kind) as length
    from hotline
    left join unit
        on unit.unit_id = hotline.current_unit_id
    where hotline.channel = 'all'
      and hotline.unit_id is not null
      and within_years(year(hotline.period_from), $year_from, $year_to)
      and chosen(hotline.current_unit_id, $units)
      and chosen(unit.unit_class, $unit_class)

),

shortest as (

    select *
    from figure
    qualify length = min(length) over (partition by unit_id)

),

-- One row per report. A unit that others have been merged into has several of a period.
report as (

    select
        shortest.unit_id,
        shortest.unit,
        shortest.unit_class,
        shortest.period_kind,
        shortest.period,
        shortest.period_to,
        sum(value) filter (measure = 'received')         as received,
        sum(value) filter (measure = 'due')              as due,
        sum(value) filter (measure = 'on_time')          as on_time,
        sum(value) filter (measure = 'valid_callbacks')  as callbacks,
        sum(value) filter (measure = 'satisfied')        as pleased,
        hidden.period is not null                        as hidden
    from shortest
    left join suppressed_unit as hidden
        on hidden.figure = 'valid_callbacks'
        and hidden.level = 'unit'
        and hidden.period_kind = shortest.period_kind
        and hidden.period = shortest.period
        and hidden.unit_id = shortest.unit_id
    group by
        shortest.reported_for,
        shortest.unit_id,
        shortest.unit,
        shortest.unit_class,
        shortest.period_kind,
        shortest.period,
        shortest.period_to,
        hidden.period

),

summed as (

    select
        unit_id,
        any_value(unit)                                                                      as unit,
        any_value(unit_class)                                                                as unit_class,
        any_value(period_kind)                                                               as period_kind,
        min(period)                                                                          as period_from,
        max(period_to)                                                                       as period_to,
        sum(received)::bigint                                                                as received,
        sum(due) filter (on_time is not null)::bigint                                        as orders_due,
        sum(on_time) filter (due is not null)::bigint                                        as orders_on_time,
        coalesce(sum(callbacks) filter (pleased is not null and not hidden), 0)::bigint      as reached,
        coalesce(sum(pleased) filter (callbacks is not null and not hidden), 0)::bigint      as reached_pleased,
        count(callbacks) filter (hidden)                                                     as periods_hidden,
        count(callbacks) > 0 and reached < smallest_n()                                      as suppressed
    from report
    group by unit_id

),

judged as (

    select
        *,
        case
            when orders_due >= smallest_n() then hotline_on_time_rate(orders_on_time, orders_due)
        end                                             as orders_on_time_rate,
        case when reached >= smallest_n() then reached end            as valid_callbacks,
        case when reached >= smallest_n() then reached_pleased end    as callbacks_satisfied
    from summed

),

final as (

    select
        judged.unit_id,
        judged.unit,
        judged.unit_class,
        judged.period_kind,
        judged.period_from,
        judged.period_to,
        judged.received,
        judged.orders_due,
        judged.orders_on_time,
        judged.orders_on_time_rate,
        on_time.target                                                                     as on_time_target,
        verdict_of_all(judged.orders_on_time_rate, judged.orders_due, on_time.target)      as on_time_verdict,
        judged.valid_callbacks,
        judged.callbacks_satisfied,
        callback_satisfaction_rate(judged.callbacks_satisfied, judged.valid_callbacks)     as callback_rate,
        wilson_lower(judged.callbacks_satisfied, judged.valid_callbacks)                   as lower,
        wilson_upper(judged.callbacks_satisfied, judged.valid_callbacks)                   as upper,
        satisfaction.target                                                                as callback_target,
        judged.periods_hidden,
        coalesce(judged.received = 0, false)                                               as no_requests,
        judged.suppressed
    from judged
    left join target as on_time
        on on_time.metric = 'hotline_on_time_rate'
    left join target as satisfaction
        on satisfaction.metric = 'hotline_satisfaction_rate'

)

select *
from final
order by unit_id
