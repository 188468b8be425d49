-- What has come in: rows of each dataset, unit and year, and the latest day that they speak of. Units under the name and
-- the class that they have today; the whole city's own rows have no unit.
--
-- grain:   dataset, unit_id, year
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], dataset varchar
-- returns: dataset varchar, unit_id varchar, unit varchar, unit_class varchar, year integer, rows_n bigint,
--          latest_on date
-- rests:   nothing

with

covered as (

    select
        dataset,
        coalesce(current_unit_id, '') as unit_id,
        year,
        sum(rows_n)::bigint           as rows_n,
        max(latest_on)                as latest_on
    from coverage
    where within_years(year, $year_from, $year_to)
      and chosen(current_unit_id, $units)
      and dataset = coalesce($dataset, dataset)
    group by dataset, coalesce(current_unit_id, ''), year

),

final as (

    select
        covered.dataset,
        covered.unit_id,
        coalesce(unit.unit, covered.unit_id) as unit,
        unit.unit_class::varchar             as unit_class,
        covered.year,
        covered.rows_n,
        covered.latest_on
    from covered
    left join unit
        on unit.unit_id = covered.unit_id
    where chosen(unit.unit_class, $unit_class)

)

select *
from final
order by dataset, unit_id, year
