-- The brands with each award in a year, against the rules of the awards (brand_awards.csv).
-- brands_n: of the choice. city_n: of the whole city, which the places are for. places: places a year, null if the
-- rules set none. over_n: brands of the city beyond the places. too_early: the award is given before its first year.
--
-- grain:   year, award
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, award varchar, brands_n bigint, city_n bigint, places integer, first_year integer,
--          over_n bigint, too_early boolean
-- rests:   nothing

with

listed as (

    select
        year,
        award,
        chosen(unit_id, $units) and chosen(unit_class, $unit_class) as is_chosen
    from brand_entry
    where within_years(year, $year_from, $year_to)

),

year_of_choice as (

    select distinct year
    from listed
    where is_chosen

),

rule as (

    select award, min(valid_from) as first_year
    from brand_awards
    group by award

),

counted as (

    select
        year_of_choice.year,
        rule.award,
        rule.first_year,
        count(*) filter (is_chosen and listed.award is not null) as brands_n,
        count(listed.award)                                      as city_n
    from year_of_choice
    cross join rule
    left join listed
        on listed.year = year_of_choice.year
        and listed.award = rule.award
    group by year_of_choice.year, rule.award, rule.first_year

),

final as (

    select
        counted.year,
        counted.award,
        counted.brands_n,
        counted.city_n,
        in_force.per_year                                            as places,
        counted.first_year,
        greatest(coalesce(counted.city_n - in_force.per_year, 0), 0) as over_n,
        counted.city_n > 0 and counted.year < counted.first_year     as too_early
    from counted
    left join brand_awards as in_force
        on in_force.award = counted.award
        and within_years(counted.year, in_force.valid_from, in_force.valid_to)

)

select *
from final
order by year, award
