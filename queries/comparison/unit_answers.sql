-- One row per unit in the last year of the range, so that units can be compared: valid answers and satisfaction in that
-- year (span = year) or summed over up to three years with the same scale (span = three). Not for the basis points.
-- A year in which the unit's answers are suppressed is not in its sum. years_n is the number of years that are.
--
-- grain:   unit_id
-- params:  year_from integer, year_to integer, unit_class varchar[], groups varchar[], basis varchar, item varchar,
--          span varchar
-- returns: year integer, year_first integer, years_n bigint, unit_id varchar, unit varchar, unit_class varchar,
--          satisfied_n bigint, valid_n bigint, rate double, lower double, upper double, target double,
--          suppressed boolean
-- rests:   answers satisfied_n valid_n rate lower upper

with

unit_total as (

    select
        year,
        year_first,
        unit_id,
        count(distinct answered_year) filter (not hidden)       as years_n,
        (sum(satisfied_n) filter (not hidden))::bigint          as satisfied_n,
        (sum(valid_n) filter (not hidden))::bigint              as valid_n,
        bool_and(hidden)                                        as suppressed
    from spanned_answers($basis, $item, $groups, $year_from, $year_to, $span)
    group by all

),

final as (

    select
        unit_total.year,
        unit_total.year_first,
        unit_total.years_n,
        unit_total.unit_id,
        coalesce(unit.unit, unit_total.unit_id)         as unit,
        coalesce(unit.unit_class, 'unclassified')       as unit_class,
        satisfied_n,
        valid_n,
        satisfaction_rate(satisfied_n, valid_n)         as rate,
        wilson_lower(satisfied_n, valid_n)              as lower,
        wilson_upper(satisfied_n, valid_n)              as upper,
        target.target,
        unit_total.suppressed
    from unit_total
    left join unit
        on unit.unit_id = unit_total.unit_id
    left join target
        on target.metric = 'satisfaction_rate'
        and target.basis = $basis
    where chosen(unit.unit_class, $unit_class)

)

select *
from final
order by unit_class, unit_id
