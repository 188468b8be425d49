-- Satisfaction rate per year and division of the respondents. The divisions are those that exist at the end of the
-- year. Before a change, these are the predecessors with their own codes. Zones have rows too. Answers without a
-- division are left out.
--
-- grain:   year, division_code
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          item varchar
-- returns: year integer, division_code varchar, zh varchar, en varchar, kind varchar, lng double, lat double,
--          satisfied_n bigint, valid_n bigint, rate double, lower double, upper double, change double,
--          change_lower double, change_upper double, verdict varchar, suppressed boolean, break_before boolean
-- rests:   answers satisfied_n valid_n rate lower upper change change_lower change_upper verdict

with

series as (

    select *
    from satisfaction_by_place($basis, $item, $units, $unit_class, $groups)

),

final as (

    select
        series.year,
        series.key as division_code,
        division.zh,
        division.en,
        division.kind,
        division.lng,
        division.lat,
        series.* exclude (year, key, scale_id, dk_n, abstained_n)
    from series
    inner join division
        on division.division_code = series.key
    where within_years(series.year, $year_from, $year_to)

)

select *
from final
order by year, division_code
