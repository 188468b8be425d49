-- The organisations of the brand contest, one row per year and organisation: the directly affiliated Party
-- organisations of the city's organs that existed on 31 December, under their names of that time. Units that are only
-- consulted, divisions and functional zones do not count. Class and filters are those of the unit that continues it
-- today. The years run from the first to the last list of brands; list_loaded: the list of the year is there.
-- step: the furthest step of its brands (brand_entry), null without a brand. A brand counts for the unit that its row
-- names. If that unit did not exist at the year's end (an older or a later name was written), it counts for the
-- organisations of that day that are continued by the same unit.
with

span as (

    select unnest(generate_series(min(year), max(year)))::integer as year
    from brand

),

organisation as (

    select
        span.year,
        unit.unit_id,
        unit.unit,
        unit.current_unit_id,
        now.unit       as current_unit,
        now.unit_class
    from span
    inner join unit
        on (unit.valid_from is null or unit.valid_from <= make_date(span.year, 12, 31))
        and (unit.valid_to is null or unit.valid_to >= make_date(span.year, 12, 31))
        and coalesce(unit.unit_class, '') <> 'consulted_only'
        and coalesce(unit.unit_kind, '') not in ('division', 'zone')
    left join unit as now
        on now.unit_id = unit.current_unit_id

),

entry as (

    select
        brand_entry.year,
        coalesce(named.unit_id, later.unit_id) as unit_id,
        max(brand_entry.step)                  as step
    from brand_entry
    left join organisation as named
        on named.year = brand_entry.year
        and named.unit_id = brand_entry.unit_id_then
    left join organisation as later
        on named.unit_id is null
        and later.year = brand_entry.year
        and later.current_unit_id = brand_entry.unit_id
    group by all

)

select
    organisation.*,
    organisation.year in (select year from brand) as list_loaded,
    entry.step
from organisation
left join entry
    on entry.year = organisation.year
    and entry.unit_id = organisation.unit_id
