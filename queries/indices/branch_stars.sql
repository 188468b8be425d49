-- How many branches have each number of stars after each step of the rating: score band, precondition, quota, veto,
-- lagging; after lagging the stars are final. held_n: those that have the stars of their band. lost_n: branches that
-- lose this number of stars at the step.
--
-- grain:   year, step, star
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, step varchar, star tinyint, branches_n bigint, held_n bigint, lost_n bigint
-- rests:   nothing

with

branch as (

    select *
    from rated_branches($units, $unit_class)
    where within_years(year, $year_from, $year_to)

),

stepped as (

    select
        year,
        branch_id,
        band_star,
        unnest(['band', 'precondition', 'quota', 'veto', 'lagging'])                      as step,
        unnest([band_star, precondition_star, quota_star, veto_star, star])               as star_after,
        unnest([null, band_star, precondition_star, quota_star, veto_star])               as star_before
    from branch

),

placed as (

    select year, step, star_after as star, 1 as here, (star_after = band_star)::integer as held, 0 as lost
    from stepped

    union all

    select year, step, star_before, 0, 0, 1
    from stepped
    where star_before > star_after

)

select
    year,
    step,
    star,
    sum(here)::bigint as branches_n,
    sum(held)::bigint as held_n,
    sum(lost)::bigint as lost_n
from placed
group by year, step, star
order by year, step, star
