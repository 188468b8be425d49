-- Monthly series against the month before (against: month) and against the same month of the year before (year): the
-- hotline's requests, its on-time and satisfaction rates, good ratings of services, rectification items opened and
-- closed. A month that as_of cuts short is left out.
-- change: of a count the relative change, of a rate the difference; limits of a difference are Newcombe's, exact limits
-- of the ratio of two counts come from inference.count_ratios. reason: why there is no change or no interval: no_month
-- (no figure of the other month), suppressed, break (another instrument), zero (nothing to divide by), no_n (a bulletin
-- prints the rate alone). reported_by: of the hotline as in hotline_quality, else null.
--
-- grain:   series, month, against
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, series varchar
-- returns: series varchar, month date, against varchar, counted boolean, value double, n bigint, lower double,
--          upper double, before double, before_n bigint, change double, change_lower double, change_upper double,
--          reason varchar, reported_by varchar, suppressed boolean
-- rests:   callbacks value n lower upper before before_n change change_lower change_upper,
--          ratings value n lower upper before before_n change change_lower change_upper

with

figure as (

    select
        'hotline_received' as series,
        'hotline'          as instrument,
        true               as counted,
        period             as month,
        value,
        null::bigint       as n,
        reported_by,
        false              as suppressed
    from hotline_by_period($units, $unit_class)
    where measure = 'received'
      and period_kind = 'month'

    union all

    select series, 'hotline', false, period, value, n, reported_by, suppressed
    from hotline_rates_by_period($units, $unit_class)
    where period_kind = 'month'

    union all

    select
        'service_rating_rate', 'service_rating', false, month, good_rating_rate(good_n, rated_n), rated_n, null,
        suppressed
    from ratings_by_month($units, $unit_class)
    where channel = 'all'

    union all

    select series, 'rectification', true, month, n::double, null, null, false
    from ledger_by_month($units, $unit_class, $as_of::date)

),

-- era: the first day of the instrument (rules, channels) that was in force in the month.
measured as (

    select
        figure.*,
        case when not figure.counted then wilson_lower(figure.value * figure.n, figure.n) end as lower,
        case when not figure.counted then wilson_upper(figure.value * figure.n, figure.n) end as upper,
        instrument_breaks.break_on                                                            as era
    from figure
    asof left join instrument_breaks
        on instrument_breaks.instrument = figure.instrument
        and figure.month >= instrument_breaks.break_on

),

beside as (

    select
        now.*,
        earlier.against,
        before.value as before,
        before.n     as before_n,
        before.lower as before_lower,
        before.upper as before_upper,
        case
            when before.month is null then 'no_month'
            when now.suppressed or before.suppressed then 'suppressed'
            when before.era is distinct from now.era then 'break'
            when now.value is null or before.value is null then 'no_month'
            when now.counted and before.value = 0 then 'zero'
            when not now.counted and (now.n is null or before.n is null) then 'no_n'
        end          as reason
    from measured as now
    cross join (values ('month', 1), ('year', 12)) as earlier (against, months)
    left join measured as before
        on before.series = now.series
        and before.month = now.month - to_months(earlier.months)
    where now.series = coalesce($series, now.series)
      and within_years(year(now.month), $year_from, $year_to)

),

final as (

    select
        series,
        month,
        against,
        counted,
        value,
        n,
        lower,
        upper,
        before,
        before_n,
        case
            when coalesce(reason, 'no_n') <> 'no_n' then null
            when counted then relative_change(value, before)
            else value - before
        end as change,
        case when reason is null and not counted then difference_lower(value, lower, before, before_upper) end
            as change_lower,
        case when reason is null and not counted then difference_upper(value, upper, before, before_lower) end
            as change_upper,
        reason,
        reported_by,
        suppressed
    from beside

)

select *
from final
order by series, month, against
