-- How many branches move from which number of stars to which, between a year and the year before. star_move: up |
-- down | same | new (not rated the year before) | gone (no longer rated) | other_rules (the rule set changed: not
-- comparable).
--
-- grain:   year, star_before, star, star_move
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, star_before tinyint, star tinyint, star_move varchar, branches_n bigint
-- rests:   nothing

with

branch as (

    select year, branch_id, rule_set, star
    from rated_branches($units, $unit_class)

),

rated_year as (

    select distinct year
    from branch_star

),

moved as (

    select
        coalesce(now.year, before.year + 1) as year,
        before.star                         as star_before,
        now.star,
        case
            when before.branch_id is null then 'new'
            when now.branch_id is null then 'gone'
            when before.rule_set <> now.rule_set then 'other_rules'
            when now.star > before.star then 'up'
            when now.star < before.star then 'down'
            else 'same'
        end                                 as star_move
    from branch as before
    full join branch as now
        on now.branch_id = before.branch_id
        and now.year = before.year + 1

)

select
    moved.year,
    star_before,
    star,
    star_move,
    count(*) as branches_n
from moved
inner join rated_year
    on rated_year.year = moved.year
inner join rated_year as year_before
    on year_before.year = moved.year - 1
where within_years(moved.year, $year_from, $year_to)
group by all
order by year, star_before, star, star_move
