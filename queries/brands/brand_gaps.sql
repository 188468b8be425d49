-- The organisations without a brand in a year, under their names of that time. Years without a loaded list are left
-- out: nobody can be named. brand_from: the first year in which the unit, or the one that continues it, has a brand.
--
-- grain:   year, unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, unit_id varchar, unit varchar, unit_class varchar, current_unit_id varchar,
--          current_unit varchar, brand_from integer
-- rests:   nothing

with

first_brand as (

    select current_unit_id, min(year) as brand_from
    from brand
    group by current_unit_id

),

final as (

    select
        organisation.year,
        organisation.unit_id,
        organisation.unit,
        organisation.unit_class,
        organisation.current_unit_id,
        organisation.current_unit,
        first_brand.brand_from
    from brand_organisations($year_from, $year_to, $units, $unit_class) as organisation
    left join first_brand
        on first_brand.current_unit_id = organisation.current_unit_id
    where organisation.list_loaded
      and organisation.step is null

)

select *
from final
order by year, unit_class, unit_id
