-- Given index scores compared with those computed from the records, per year and index: how many there are of each, how
-- many can be compared, and how many differ by more than the tolerance (quality_limits, in points). Members are counted
-- for the whole city only, and not where a count, or its difference from another count, is small (suppressed).
--
-- grain:   year, index
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], index varchar[]
-- returns: year integer, index varchar, given_n bigint, computed_n bigint, compared_n bigint, differing_n bigint,
--          greatest_difference double, tolerance double, suppressed boolean
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
        index_reconciled.subject_grain = 'member' as is_member,
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

counted as (

    select
        subject.year,
        subject."index",
        bool_or(subject.is_member)                                     as of_members,
        count(subject.given)                                           as given_n,
        count(subject.computed)                                        as computed_n,
        count(subject.difference)                                      as compared_n,
        count(*) filter (where subject.difference > tolerance.points)  as differing_n,
        max(subject.difference)                                        as greatest_difference,
        any_value(tolerance.points)::double                            as tolerance
    from subject
    cross join tolerance
    group by subject.year, subject."index"

),

judged as (

    select
        *,
        of_members and (
            len($units) + len($unit_class) > 0
            or given_n between 1 and smallest_n() - 1
            or computed_n between 1 and smallest_n() - 1
        )                                                                            as none_told,
        none_told or of_members and (
            compared_n between 1 and smallest_n() - 1
            or given_n - compared_n between 1 and smallest_n() - 1
            or computed_n - compared_n between 1 and smallest_n() - 1
        )                                                                            as compared_hidden,
        compared_hidden or of_members and (
            differing_n between 1 and smallest_n() - 1
            or compared_n - differing_n between 1 and smallest_n() - 1
        )                                                                            as differing_hidden
    from counted

),

final as (

    select
        year,
        "index",
        case when not none_told then given_n end                    as given_n,
        case when not none_told then computed_n end                 as computed_n,
        case when not compared_hidden then compared_n end           as compared_n,
        case when not differing_hidden then differing_n end         as differing_n,
        case when not differing_hidden then greatest_difference end as greatest_difference,
        tolerance,
        differing_hidden                                            as suppressed
    from judged

)

select *
from final
order by year, "index"
