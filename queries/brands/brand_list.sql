-- Every brand of the contest, the one with the most awards first. stage, award: of its last year.
--
-- grain:   brand_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: brand_id varchar, brand varchar, unit_id varchar, unit varchar, unit_class varchar, first_year integer,
--          last_year integer, years_n bigint, won_n bigint, stage varchar,
--          award varchar
-- rests:   nothing

with

final as (

    select
        brand_id,
        arg_max(brand, year)      as brand,
        arg_max(unit_id, year)    as unit_id,
        arg_max(unit, year)       as unit,
        arg_max(unit_class, year) as unit_class,
        min(year)                 as first_year,
        max(year)                 as last_year,
        count(*)                  as years_n,
        count(award)              as won_n,
        arg_max_null(stage, year) as stage,
        arg_max_null(award, year) as award
    from brand_entries($year_from, $year_to, $units, $unit_class)
    group by brand_id

)

select *
from final
order by won_n desc, years_n desc, brand_id
