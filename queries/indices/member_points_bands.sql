-- How many members of the choice have points in each band, by year. Every band has a row, also an empty one.
--
-- grain:   year, points_band
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, points_band varchar, members_n bigint, suppressed boolean
-- rests:   members members_n

with

member as (

    select *
    from ledger_members($units, $unit_class)
    where within_years(year, $year_from, $year_to)

),

in_all as (

    select member.year, count(points) < smallest_n() or bool_or(hidden.year is not null) as suppressed
    from member
    left join hidden_ledger_years($units, $unit_class) as hidden
        on hidden.year = member.year
    group by member.year

),

counted as (

    select year, points_band(points) as points_band, count(*) as members_n
    from member
    where points is not null
    group by all

),

final as (

    select
        in_all.year,
        bands.points_band,
        case when not in_all.suppressed then coalesce(counted.members_n, 0) end as members_n,
        in_all.suppressed
    from in_all
    cross join points_bands() as bands
    left join counted
        on counted.year = in_all.year
        and counted.points_band = bands.points_band

)

select *
from final
order by year, points_band
