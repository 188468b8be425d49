-- What became of the lagging branches of a year when the branches were rated the next year. outcome: starred |
-- unstarred (no longer lagging, but without a star) | lagging (again) | gone (not rated) | pending (no ratings of that
-- year yet).
--
-- grain:   year, outcome
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, outcome varchar, branches_n bigint, rated_n bigint
-- rests:   nothing

with

every_branch as (

    select branch_star.year, branch_star.branch_id, branch_star.star, branch_rating.lagging
    from branch_star
    inner join branch_rating
        on branch_rating.year = branch_star.year
        and branch_rating.branch_id = branch_star.branch_id

),

branch as (

    select every_branch.*, count(*) over (partition by every_branch.year) as rated_n
    from every_branch
    inner join rated_branches($units, $unit_class) as chosen_branch
        on chosen_branch.year = every_branch.year
        and chosen_branch.branch_id = every_branch.branch_id

),

final as (

    select
        branch.year,
        case
            when year_after.year is null then 'pending'
            when later.branch_id is null then 'gone'
            when later.lagging then 'lagging'
            when later.star > 0 then 'starred'
            else 'unstarred'
        end as outcome,
        branch.rated_n
    from branch
    left join (select distinct year from every_branch) as year_after
        on year_after.year = branch.year + 1
    left join every_branch as later
        on later.branch_id = branch.branch_id
        and later.year = branch.year + 1
    where branch.lagging

)

select
    year,
    outcome,
    count(*) as branches_n,
    rated_n
from final
where within_years(year, $year_from, $year_to)
group by all
order by year, outcome
