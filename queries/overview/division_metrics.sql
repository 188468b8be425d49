-- One row per year, division and metric for the map, with its n and the coordinates of the division's seat.
-- metric: satisfaction_rate (of the basis) | dissatisfied_rate (the rest of the valid answers) | dont_know_rate |
-- valid_n.
-- value: a share for the rates, a count for valid_n, null under the smallest n.
--
-- grain:   year, division_code, metric
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          item varchar
-- returns: year integer, division_code varchar, zh varchar, en varchar, kind varchar, lng double, lat double,
--          metric varchar, value double, valid_n bigint, lower double, upper double, suppressed boolean
-- rests:   answers value valid_n lower upper

with

series as (

    select *
    from satisfaction_by_place($basis, $item, $units, $unit_class, $groups)
    where within_years(year, $year_from, $year_to)

),

metric_value as (

    select year, key, 'satisfaction_rate' as metric, rate as value, valid_n, lower, upper, suppressed
    from series

    union all

    select
        year, key, 'dissatisfied_rate', dissatisfied_rate(satisfied_n, valid_n), valid_n,
        wilson_lower(valid_n - satisfied_n, valid_n), wilson_upper(valid_n - satisfied_n, valid_n), suppressed
    from series

    union all

    select
        year, key, 'dont_know_rate', dont_know_rate(dk_n, valid_n + dk_n), valid_n + dk_n,
        wilson_lower(dk_n, valid_n + dk_n), wilson_upper(dk_n, valid_n + dk_n), suppressed
    from series

    union all

    select year, key, 'valid_n', valid_n(valid_n)::double, valid_n, null, null, suppressed
    from series

),

final as (

    select
        metric_value.year,
        metric_value.key as division_code,
        division.zh,
        division.en,
        division.kind,
        division.lng,
        division.lat,
        metric_value.metric,
        metric_value.value,
        metric_value.valid_n,
        metric_value.lower,
        metric_value.upper,
        metric_value.suppressed
    from metric_value
    inner join division
        on division.division_code = metric_value.key

)

select *
from final
order by year, division_code, metric
