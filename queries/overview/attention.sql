-- One row per unit and kind of problem, the most serious of each kind first (place 1).
-- kind: below_target (not met in the last year of the range) | fell (the interval of the change excludes 0) | overdue
-- (items past due) | deadline_day (at least 80 % of ten or more closures are exactly on the due day) | too_few
-- (too few answers).
-- items_n: overdue items, or closures on the due day. overdue_days: the days by which these items are overdue, added
-- up; class_overdue_days: their mean over the units of the class that have items, whatever units are chosen. rate:
-- satisfaction, or the share of closures on the due day. Each unit is judged by its own confidence interval. looked_n
-- (the number of units judged) and the counts of both years allow a correction for judging many units.
--
-- grain:   kind, unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          as_of date, deadline varchar
-- returns: kind varchar, place bigint, unit_id varchar, unit varchar, unit_class varchar, year integer, items_n bigint,
--          overdue_days bigint, class_overdue_days double, valid_n bigint, rate double, lower double, upper double,
--          change double, change_lower double, change_upper double, satisfied_n bigint, before_satisfied_n bigint,
--          before_valid_n bigint, looked_n bigint, target double
-- rests:   answers kind place unit_id unit unit_class year items_n overdue_days class_overdue_days valid_n rate lower
--          upper change change_lower change_upper satisfied_n before_satisfied_n before_valid_n looked_n target

with

series as (

    select
        *,
        lag(satisfied_n) over (partition by key order by year) as before_satisfied_n,
        lag(valid_n) over (partition by key order by year)     as before_valid_n
    from satisfaction_series('unit', $basis, 'overall', $units, $unit_class, $groups)

),

satisfaction as (

    select
        *,
        count(verdict) filter (not suppressed) over (partition by year) as judged_n,
        count(change) over (partition by year)                          as changed_n
    from series
    where within_years(year, $year_from, $year_to)
    qualify year = max(year) over ()

),

ledger as (

    select
        unit_id,
        unit_class,
        count(*) filter (overdue)                                                 as overdue,
        coalesce(sum(date_diff('day', held_to, $as_of::date)) filter (overdue), 0) as overdue_days,
        count(*) filter (on_deadline_day)                                         as deadline_day,
        count(*) filter (ever_closed and counted_due_on is not null)              as closed_with_due
    from rectification_items_at($as_of::date, $deadline, [], [])
    group by unit_id, unit_class

),

chosen_ledger as (

    select
        *,
        avg(overdue_days) over (partition by unit_class) as class_overdue_days
    from ledger
    qualify chosen(unit_id, $units)
        and chosen(unit_class, $unit_class)

),

found as (

    select
        'below_target' as kind, key as unit_id, year, valid_n, rate, lower, upper, change, change_lower, change_upper,
        satisfied_n, judged_n as looked_n, upper as gravity
    from satisfaction
    where verdict = 'not_met'

    union all by name

    select
        'fell' as kind, key as unit_id, year, valid_n, rate, lower, upper, change, change_lower, change_upper,
        satisfied_n, before_satisfied_n, before_valid_n, changed_n as looked_n, change as gravity
    from satisfaction
    where change_upper < 0

    union all by name

    select 'too_few' as kind, key as unit_id, year
    from satisfaction
    where suppressed

    union all by name

    select
        'overdue'               as kind,
        unit_id,
        year($as_of::date)      as year,
        overdue                 as items_n,
        overdue_days::bigint    as overdue_days,
        class_overdue_days,
        -overdue_days           as gravity
    from chosen_ledger
    where overdue > 0

    union all by name

    select
        'deadline_day'                                    as kind,
        unit_id,
        year($as_of::date)                                as year,
        deadline_day                                      as items_n,
        closed_with_due                                   as valid_n,
        deadline_day_share(deadline_day, closed_with_due) as rate,
        -deadline_day                                     as gravity
    from chosen_ledger
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
        items_n, overdue_days, class_overdue_days, valid_n, rate, lower, upper, change, change_lower, change_upper,
        satisfied_n, before_satisfied_n, before_valid_n, looked_n,
        case when found.kind = 'below_target' then target.target end as target
    from found
    left join target
        on target.metric = 'satisfaction_rate'
        and target.basis = $basis
    left join unit
        on unit.unit_id = found.unit_id

)

select *
from final
order by array_position(['below_target', 'fell', 'overdue', 'deadline_day', 'too_few'], kind), place
