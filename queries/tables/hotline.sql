-- 12345 by period: the city's own figures where it gives any of that length of period, else the sums of its units.

-- One row a period_kind, period (its first day) and measure of all channels. Named units are always summed themselves.
create or replace macro hotline_by_period(units, unit_classes) as table
with

figure as (

    select
        hotline.period_kind,
        hotline.period_from                                       as period,
        hotline.measure,
        case when hotline.unit_id is null then 'city' else 'unit' end as scope,
        hotline.value
    from hotline
    left join unit
        on unit.unit_id = hotline.current_unit_id
    where hotline.channel = 'all'
      and hotline.division_code is null
      and chosen(hotline.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)

)

select
    period_kind,
    period,
    measure,
    -- A rate of a bulletin can't be added up: a unit's is made of its counts.
    case when not (scope = 'unit' and ends_with(measure, '_rate')) then sum(value) end as value
from figure
group by period_kind, period, measure, scope
qualify scope = min(scope) over (partition by period_kind);

-- Whose valid callbacks of a period are not told: fewer than the smallest n, and as many of the next smallest as it takes
-- that they can't be worked out from the sums of a class or the city. One row a period_kind, period, level (class, unit).
create or replace macro hidden_callbacks() as table
with

of_unit as (

    select
        hotline.period_kind,
        hotline.period_from  as period,
        unit.unit_class,
        hotline.current_unit_id as unit_id,
        sum(hotline.value)   as n
    from hotline
    left join unit
        on unit.unit_id = hotline.current_unit_id
    where hotline.channel = 'all'
      and hotline.division_code is null
      and hotline.unit_id is not null
      and hotline.measure = 'valid_callbacks'
    group by all
    having sum(hotline.value) > 0

),

of_class as (

    select period_kind, period, unit_class, sum(n) as n
    from of_unit
    group by all

),

hidden_class as (

    select period_kind, period, unit_class
    from of_class
    window smaller as (partition by period_kind, period order by n, unit_class)
    qualify min(n) over (partition by period_kind, period) < smallest_n()
        and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

),

-- Units of hidden classes are of one sum together: that of the city less the other classes.
inside as (

    select
        of_unit.*,
        case when hidden_class.period is null then of_unit.unit_class else 'hidden' end as block
    from of_unit
    left join hidden_class
        on hidden_class.period_kind = of_unit.period_kind
        and hidden_class.period = of_unit.period
        and hidden_class.unit_class is not distinct from of_unit.unit_class

),

hidden_unit as (

    select period_kind, period, unit_class, unit_id
    from inside
    window smaller as (partition by period_kind, period, block order by n, unit_id)
    qualify min(n) over (partition by period_kind, period, block) < smallest_n()
        and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

)

select 'class' as level, period_kind, period, unit_class, null::varchar as unit_id
from hidden_class
union all
select 'unit', period_kind, period, unit_class, unit_id
from hidden_unit;

-- One row a rate, period_kind and period: part_n of whole_n where the counts are given, else the rate as printed. The
-- satisfaction of a choice that holds hidden callbacks is not shown.
create or replace macro hotline_rates_by_period(units, unit_classes) as table
with

rate as (

    select * from (values
        ('hotline_on_time_rate', 'on_time', 'due', 'on_time_rate'),
        ('hotline_satisfaction_rate', 'satisfied', 'valid_callbacks', 'satisfaction_rate')
    ) as named (series, part, whole, printed)

),

counted as (

    select
        rate.series,
        figure.period_kind,
        figure.period,
        max(figure.value) filter (figure.measure = rate.part)    as part_n,
        max(figure.value) filter (figure.measure = rate.whole)   as whole_n,
        max(figure.value) filter (figure.measure = rate.printed) as printed_rate
    from hotline_by_period(units, unit_classes) as figure
    inner join rate
        on list_contains([rate.part, rate.whole, rate.printed], figure.measure)
    group by all

),

hidden as (

    select distinct period_kind, period
    from hidden_callbacks()
    where case
            when len(coalesce(units, [])) > 0
                then level = 'unit' and chosen(unit_id, units) and chosen(unit_class, unit_classes)
            else level = 'class' and len(coalesce(unit_classes, [])) > 0 and chosen(unit_class, unit_classes)
        end

),

judged as (

    select
        counted.*,
        coalesce(whole_n < smallest_n(), false)
            or (series = 'hotline_satisfaction_rate' and hidden.period is not null) as suppressed
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
        when part_n is not null then part_n / whole_n
        else printed_rate
    end                                            as value,
    case when not suppressed then whole_n::bigint end as n,
    suppressed
from judged
where coalesce(part_n / whole_n, printed_rate) is not null;
