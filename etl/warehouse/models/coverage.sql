-- Rows of each dataset by unit and year, and the latest day in them (null where the rows hold a year only). A row of
-- answered forms is an answer.
--
-- reads:   the tables of the build
-- grain:   dataset, unit_id, current_unit_id, year
-- returns: the columns of coverage

with

spoken as (

    select
        case when batch.dataset = 'survey_response' then 'survey_response' else 'survey_count' end as dataset,
        survey_answer.unit_id,
        survey_answer.current_unit_id,
        survey_answer.survey_year                                                                as year,
        case when batch.dataset = 'survey_response' then survey_answer.n else 1 end              as rows_n,
        cast(null as date)                                                                       as latest_on
    from survey_answer
    left join batch
        on survey_answer.batch_id = batch.batch_id
    union all
    select 'opinion', unit_id, current_unit_id, survey_year, 1, null
    from opinion
    union all
    select 'index_score', unit_id, current_unit_id, survey_year, 1, null
    from index_score
    union all
    select 'member_points', unit_id, current_unit_id, year, 1, entry_on
    from member_points
    union all
    select 'branch_rating', unit_id, current_unit_id, year, 1, null
    from branch_rating
    union all
    select 'brand', unit_id, current_unit_id, year, 1, null
    from brand
    union all
    select 'conduct_score', unit_id, current_unit_id, year, 1, null
    from conduct_score
    union all
    select 'business_score', unit_id, current_unit_id, year, 1, null
    from business_score
    union all
    select 'appraisal', unit_id, current_unit_id, year, 1, held_on
    from appraisal
    union all
    select
        'rectification_item',
        unit_id,
        current_unit_id,
        extract(year from found_on),
        1,
        greatest(found_on, done_on, close_requested_on, closed_on, withdrawn_on, look_back_on, reported_on)
    from rectification_episode
    union all
    select
        'rectification_entry',
        unit_id,
        current_unit_id,
        extract(year from coalesce(reported_on, done_on, due_on)),
        1,
        coalesce(reported_on, done_on)
    from rectification_entry
    where coalesce(reported_on, done_on, due_on) is not null
    union all
    select 'programme_project', unit_id, current_unit_id, year, 1, reported_on
    from programme_project
    union all
    select 'service_rating', unit_id, current_unit_id, extract(year from month), 1, month
    from service_rating
    union all
    select
        'bad_rating',
        unit_id,
        current_unit_id,
        extract(year from rated_on),
        1,
        greatest(rated_on, replied_on, rectified_on, called_back_on)
    from bad_rating
    union all
    select 'hotline', unit_id, current_unit_id, extract(year from period_from), 1, period_to
    from hotline
    union all
    select 'hotline_topic', unit_id, current_unit_id, extract(year from period_from), 1, period_to
    from hotline_topic
    union all
    select 'contact_point', unit_id, current_unit_id, year, 1, last_visit_on
    from contact_point
    union all
    select 'joint_session', unit_id, current_unit_id, extract(year from held_on), 1, held_on
    from joint_session
    union all
    select 'duty_action', unit_id, current_unit_id, year, 1, done_on
    from duty_action
    union all
    select
        'inquiry_question',
        unit_id,
        current_unit_id,
        extract(year from session_on),
        1,
        greatest(session_on, answered_on, done_on, followed_up_on, reported_on)
    from inquiry_question

)

select
    dataset,
    unit_id,
    current_unit_id,
    cast(year as integer)       as year,
    cast(sum(rows_n) as bigint) as rows_n,
    max(latest_on)              as latest_on
from spoken
group by dataset, unit_id, current_unit_id, year
