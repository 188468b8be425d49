-- One row per group: its closures, the closures expected at the pace of all groups together (log-rank test), and the
-- variance of the difference. group_by = all means units. The year range selects items by the year they were found.
--
-- grain:   group
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar
-- returns: group varchar, unit varchar, total bigint, observed bigint, expected double, variance double
-- rests:   nothing

with

item as (

    select *
    from grouped_items(
        $as_of::date, 'original', $units, $unit_class, $year_from, $year_to, coalesce(nullif($group_by, 'all'), 'unit')
    )

),

compared as (

    select *
    from against_the_rest('item')

),

final as (

    select
        compared."group",
        unit.unit,
        compared.* exclude ("group")
    from compared
    left join unit
        on $group_by in ('all', 'unit')
        and unit.unit_id = compared."group"

)

select *
from final
order by try_cast("group" as integer), "group"
