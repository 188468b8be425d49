-- Questions of inquiry sessions (专题询问) and what became of them at a day: later events are ignored.

-- The group of a question. group_by: unit | category (its topic) | source (the role of who asked) | round (its
-- session) | all.
create or replace macro inquiry_group_of(group_by, unit_id, topic, asked_by, session_on) as
    (case group_by
        when 'unit' then unit_id
        when 'category' then coalesce(topic, 'unclassified')
        when 'source' then coalesce(asked_by, 'unclassified')
        when 'round' then session_on::varchar
        else 'all'
    end);

-- One row per question of a session up to `day`. A deadline has passed when its day is over.
-- state:    unanswered | no_promise | kept (on time, or no day was promised) | kept_late | waiting (its day is not
--           over, or none was promised) | overdue.
-- promised: there is a promise in words, or a day by which or on which it was kept.
-- is_due:   kept by a promised day or after it, or past it: what can be said to be on time or not.
-- first_end, days: how the promise ended (closed: kept | open), and the whole days from the answer (from the question,
--           where the day of the answer is not known) until then, as the macros of curves want them.
create or replace macro inquiries_at(day, units, unit_classes, year_from, year_to, group_by) as table
with

known as (

    select
        question.question_id,
        question.session_on,
        question.question,
        question.asked_by,
        question.topic,
        question.current_unit_id                                                      as unit_id,
        coalesce(unit.unit, question.current_unit_id)                                 as unit,
        unit.unit_class,
        case when question.answered_on <= day then question.answered_on end           as answered_on,
        question.promise,
        coalesce(question.answered_on, question.session_on) <= day
            and coalesce(question.promise, question.deadline::varchar, question.done_on::varchar) is not null
                                                                                      as promised,
        question.deadline,
        case when question.done_on <= day then question.done_on end                   as done_on,
        case when question.followed_up_on <= day then question.followed_up_on end     as followed_up_on,
        case when coalesce(question.followed_up_on, question.done_on, question.session_on) <= day
            then question.satisfied end                                               as satisfied,
        question.batch_id,
        question.source_sheet,
        question.source_row
    from inquiry_question as question
    left join unit
        on unit.unit_id = question.current_unit_id
    where question.session_on <= day
      and chosen(question.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)
      and within_years(year(question.session_on), year_from, year_to)

),

judged as (

    select
        *,
        answered_on is not null or promised            as answered,
        case
            when not promised and answered_on is null then 'unanswered'
            when not promised then 'no_promise'
            when done_on > deadline then 'kept_late'
            when done_on is not null then 'kept'
            when deadline < day then 'overdue'
            else 'waiting'
        end                                            as state
    from known

)

select
    *,
    inquiry_group_of(group_by, unit_id, topic, asked_by, session_on)                          as "group",
    deadline is not null and state in ('kept', 'kept_late', 'overdue')                        as is_due,
    case when done_on is not null then 'closed' else 'open' end                               as first_end,
    date_diff('day', least(coalesce(answered_on, session_on), coalesce(done_on, day)), coalesce(done_on, day)) as days,
    date_diff('day', coalesce(answered_on, session_on), day)                                  as watchable
from judged;
