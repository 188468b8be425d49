-- 堡垒指数 of each branch and year: its score as rated. For its stars see branch_star.
--
-- reads:   branch_rating, rule_in_force
-- grain:   year, subject_id
-- returns: year, index, subject_grain, subject_id, unit_id, current_unit_id, computed, rule_set, complete

select
    branch_rating.year,
    'fortress'              as index,
    'branch'                as subject_grain,
    branch_rating.branch_id as subject_id,
    branch_rating.unit_id,
    branch_rating.current_unit_id,
    branch_rating.score     as computed,
    rule_in_force.rule_set,
    true                    as complete
from branch_rating
inner join rule_in_force
    on rule_in_force.index = 'fortress'
    and rule_in_force.year = branch_rating.year
    and rule_in_force.subject_id = branch_rating.branch_id
