-- From questions to promises kept, by group at as_of. answered and promised are parts of asked. kept (on time, or
-- without a promised day), kept_late, waiting and overdue add up to promised. due: promises with a day that is over or
-- that are kept; in_time: those kept by their day. followed_up: askers called back who said whether they are satisfied.
-- median_days: until half of the promises are kept, open ones censored. Every question of a session is in the records:
-- no rate has limits but the median. The year range selects by the session.
--
-- grain:   group
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, group_by varchar
-- returns: group varchar, unit varchar, asked bigint, answered bigint, promised bigint, kept bigint, kept_late bigint,
--          waiting bigint, overdue bigint, due bigint, in_time bigint, followed_up bigint, satisfied bigint,
--          answered_rate double, kept_on_time_rate double, asker_satisfied_rate double, median_days bigint,
--          median_lower bigint, median_upper bigint
-- rests:   nothing

with

question as (

    select *
    from inquiries_at($as_of::date, $units, $unit_class, $year_from, $year_to, $group_by)

),

promise as (

    select *
    from question
    where promised

),

counted as (

    select
        "group",
        count(*)                                             as asked,
        count(*) filter (answered)                           as answered,
        count(*) filter (promised)                as promised,
        count(*) filter (state = 'kept')                     as kept,
        count(*) filter (state = 'kept_late')                as kept_late,
        count(*) filter (state = 'waiting')                  as waiting,
        count(*) filter (state = 'overdue')                  as overdue,
        count(*) filter (is_due)                             as due,
        count(*) filter (is_due and state = 'kept')          as in_time,
        count(*) filter (satisfied is not null)              as followed_up,
        count(*) filter (satisfied)                          as satisfied
    from question
    group by "group"

),

median as (

    select
        "group",
        median_days(day, open_share) as median_days,
        median_days(day, lower)      as median_lower,
        median_days(day, upper)      as median_upper
    from closure_curves('promise')
    group by "group"

),

final as (

    select
        counted."group",
        unit.unit,
        counted.* exclude ("group"),
        answered_rate(counted.answered, counted.asked)                   as answered_rate,
        kept_on_time_rate(counted.in_time, counted.due)                  as kept_on_time_rate,
        asker_satisfied_rate(counted.satisfied, counted.followed_up)     as asker_satisfied_rate,
        median.* exclude ("group")
    from counted
    left join median
        on median."group" = counted."group"
    left join unit
        on $group_by = 'unit'
        and unit.unit_id = counted."group"

)

select *
from final
order by asked desc, "group"
