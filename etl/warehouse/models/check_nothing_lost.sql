-- Tables whose row count differs from that of the live rows they were made from. Must return no row.
--
-- returns: table_name, expected, found

with

counted as (

    select
        'survey_answer'                                      as table_name,
        (select coalesce(sum(n), 0) from survey_cell)        as expected,
        (select coalesce(sum(n), 0) from survey_answer)      as found
    union all
    select
        'survey_form',
        (select count(*) from survey_form_cell),
        (select count(*) from survey_form)
    union all
    select
        'opinion',
        (select count(*) from opinion_row),
        (select count(*) from opinion)
    union all
    select
        'index_score',
        (select count(*) from index_score_row),
        (select count(*) from index_score)
    union all
    select
        'rectification_episode',
        (select count(*) from rectification_item_row),
        (select count(*) from rectification_episode) + (select count(*) from orphan_episode)
    union all
    select
        'member_points',
        (select count(*) from member_points_row),
        (select count(*) from member_points)
    union all
    select
        'branch_rating',
        (select count(*) from branch_rating_row),
        (select count(*) from branch_rating)
    union all
    select
        'brand',
        (select count(*) from brand_row),
        (select count(*) from brand)
    union all
    select
        'conduct_score',
        (select count(*) from conduct_score_row),
        (select count(*) from conduct_score)
    union all
    select
        'business_score',
        (select count(*) from business_score_row),
        (select count(*) from business_score)
    union all
    select
        'appraisal',
        (select count(*) from appraisal_row),
        (select count(*) from appraisal)
    union all
    select
        'rectification_entry',
        (select count(*) from rectification_entry_row),
        (select count(*) from rectification_entry)
    union all
    select
        'programme_project',
        (select count(*) from programme_project_row),
        (select count(*) from programme_project)
    union all
    select
        'service_rating',
        (select count(*) from service_rating_row),
        (select count(*) from service_rating)
    union all
    select
        'bad_rating',
        (select count(*) from bad_rating_row),
        (select count(*) from bad_rating)
    union all
    select
        'hotline',
        (select count(*) from hotline_row),
        (select count(*) from hotline)
    union all
    select
        'hotline_topic',
        (select count(*) from hotline_topic_row),
        (select count(*) from hotline_topic)
    union all
    select
        'contact_point',
        (select count(*) from contact_point_row),
        (select count(*) from contact_point)
    union all
    select
        'joint_session',
        (select count(*) from joint_session_row),
        (select count(*) from joint_session)
    union all
    select
        'duty_action',
        (select count(*) from duty_action_row),
        (select count(*) from duty_action)
    union all
    select
        'inquiry_question',
        (select count(*) from inquiry_question_row),
        (select count(*) from inquiry_question)
    union all
    select
        'unit',
        (select count(*) from unit_row),
        (select count(*) from unit)

)

select *
from counted
where expected <> found
