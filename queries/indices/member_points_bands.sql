-- How many members of the choice have points in each band, by year. Every band has a row, also an empty one.
-- Neighbouring bands are one, in all years that are asked for, where one of them holds fewer members of the city in a
-- year than the smallest n: under_90 is all below 90. Years in which the choice has such a band, or gives one away, are
-- suppressed.
--
-- grain:   year, points_band
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, points_band varchar, members_n bigint, suppressed boolean
-- rests:   members members_n suppressed

with

member as (

    select *
    from ledger_members($units, $unit_class)
    where within_years(year, $year_from, $year_to)

),

hidden as (

    select year
    from hidden_ledger_years($units, $unit_class)
    union
    select year
    from hidden_ledger_figures($units, $unit_class)
    where figure = 'points_bands'

),

in_all as (

    select member.year, count(points) < smallest_n() or bool_or(hidden.year is not null) as suppressed
    from member
    left join hidden
        on hidden.year = member.year
    group by member.year

),

band as (

    select *, count(*) over () = 1 as is_alone
    from points_bands_of($year_from, $year_to)

),

counted as (

    select
        in_all.year,
        band.points_band,
        count(member.points)                                                                           as members_n,
        in_all.suppressed or band.is_alone
        or bool_or(count(member.points) between 1 and smallest_n() - 1) over (partition by in_all.year) as suppressed
    from in_all
    cross join band
    left join member
        on member.year = in_all.year
        and member.points >= coalesce(band.from_points, member.points)
        and (member.points < band.to_points or band.to_points is null)
    group by in_all.year, in_all.suppressed, band.points_band, band.is_alone

),

final as (

    select year, points_band, case when not suppressed then members_n end as members_n, suppressed
    from counted

)

select *
from final
order by year, points_band
