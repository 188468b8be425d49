-- The index scores as given beside those computed from the records: how many of each there are, how many can be
-- compared, and how many of these differ by more than the tolerance (quality_limits, in points).
--
-- grain:   year, index
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], index varchar[]
-- returns: year integer, index varchar, given_n bigint, computed_n bigint, compared_n bigint, differing_n bigint,
--          greatest_difference double, tolerance double
-- rests:   nothing

with

tolerance as (

    select value as points
    from quality_limits
    where "check" = 'index_differs'

),

subject as (

    select
        index_reconciled.year,
        index_reconciled."index",
        given,
        computed,
        abs(given - computed) as difference
    from index_reconciled
    left join unit
        on unit.unit_id = index_reconciled.current_unit_id
    where within_years(index_reconciled.year, $year_from, $year_to)
      and chosen(index_reconciled.current_unit_id, $units)
      and chosen(unit.unit_class, $unit_class)
      and chosen(index_reconciled."index", $index)

),

final as (

    select
        subject.year,
        subject."index",
        count(subject.given)                                           as given_n,
        count(subject.computed)                                        as computed_n,
        count(subject.difference)                                      as compared_n,
        count(*) filter (where subject.difference > tolerance.points)  as differing_n,
        max(subject.difference)                                        as greatest_difference,
        any_value(tolerance.points)::double                            as tolerance
    from subject
    cross join tolerance
    group by subject.year, subject."index"

)

select *
from final
order by year, "index"
