-- Share of items still open by the days since they were found, by group (Kaplan-Meier, log-log limits). Open items
-- are censored at as_of, withdrawn ones on the day of withdrawal; a re-opened item keeps its first closure.
-- The year range takes the items found in those years. unit is the unit's name when grouped by unit.
--
-- grain:   group, day
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar
-- returns: group varchar, unit varchar, day bigint, at_risk bigint, closed bigint, censored bigint, open_share double,
--          lower double, upper double

with

item as (

    select
        group_of($group_by, unit_id, category, round_no, source) as "group",
        days,
        ever_closed
    from rectification_items_at($as_of::date, 'original', $units, $unit_class)
    where within_years(year(found_on), $year_from, $year_to)

),

curve as (

    select *
    from closure_curves('item')

),

final as (

    select
        curve."group",
        unit.unit,
        curve.* exclude ("group")
    from curve
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = curve."group"

)

select *
from final
order by try_cast("group" as integer), "group", day
