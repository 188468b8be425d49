-- The measures of the two sides of the coupling analysis: Party-building and business results. Each row has the bounds
-- (low, high) of the measure and its weight on its side. score_se: the standard error of a mean over subjects.
--
-- grain:   year, unit_id, side, measure
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, unit_id varchar, unit varchar, unit_class varchar, side varchar, measure varchar,
--          subjects_n bigint, score double, score_se double, low double, high double, weight double, suppressed boolean
-- rests:   members score score_se

with

final as (

    select *
    from side_measures(['party', 'business'], $unit_class)
    where within_years(year, $year_from, $year_to)
      and chosen(unit_id, $units)

)

select *
from final
order by year, unit_id, side, measure
