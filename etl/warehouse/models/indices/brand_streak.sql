-- The number of consecutive years, this one included, in which a brand holds the same award (a different award starts a
-- new count: assumption). open_start: no award at all is loaded for the year before the count, so that the count is
-- left-censored, a lower bound.
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
