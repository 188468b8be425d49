-- One row per question at as_of. search: text in the question, the promise, its number or the unit. overdue_days: since
-- the promised day, of promises not kept. The year range selects by the session.
--
-- grain:   question_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, search varchar
-- returns: question_id varchar, session_on date, question varchar, asked_by varchar, topic varchar, unit_id varchar,
--          unit varchar, unit_class varchar, answered_on date, promise varchar, deadline date, done_on date,
--          promise_state varchar, overdue_days bigint, followed_up_on date, satisfied boolean, batch_id varchar,
--          source_sheet varchar, source_row integer
-- rests:   nothing

with

question as (

    select *
    from inquiries_at($as_of::date, $units, $unit_class, $year_from, $year_to, 'all')

),

final as (

    select
        question_id, session_on, question, asked_by, topic, unit_id, unit, unit_class, answered_on, promise, deadline,
        done_on,
        state                                                                              as promise_state,
        case when state = 'overdue' then date_diff('day', deadline, $as_of::date) end      as overdue_days,
        followed_up_on, satisfied, batch_id, source_sheet, source_row
    from question
    where contains(lower(concat_ws(' ', question_id, question, promise, unit)), lower(coalesce($search, '')))

)

select *
from final
order by coalesce(overdue_days, 0) desc, session_on desc, question_id
