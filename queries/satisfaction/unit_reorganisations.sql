-- Mergers, splits and transfers of functions: one row per unit that one of them changed and the other unit. role: the
-- unit `gained` (it was founded by this or took something over) or `gave` a part away. Units are those of today, the
-- other unit has the name that it had then. A renaming changes no unit and is left out.
--
-- grain:   unit_id, effective_on, event, role, other_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: unit_id varchar, unit varchar, effective_on date, event varchar, role varchar, other_id varchar,
--          other varchar
-- rests:   nothing

with

edge as (

    select
        unit_lineage.effective_on,
        unit_lineage.event,
        giver.unit_id         as giver_id,
        giver.unit            as giver,
        giver.current_unit_id as giver_now,
        taker.unit_id         as taker_id,
        taker.unit            as taker,
        taker.current_unit_id as taker_now
    from unit_lineage
    inner join unit as giver
        on giver.unit_id = unit_lineage.predecessor_id
    inner join unit as taker
        on taker.unit_id = unit_lineage.successor_id
    where unit_lineage.event <> 'rename'

),

-- What moved between two units that are one today did not change this one, unless they became one by it.
sided as (

    select taker_now as unit_id, effective_on, event, 'gained' as role, giver_id as other_id, giver as other
    from edge
    where event = 'merge' or giver_now <> taker_now

    union all

    select giver_now, effective_on, event, 'gave', taker_id, taker
    from edge
    where giver_now <> taker_now

),

final as (

    select
        sided.unit_id,
        unit.unit,
        sided.* exclude (unit_id)
    from sided
    inner join unit
        on unit.unit_id = sided.unit_id
    where within_years(year(sided.effective_on), $year_from, $year_to)
      and chosen(sided.unit_id, $units)
      and chosen(unit.unit_class, $unit_class)

)

select *
from final
order by unit_id, effective_on, event, role, other_id
