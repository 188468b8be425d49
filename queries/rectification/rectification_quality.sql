-- One row per group at as_of: measures of the quality of closing, each share with its counts and Wilson limits.
-- last_days: closed items with a due date that were first closed on it or in the two days before. checked: items ever
-- closed that have a look-back. relapsed: checked items that were re-opened. satisfied: look-backs with a good grade,
-- out of those with a known grade (look_back_grades.csv). The year range selects items by the year they were found.
--
-- grain:   group
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar,
--          deadline varchar
-- returns: group varchar, unit varchar, ever_closed bigint, closed_with_due bigint, last_days bigint, checked bigint,
--          relapsed bigint, graded bigint, satisfied bigint, last_days_share double, last_days_lower double,
--          last_days_upper double, look_back_coverage double, look_back_lower double, look_back_upper double,
--          relapse_rate double, relapse_lower double, relapse_upper double, satisfied_rate double,
--          satisfied_lower double, satisfied_upper double
-- rests:   nothing

with

item as (

    select *
    from grouped_items($as_of::date, $deadline, $units, $unit_class, $year_from, $year_to, $group_by)
    where ever_closed

),

counted as (

    select
        item."group",
        count(*)                                                               as ever_closed,
        count(*) filter (item.counted_due_on is not null)                      as closed_with_due,
        count(*) filter (item.last_days)                                       as last_days,
        count(*) filter (item.looked_back_on is not null)                      as checked,
        count(*) filter (item.looked_back_on is not null and item.reopened)    as relapsed,
        count(grade.satisfied)                                                 as graded,
        count(*) filter (grade.satisfied)                                      as satisfied
    from item
    left join look_back_grades as grade
        on grade.word = item.look_back_result
    group by item."group"

),

final as (

    select
        counted."group",
        unit.unit,
        counted.* exclude ("group"),
        last_days_share(counted.last_days, counted.closed_with_due)        as last_days_share,
        wilson_lower(counted.last_days, counted.closed_with_due)           as last_days_lower,
        wilson_upper(counted.last_days, counted.closed_with_due)           as last_days_upper,
        look_back_coverage(counted.checked, counted.ever_closed)           as look_back_coverage,
        wilson_lower(counted.checked, counted.ever_closed)                 as look_back_lower,
        wilson_upper(counted.checked, counted.ever_closed)                 as look_back_upper,
        relapse_rate(counted.relapsed, counted.checked)                    as relapse_rate,
        wilson_lower(counted.relapsed, counted.checked)                    as relapse_lower,
        wilson_upper(counted.relapsed, counted.checked)                    as relapse_upper,
        look_back_satisfied_rate(counted.satisfied, counted.graded)        as satisfied_rate,
        wilson_lower(counted.satisfied, counted.graded)                    as satisfied_lower,
        wilson_upper(counted.satisfied, counted.graded)                    as satisfied_upper
    from counted
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = counted."group"

)

select *
from final
order by try_cast("group" as integer), "group"
