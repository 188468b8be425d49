-- One brand over the years: its unit of that time, stage, award, streak and points. Without brand_id: the brand of the
-- choice with the most awards (the first of brand_list).
-- total_points: the score as given, else the one computed from the criteria. Points of the criteria are as given.
--
-- grain:   year
-- params:  brand_id varchar, year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, brand_id varchar, brand varchar, unit_id varchar, unit varchar, unit_then varchar,
--          stage varchar, award varchar, streak bigint, open_start boolean, total_points double, content double,
--          mechanism double, integration double, approval double, influence double
-- rests:   nothing

with

entry as (

    select *
    from brand_entry
    where within_years(year, $year_from, $year_to)

),

told as (

    select brand_id
    from entry
    where case
            when $brand_id is null then chosen(unit_id, $units) and chosen(unit_class, $unit_class)
            else brand_id = $brand_id
        end
    group by brand_id
    order by count(award) desc, count(*) desc, brand_id
    limit 1

),

final as (

    select
        entry.year,
        entry.brand_id,
        entry.brand,
        entry.unit_id,
        entry.unit,
        entry.unit_then,
        entry.stage,
        entry.award,
        entry.streak,
        entry.open_start,
        coalesce(entry.score, computed.computed) as total_points,
        entry.content,
        entry.mechanism,
        entry.integration,
        entry.approval,
        entry.influence
    from entry
    inner join told
        on told.brand_id = entry.brand_id
    left join index_reconciled as computed
        on computed."index" = 'brand'
        and computed.subject_id = entry.brand_id
        and computed.year = entry.year

)

select *
from final
order by year
