-- One row per unit, former units included, with all its names and the current unit that continues it. Chosen units are
-- listed whatever their class.
--
-- grain:   unit_id
-- params:  units varchar[], unit_class varchar[]
-- returns: unit_id varchar, unit varchar, unit_class varchar, unit_kind varchar, aliases varchar, valid_from date,
--          valid_to date, current_unit_id varchar, current_unit varchar
-- rests:   nothing

with

final as (

    select
        unit.unit_id,
        unit.unit,
        unit.unit_class,
        unit.unit_kind,
        unit.aliases,
        unit.valid_from,
        unit.valid_to,
        unit.current_unit_id,
        coalesce(now.unit, unit.current_unit_id) as current_unit
    from unit
    left join unit as now
        on now.unit_id = unit.current_unit_id
    where chosen(unit.current_unit_id, $units)
      and (len(coalesce($units, [])) > 0 or chosen(coalesce(now.unit_class, unit.unit_class), $unit_class))

)

select *
from final
order by current_unit_id, unit_id <> current_unit_id, unit_id
