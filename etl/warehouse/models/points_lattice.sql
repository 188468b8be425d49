-- The members of the points ledgers by unit and part of the bands that are shown apart (merged_band).
--
-- reads:   counted_band (as points_by_band returns it), merged_band
-- grain:   year, unit_id, group
-- returns: year, and the cells of inference.suppression: unit_class, unit_id, group, slice, n

with

placed as (

    select counted_band.*, count(merged_band.position) as merged_below
    from counted_band
    left join merged_band
        on merged_band.year = counted_band.year
        and merged_band.position < counted_band.position
    group by all

)

select
    year,
    unit_class,
    unit_id,
    cast(position - merged_below as varchar) as "group",
    'members'                                as slice,
    sum(n)                                   as n
from placed
group by year, unit_class, unit_id, position - merged_below
order by all
