-- 12345 hotline by period: the city's own figures if it gives any for that length of period, else sums over units.

-- The figures that count for each period_kind, over all channels: of the city, or of each unit. Chosen units are always
-- those of the units.
create or replace macro hotline_figures(units, unit_classes) as table
select
    hotline.period_kind,
    hotline.period_from                                           as period,
    hotline.unit_id,
    hotline.measure,
    case when hotline.unit_id is null then 'city' else 'unit' end as reported_by,
    hotline.value
from hotline
left join unit
    on unit.unit_id = hotline.current_unit_id
where hotline.channel = 'all'
  and hotline.division_code is null
  and chosen(hotline.current_unit_id, units)
  and chosen(unit.unit_class, unit_classes)
qualify reported_by = min(reported_by) over (partition by hotline.period_kind);

-- One row per period_kind, period (its first day) and measure.
create or replace macro hotline_by_period(units, unit_classes) as table
select
    period_kind,
    period,
    measure,
    reported_by,
    -- Rates in a bulletin cannot be added, so a unit's rate is computed from its counts.
    case when not (reported_by = 'unit' and ends_with(measure, '_rate')) then sum(value) end as value
from hotline_figures(units, unit_classes)
group by period_kind, period, measure, reported_by;

-- One row per rate, period_kind and period: part_n / whole_n, summed over the units that report both, else the rate as
-- printed. The satisfaction of a choice that contains suppressed callbacks is suppressed. Due work orders are not
-- answers of persons, so small numbers of them are shown.
create or replace macro hotline_rates_by_period(units, unit_classes) as table
with

rate as (

    select * from (values
        ('hotline_on_time_rate', 'on_time', 'due', 'on_time_rate'),
        ('hotline_satisfaction_rate', 'satisfied', 'valid_callbacks', 'satisfaction_rate')
    ) as named (series, part, whole, printed)

),

report as (

    select
        rate.series,
        figure.period_kind,
        figure.period,
        figure.reported_by,
        sum(figure.value) filter (figure.measure = rate.part)    as part,
        sum(figure.value) filter (figure.measure = rate.whole)   as whole,
        max(figure.value) filter (figure.measure = rate.printed) as printed
    from hotline_figures(units, unit_classes) as figure
    inner join rate
        on list_contains([rate.part, rate.whole, rate.printed], figure.measure)
    group by rate.series, figure.period_kind, figure.period, figure.reported_by, figure.unit_id

),

-- A printed rate is the city's own; the rates of units cannot be added.
counted as (

    select
        series,
        period_kind,
        period,
        reported_by,
        sum(part) filter (whole is not null)                                   as part_n,
        coalesce(sum(whole) filter (part is not null), sum(whole))             as whole_n,
        max(printed) filter (reported_by = 'city')                             as printed_rate
    from report
    group by all

),

hidden as (

    select distinct period_kind, period
    from suppressed_unit
    where figure = 'valid_callbacks'
      and is_part_of(level, unit_class, unit_id, units, unit_classes)

),

judged as (

    select
        counted.*,
        series = 'hotline_satisfaction_rate'
            and (coalesce(whole_n < smallest_n(), false) or hidden.period is not null) as suppressed
    from counted
    left join hidden
        on hidden.period_kind = counted.period_kind
        and hidden.period = counted.period

)

select
    series,
    period_kind,
    period,
    case
        when suppressed then null
        else coalesce(part_n / nullif(whole_n, 0), printed_rate)
    end                                            as value,
    case when not suppressed then whole_n::bigint end as n,
    reported_by,
    suppressed
from judged
where coalesce(part_n / nullif(whole_n, 0), printed_rate) is not null;
