-- A member whose base points of a year exceed the rule's base in total.
-- Why: the base was most likely entered twice, or once a month.
-- Severity: warning.

with

base as (

    select
        year,
        member_id,
        max(unit_id)         as unit_id,
        max(current_unit_id) as current_unit_id,
        sum(points)          as points,
        max(batch_id)        as batch_id
    from member_points
    where kind = 'base'
    group by year, member_id

)

select
    'base_above_rule'          as "check",
    'warning'                  as severity,
    'member_points'            as dataset,
    base.unit_id,
    base.current_unit_id,
    cast(base.year as varchar) as period,
    base.member_id             as subject,
    base.points                as given,
    pioneer_rules.base         as expected,
    base.batch_id,
    cast(null as varchar)      as source_sheet,
    cast(null as integer)      as source_row
from base
inner join rule_in_force
    on rule_in_force.index = 'pioneer'
    and base.year = rule_in_force.year
    and base.member_id = rule_in_force.subject_id
inner join pioneer_rules
    on rule_in_force.rule_set = pioneer_rules.rule_set
    and (pioneer_rules.valid_from is null or pioneer_rules.valid_from <= base.year)
    and (pioneer_rules.valid_to is null or pioneer_rules.valid_to >= base.year)
where base.points > pioneer_rules.base
