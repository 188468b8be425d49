-- The measures of the composite of the four indices, with their bounds (low, high) and declared weights. All units of
-- the class are returned, because a rank needs all of them. score_se: the standard error of a mean over subjects.
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
