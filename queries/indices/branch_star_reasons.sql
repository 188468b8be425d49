-- One row per rated branch and year: its score, its stars after each step, the step that decided (star_reason), and the
-- stars as the office gave them. given_star differs from star where the office did not follow the rules.
--
-- grain:   year, branch_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, branch_id varchar, branch varchar, unit_id varchar, unit varchar, unit_class varchar,
--          score double, band_star tinyint, precondition_star tinyint, quota_star tinyint, veto_star tinyint,
--          star tinyint, star_reason varchar, given_star tinyint, rule_set varchar, batch_id varchar,
--          source_sheet varchar, source_row integer
-- rests:   nothing

with

branch as (

    select *
    from rated_branches($units, $unit_class)
    where within_years(year, $year_from, $year_to)

)

select
    branch.year,
    branch.branch_id,
    coalesce(rating.branch, branch.branch_id) as branch,
    branch.unit_id,
    branch.unit,
    branch.unit_class,
    branch.score,
    branch.band_star,
    branch.precondition_star,
    branch.quota_star,
    branch.veto_star,
    branch.star,
    branch.star_reason,
    branch.given_star,
    branch.rule_set,
    rating.batch_id,
    rating.source_sheet,
    rating.source_row
from branch
inner join branch_rating as rating
    on rating.year = branch.year
    and rating.branch_id = branch.branch_id
order by year, branch.unit_id, branch_id
