-- The reference day of the ledgers: the latest 截至 date written in the rectification ledger, else the latest day on
-- which anything happened in it (due dates do not count, as they may be in the future). Without that ledger the same of
-- the questions of inquiries, of the duties and of bad ratings.
--
-- reads:   rectification_episode, inquiry_question, duty_action, joint_session, contact_point, bad_rating
-- returns: as_of date, one row

with

other as (

    select max(greatest(session_on, answered_on, done_on, followed_up_on, reported_on)) as day
    from inquiry_question
    union all
    select max(done_on)
    from duty_action
    union all
    select max(held_on)
    from joint_session
    union all
    select max(last_visit_on)
    from contact_point
    union all
    select max(greatest(rated_on, replied_on, rectified_on, called_back_on))
    from bad_rating

)

select
    coalesce(
        max(reported_on),
        max(greatest(found_on, done_on, close_requested_on, closed_on, withdrawn_on, look_back_on)),
        (select max(day) from other)
    ) as as_of
from rectification_episode
