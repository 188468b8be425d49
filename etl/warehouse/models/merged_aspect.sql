-- Aspects of the points ledgers that are shown together as one, by year and kind of entry: those that fewer than
-- smallest_n() members of the city have an entry of, and the next smallest ones (at least two in all, and at least
-- smallest_n() members).
--
-- reads:   member_points
-- grain:   year, kind, aspect
-- returns: year, kind, aspect

with

counted as (

    select year, kind, coalesce(aspect, 'none') as aspect, count(distinct member_id) as n
    from member_points
    where kind <> 'base'
    group by all

)

select year, kind, aspect
from counted
window smaller as (partition by year, kind order by n, aspect)
qualify count(*) over (partition by year, kind) > 1
    and (n < smallest_n()
    or min(n) over (partition by year, kind) < smallest_n()
    and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n()))
