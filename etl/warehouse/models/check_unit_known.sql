-- Rows with a unit_id that is not in the table unit. Must return no row.
--
-- returns: dataset, unit_id, n, file

with

named as (

    select 'survey_answer' as dataset, unit_id, batch_id from survey_answer
    union all
    select 'survey_answer', unit_id, batch_id from survey_form
    union all
    select 'opinion', unit_id, batch_id from opinion
    union all
    select 'index_score', unit_id, batch_id from index_score
    union all
    select 'rectification_item', unit_id, batch_id from rectification_episode
    union all
    select 'member_points', unit_id, batch_id from member_points
    union all
    select 'branch_rating', unit_id, batch_id from branch_rating
    union all
    select 'brand', unit_id, batch_id from brand
    union all
    select 'conduct_score', unit_id, batch_id from conduct_score
    union all
    select 'business_score', unit_id, batch_id from business_score
    union all
    select 'appraisal', unit_id, batch_id from appraisal
    union all
    select 'rectification_entry', unit_id, batch_id from rectification_entry
    union all
    select 'programme_project', unit_id, batch_id from programme_project
    union all
    select 'service_rating', unit_id, batch_id from service_rating
    union all
    select 'bad_rating', unit_id, batch_id from bad_rating
    union all
    select 'hotline', unit_id, batch_id from hotline where unit_id is not null
    union all
    select 'hotline_topic', unit_id, batch_id from hotline_topic where unit_id is not null
    union all
    select 'contact_point', unit_id, batch_id from contact_point
    union all
    select 'joint_session', unit_id, batch_id from joint_session
    union all
    select 'duty_action', unit_id, batch_id from duty_action
    union all
    select 'inquiry_question', unit_id, batch_id from inquiry_question
    union all
    select 'unit_lineage', predecessor_id, batch_id from unit_lineage
    union all
    select 'unit_lineage', successor_id, batch_id from unit_lineage

)

select
    named.dataset,
    unit_id,
    count(*)        as n,
    max(batch.file) as file
from named
left join batch using (batch_id)
where unit_id not in (select unit_id from unit)
group by named.dataset, unit_id
order by n desc, named.dataset, unit_id
