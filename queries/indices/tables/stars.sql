-- The stars of branches after each of the five steps. Branches are organisations, not persons: nothing is suppressed.

-- One row per branch and year of the choice. veto_star: the stars after the veto, before a lagging branch loses its
-- own.
create or replace macro rated_branches(units, unit_classes) as table
select
    branch_star.year,
    branch_star.branch_id,
    branch_star.current_unit_id                                                      as unit_id,
    coalesce(unit.unit, branch_star.current_unit_id)                                 as unit,
    unit.unit_class,
    branch_star.rule_set,
    branch_star.score,
    branch_star.band_star,
    branch_star.precondition_star,
    branch_star.quota_star,
    case reason when 'lagging' then branch_star.quota_star else branch_star.star end as veto_star,
    branch_star.star,
    branch_star.reason                                                               as star_reason,
    branch_star.given_star
from branch_star
left join unit
    on unit.unit_id = branch_star.current_unit_id
where chosen(branch_star.current_unit_id, units)
  and chosen(unit.unit_class, unit_classes);
