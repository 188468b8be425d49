-- What each unit was asked, what it promised, and what it kept, at as_of: kept, kept_late, waiting and overdue add up
-- to promised. kept_on_time_rate: of the promises with a day that is over or that are kept. Every question of a session
-- is in the records, so that there are no limits. The year range selects by the session.
--
-- grain:   unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date
-- returns: unit_id varchar, unit varchar, unit_class varchar, asked bigint, unanswered bigint, promised bigint,
--          kept bigint, kept_late bigint, waiting bigint, overdue bigint, due bigint, in_time bigint,
--          kept_on_time_rate double, longest_overdue_days bigint
-- rests:   nothing

with

question as (

    select *
    from inquiries_at($as_of::date, $units, $unit_class, $year_from, $year_to, 'unit')

),

counted as (

    select
        unit_id,
        any_value(unit)                                      as unit,
        any_value(unit_class)                                as unit_class,
        count(*)                                             as asked,
        count(*) filter (state = 'unanswered')               as unanswered,
        count(*) filter (promised)                as promised,
        count(*) filter (state = 'kept')                     as kept,
        count(*) filter (state = 'kept_late')                as kept_late,
        count(*) filter (state = 'waiting')                  as waiting,
        count(*) filter (state = 'overdue')                  as overdue,
        count(*) filter (is_due)                             as due,
        count(*) filter (is_due and state = 'kept')          as in_time,
        max(date_diff('day', deadline, $as_of::date)) filter (state = 'overdue') as longest_overdue_days
    from question
    group by unit_id

),

final as (

    select
        * exclude (longest_overdue_days),
        kept_on_time_rate(in_time, due) as kept_on_time_rate,
        longest_overdue_days
    from counted

)

select *
from final
order by overdue desc, promised desc, unit_id
