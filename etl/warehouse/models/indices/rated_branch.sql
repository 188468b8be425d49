-- The rated branches with the rule set in force for each, and how many branches are rated under it in the year.
--
-- reads:   branch_rating, rule_in_force
-- grain:   year, branch_id
-- returns: the grain, score, precondition_met, rule_set, rated_n

select
    branch_rating.year,
    branch_rating.branch_id,
    branch_rating.score,
    branch_rating.precondition_met,
    rule_in_force.rule_set,
    count(*) over (partition by branch_rating.year, rule_in_force.rule_set) as rated_n
from branch_rating
inner join rule_in_force
    on rule_in_force.index = 'fortress'
    and rule_in_force.year = branch_rating.year
    and rule_in_force.subject_id = branch_rating.branch_id
where rule_in_force.rule_set is not null
