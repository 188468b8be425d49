-- The stars of the branches of a city, under its rules and its quota.
--
-- reads:   city (branch_star), $city
-- grain:   year, branch_id
-- returns: the columns of branch_star

select
    * replace (
        concat($city, ':', branch_id)       as branch_id,
        concat($city, ':', unit_id)         as unit_id,
        concat($city, ':', current_unit_id) as current_unit_id
    )
from city.branch_star
order by all
