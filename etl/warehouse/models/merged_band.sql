-- Bands of points that are shown together with the next higher one, by year: the way to cut the bands into neighbours
-- with most parts of which each holds nobody or at least smallest_n() members of the city; among these one that keeps
-- the highest band apart.
--
-- reads:   counted_band (as points_by_band returns it), points_bands
-- grain:   year, position
-- returns: year, position (of the lower band, the lowest first)

with

-- Every way: bit i of `cuts` is a cut above position i + 1.
way as (

    select unnest(range(0, 1 << (count(*) - 1))) as cuts
    from points_bands

),

part as (

    select
        counted_band.year,
        way.cuts,
        bit_count(way.cuts & ((1 << (counted_band.position - 1)) - 1)) as part,
        sum(counted_band.n)                                            as n
    from counted_band
    cross join way
    group by all

),

safe as (

    select year, cuts
    from part
    group by all
    having min(n) >= smallest_n()

),

chosen as (

    select *
    from safe
    qualify row_number() over (partition by year order by bit_count(cuts) desc, cuts desc) = 1

)

select chosen.year, position.position
from chosen
cross join (select unnest(range(1, count(*))) as position from points_bands) as position
where chosen.cuts & (1 << (position.position - 1)) = 0
