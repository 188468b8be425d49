-- How many years in a row, this one included, a brand has held the same award (that another award starts a new count
-- is an assumption). open_start: of the year before the count no award at all is loaded, so it may have begun earlier
-- and is only the least that it can be.
--
-- reads:   brand
-- grain:   year, brand_id, of brands with an award
-- returns: year, brand_id, streak, open_start

with

held as (

    select
        year,
        brand_id,
        award,
        year - row_number() over (partition by brand_id, award order by year) as run
    from brand
    where award is not null

),

counted as (

    select
        year,
        brand_id,
        row_number() over (partition by brand_id, award, run order by year) as streak
    from held

)

select
    year,
    brand_id,
    streak,
    (year - streak) not in (select year from held) as open_start
from counted
