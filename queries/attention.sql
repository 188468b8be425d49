-- What needs attention, unit by unit, the gravest first within its kind (place 1).
-- kind: below_target (not met in the last year of the range) | fell (its change excludes 0) | overdue (items past due) |
-- deadline_day (at least 80 % of ten or more closures fall exactly on the due day) | too_few (not enough answers to judge).
-- items_n: overdue items, or closures on the due day; rate: satisfaction, or the share of closures on the due day.
--
-- grain:   kind, unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          as_of date, deadline varchar
-- returns: kind varchar, place bigint, unit_id varchar, unit varchar, unit_class varchar, year integer, items_n bigint,
--          valid_n bigint, rate double, lower double, upper double, change double, change_lower double,
--          change_upper double
-- rests:   answers kind place unit_id unit unit_class year items_n valid_n rate lower upper change change_lower
--          change_upper

with

satisfaction as (

    select *
    from satisfaction_series('unit', $basis, 'overall', $units, $unit_class, $groups)
    where within_years(year, $year_from, $year_to)
    qualify year = max(year) over ()

),

ledger as (

    select
        unit_id,
        count(*) filter (overdue)                                    as overdue,
        count(*) filter (on_deadline_day)                            as deadline_day,
        count(*) filter (ever_closed and counted_due_on is not null) as closed_with_due
    from rectification_items_at($as_of::date, $deadline, $units, $unit_class)
    group by unit_id

),

found as (

    select
        'below_target' as kind, key as unit_id, year, null::bigint as items_n, valid_n, rate, lower, upper,
        change, change_lower, change_upper, upper as gravity
    from satisfaction
    where verdict = 'not_met'

    union all

    select 'fell', key, year, null, valid_n, rate, lower, upper, change, change_lower, change_upper, change
    from satisfaction
    where change_upper < 0

    union all

    select 'too_few', key, year, null, null, null, null, null, null, null, null, null
    from satisfaction
    where suppressed

    union all

    select 'overdue', unit_id, year($as_of::date), overdue, null, null, null, null, null, null, null, -overdue
    from ledger
    where overdue > 0

    union all

    select
        'deadline_day', unit_id, year($as_of::date), deadline_day, closed_with_due,
        deadline_day_share(deadline_day, closed_with_due), null, null, null, null, null, -deadline_day
    from ledger
    where closed_with_due >= 10
      and deadline_day_share(deadline_day, closed_with_due) >= 0.8

),

final as (

    select
        found.kind,
        row_number() over (partition by found.kind order by found.gravity, found.unit_id) as place,
        found.unit_id,
        coalesce(unit.unit, found.unit_id) as unit,
        unit.unit_class,
        found.year::integer                as year,
        found.* exclude (kind, unit_id, year, gravity)
    from found
    left join unit
        on unit.unit_id = found.unit_id

)

select *
from final
order by array_position(['below_target', 'fell', 'overdue', 'deadline_day', 'too_few'], kind), place
