-- Satisfaction rate per year and class of units.
--
-- grain:   year, unit_class
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          item varchar
-- returns: year integer, unit_class varchar, satisfied_n bigint, valid_n bigint, rate double, lower double,
--          upper double, change double, change_lower double, change_upper double, verdict varchar,
--          suppressed boolean, break_before boolean
-- rests:   answers satisfied_n valid_n rate lower upper change change_lower change_upper verdict

with

series as (

    select *
    from satisfaction_series('class', $basis, $item, $units, $unit_class, $groups)

),

final as (

    select
        year,
        key as unit_class,
        * exclude (year, key, scale_id, dk_n, abstained_n)
    from series
    where within_years(year, $year_from, $year_to)

)

select *
from final
order by year, unit_class
