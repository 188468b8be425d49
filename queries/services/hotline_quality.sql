-- How the 12345 hotline's work orders are settled, by period: the share finished on time, and the share satisfied at
-- the call-back. Two instruments: all due work orders, and the people who were reached by telephone, with an interval.
-- n: the denominator, null where a bulletin prints only the rate. Few call-backs are suppressed. reported_by: city (the
-- bulletins) or unit (the units' reports, where units are chosen or the city gives no figure of that length of period).
--
-- grain:   series, period_kind, period
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: series varchar, period_kind varchar, period date, value double, n bigint, lower double, upper double,
--          target double, reported_by varchar, suppressed boolean
-- rests:   callbacks value n lower upper

with

figure as (

    select *
    from hotline_rates_by_period($units, $unit_class)
    where within_years(year(period), $year_from, $year_to)

),

final as (

    select
        figure.series,
        figure.period_kind,
        figure.period,
        figure.value,
        figure.n,
        case
            when figure.series = 'hotline_satisfaction_rate' then wilson_lower(figure.value * figure.n, figure.n)
        end                                                                             as lower,
        case
            when figure.series = 'hotline_satisfaction_rate' then wilson_upper(figure.value * figure.n, figure.n)
        end                                                                             as upper,
        target.target,
        figure.reported_by,
        figure.suppressed
    from figure
    left join target
        on target.metric = figure.series

)

select *
from final
order by series, period_kind, period
