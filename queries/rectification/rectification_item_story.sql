-- One row per event of one item, in order, by episode, with the text that was recorded about it.
-- event: found | due | extended | done | close_requested | closed | withdrawn | look_back. Events after as_of are left
-- out, except due dates.
--
-- grain:   item_id, episode, event
-- params:  item_id varchar, as_of date
-- returns: item_id varchar, episode integer, step integer, event varchar, on_date date, note varchar
-- rests:   nothing

with

episode as (

    select *
    from rectification_episode
    where item_id = $item_id
      and found_on <= $as_of::date

),

event as (

    select item_id, episode, 1 as step, 'found' as event, found_on as on_date, problem_text as note from episode
    union all
    select item_id, episode, 2, 'due', due_on, due_text from episode where due_on is not null or due_text is not null
    union all
    select item_id, episode, 3, 'extended', extended_to, null from episode where extended_to is not null
    union all
    select item_id, episode, 4, 'done', done_on, measures from episode where done_on <= $as_of::date
    union all
    select item_id, episode, 5, 'close_requested', close_requested_on, null
    from episode
    where close_requested_on <= $as_of::date
    union all
    select item_id, episode, 6, 'closed', closed_on, null from episode where closed_on <= $as_of::date
    union all
    select item_id, episode, 7, 'withdrawn', withdrawn_on, null from episode where withdrawn_on <= $as_of::date
    union all
    select item_id, episode, 8, 'look_back', look_back_on, look_back_result
    from episode
    where look_back_on <= $as_of::date

),

final as (

    select *
    from event

)

select *
from final
order by episode, coalesce(on_date, '9999-12-31'::date), step
