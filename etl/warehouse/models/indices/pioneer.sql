-- 先锋指数 of each member and year. Order of computation: base, plus points up to their cap, minus points, cap and floor of
-- the total, zeroing. The base is that of the ledger, else that of the rule set. A member who changed units belongs to
-- the unit of the latest entry.
--
-- reads:   member_points, rule_in_force, pioneer_rules
-- grain:   year, subject_id
-- returns: year, index, subject_grain, subject_id, unit_id, current_unit_id, computed, rule_set, complete

with

ledger as (

    select
        year,
        member_id,
        sum(case when kind = 'base' then points end)                    as base,
        sum(case when kind = 'plus' then points else 0 end)             as plus,
        sum(case when kind = 'minus' then abs(points) else 0 end)       as minus,
        max(case when kind = 'zeroing' then 1 else 0 end)               as zeroed
    from member_points
    group by year, member_id

),

entry as (

    select
        year,
        member_id,
        unit_id,
        current_unit_id,
        row_number() over (
            partition by year, member_id
            order by entry_on desc nulls last, entry_no desc
        ) as place
    from member_points

),

added as (

    select
        ledger.year,
        ledger.member_id,
        ledger.zeroed,
        rule_in_force.rule_set,
        pioneer_rules.cap,
        pioneer_rules.floor,
        coalesce(ledger.base, pioneer_rules.base)
        + case when ledger.plus > pioneer_rules.plus_cap then pioneer_rules.plus_cap else ledger.plus end
        - ledger.minus as points
    from ledger
    inner join rule_in_force
        on rule_in_force.index = 'pioneer'
        and rule_in_force.year = ledger.year
        and rule_in_force.subject_id = ledger.member_id
    inner join pioneer_rules
        on rule_in_force.rule_set = pioneer_rules.rule_set
        and (pioneer_rules.valid_from is null or pioneer_rules.valid_from <= ledger.year)
        and (pioneer_rules.valid_to is null or pioneer_rules.valid_to >= ledger.year)

)

select
    added.year,
    'pioneer'       as index,
    'member'        as subject_grain,
    added.member_id as subject_id,
    entry.unit_id,
    entry.current_unit_id,
    case
        when added.zeroed = 1 then 0
        when added.points > added.cap then added.cap
        when added.points < added.floor then added.floor
        else added.points
    end             as computed,
    added.rule_set,
    true            as complete
from added
inner join entry
    on added.year = entry.year
    and added.member_id = entry.member_id
    and entry.place = 1
