-- One row per group and day since the answer on which a promise was kept or left observation: the share of promises not
-- kept yet (Kaplan-Meier, log-log limits). Promises not kept at as_of are right-censored. watched_days: the last day
-- with data. The year range selects by the session.
--
-- grain:   group, day
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar
-- returns: group varchar, unit varchar, day bigint, at_risk bigint, kept bigint, censored bigint, open_share double,
--          lower double, upper double, watched_days bigint
-- rests:   nothing

with

promise as (

    select *
    from inquiries_at($as_of::date, $units, $unit_class, $year_from, $year_to, $group_by)
    where promised

),

curve as (

    select *
    from closure_curves('promise')

),

watched as (

    select
        "group",
        watched_days(days, first_end = 'closed', watchable) as watched_days
    from promise
    group by "group"

),

final as (

    select
        curve."group",
        unit.unit,
        curve.day,
        curve.at_risk,
        curve.closed as kept,
        curve.censored,
        curve.open_share,
        curve.lower,
        curve.upper,
        watched.watched_days
    from curve
    left join watched
        on watched."group" = curve."group"
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = curve."group"

)

select *
from final
order by "group", day
