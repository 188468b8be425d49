-- The measures that the composite of the four indices is made of, with their goalposts and declared weights. All units
-- of a class are told, since a rank is a place among them. score_se is the standard error of a mean over subjects.
--
-- grain:   year, unit_id, measure
-- params:  year_from integer, year_to integer, unit_class varchar[]
-- returns: year integer, unit_id varchar, unit varchar, unit_class varchar, measure varchar, subjects_n bigint,
--          score double, score_se double, low double, high double, weight double, suppressed boolean
-- rests:   members score score_se

with

final as (

    select * exclude (side)
    from side_measures(['composite'], $unit_class)
    where within_years(year, $year_from, $year_to)

)

select *
from final
order by year, unit_id, measure
