-- What leaders owe, by unit, and what became of it at a day. Only events up to that day count.

-- One row per action owed: by a post of a unit, in a year, by a deadline. coverage: census (as all units report) or
-- sample (as a random spot check found it). A deadline has passed when its day is over. The unit is the current one.
-- state: done (by the deadline) | done_late | due (its day is not over) | late (its day is over, not done).
create or replace macro duty_actions_at(day, units, unit_classes, year_from, year_to) as table
with

owed as (

    select
        duty_action.* exclude (done_on),
        case when duty_action.done_on <= day then duty_action.done_on end as done_on,
        unit.unit,
        unit.unit_class
    from duty_action
    left join unit
        on unit.unit_id = duty_action.current_unit_id
    where chosen(duty_action.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)
      and within_years(duty_action.year, year_from, year_to)

)

select
    *,
    case
        when done_on <= deadline then 'done'
        when done_on is not null then 'done_late'
        when deadline >= day then 'due'
        else 'late'
    end as state
from owed;

-- The actions in force in a year: family, position and whether the list is an assumption. A year that no rule covers
-- has none.
create or replace macro duty_rules_of(of_year) as table
select
    action,
    family,
    position,
    source = 'assumption' as assumed
from duty_rules
where within_years(of_year, valid_from, valid_to);
