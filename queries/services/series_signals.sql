-- One row per series and period, for control charts: the hotline's requests, its on-time and satisfaction rates,
-- rectification items opened and closed, and the yearly satisfaction rate (to explain why it has no chart). A period
-- that as_of cuts short is left out. n: the denominator of a rate, null for counts and where a bulletin prints none.
-- Satisfaction from fewer callbacks or answers than the smallest n is suppressed. reported_by: of the hotline as in
-- hotline_quality, else null.
--
-- grain:   series, period_kind, period
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, series varchar
-- returns: series varchar, period_kind varchar, period date, value double, n bigint, target double,
--          reported_by varchar, suppressed boolean
-- rests:   answers value n, callbacks value n

with

figure as (

    select 'hotline_received' as series, period_kind, period, value, null::bigint as n, reported_by, false as suppressed
    from hotline_by_period($units, $unit_class)
    where measure = 'received'

    union all

    select series, period_kind, period, value, n, reported_by, suppressed
    from hotline_rates_by_period($units, $unit_class)

    union all

    select series, 'month', month, n::double, null, null, false
    from ledger_by_month($units, $unit_class, $as_of::date)

    union all

    select 'satisfaction_rate', 'year', make_date(year, 1, 1), rate, valid_n, null, suppressed
    from satisfaction_series('all', 'three', 'overall', $units, $unit_class, [])

),

final as (

    select
        figure.series,
        figure.period_kind,
        figure.period,
        figure.value,
        figure.n,
        target.target,
        figure.reported_by,
        figure.suppressed
    from figure
    left join target
        on target.metric = figure.series
        and coalesce(target.basis, 'three') = 'three'
    where within_years(year(figure.period), $year_from, $year_to)
      and figure.series = coalesce($series, figure.series)

)

select *
from final
order by series, period_kind, period
