-- What each unit has done of each action in the last year of the range, as the units report it. duty_state: late (an
-- action is past its day and not done), else due (one is not done yet), else done_late (one was done after its day),
-- else unproven (a spot check of a done action found no evidence), else done. owed: the posts that owe the action.
-- done_on, deadline: the latest. open_on: the earliest deadline of what is not done. evidence: of the latest done.
-- checked, proved: actions in the spot check, and those of them with evidence.
--
-- grain:   unit_id, duty_action
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date
-- returns: year integer, unit_id varchar, unit varchar, unit_class varchar, family varchar, duty_action varchar,
--          position integer, assumed boolean, owed bigint, done bigint, in_time bigint, waiting bigint, overdue bigint,
--          checked bigint, proved bigint, duty_state varchar, done_on date, deadline date, open_on date,
--          evidence varchar
-- rests:   nothing

with

owed as (

    select *
    from duty_actions_at($as_of::date, $units, $unit_class, $year_from, $year_to)

),

last_year as (

    select max(year) as year
    from owed
    where coverage = 'census'

),

cell as (

    select
        owed.year,
        owed.current_unit_id                                                          as unit_id,
        owed.action,
        any_value(owed.unit)                                                          as unit,
        any_value(owed.unit_class)                                                    as unit_class,
        count(*) filter (coverage = 'census')                                         as owed,
        count(*) filter (coverage = 'census' and done_on is not null)                 as done,
        count(*) filter (coverage = 'census' and state = 'done')                      as in_time,
        count(*) filter (coverage = 'census' and state = 'due')                       as waiting,
        count(*) filter (coverage = 'census' and state = 'late')                      as overdue,
        count(*) filter (coverage = 'sample')                                         as checked,
        count(*) filter (coverage = 'sample' and done_on is not null)                 as proved,
        max(done_on) filter (coverage = 'census')                                     as done_on,
        max(deadline) filter (coverage = 'census')                                    as deadline,
        min(deadline) filter (coverage = 'census' and done_on is null)                as open_on,
        arg_max(evidence, (done_on, evidence)) filter (coverage = 'census')                       as evidence
    from owed
    inner join last_year
        on last_year.year = owed.year
    group by owed.year, owed.current_unit_id, owed.action
    having count(*) filter (coverage = 'census') > 0

),

final as (

    select
        cell.year,
        cell.unit_id,
        coalesce(cell.unit, cell.unit_id) as unit,
        cell.unit_class,
        rule.family,
        cell.action                       as duty_action,
        rule.position,
        rule.assumed,
        cell.owed, cell.done, cell.in_time, cell.waiting, cell.overdue, cell.checked, cell.proved,
        case
            when cell.overdue > 0 then 'late'
            when cell.waiting > 0 then 'due'
            when cell.in_time < cell.done then 'done_late'
            when cell.proved < cell.checked then 'unproven'
            else 'done'
        end                               as duty_state,
        cell.done_on, cell.deadline, cell.open_on, cell.evidence
    from cell
    left join duty_rules_of((select year from last_year)) as rule
        on rule.action = cell.action

)

select *
from final
order by unit_class, unit_id, family desc, position, duty_action
