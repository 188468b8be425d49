-- A batch with rows that a later batch replaces, having rows with the same keys.
-- Why: a correction is meant to replace rows; the wrong year in a later file replaces them too.
-- Severity: note. Rows that wait for an earlier episode are not counted. Of answered forms (survey_response) only
-- cells are kept in a build, so they are not looked at here.

with

in_force as (

    select batch_id, count(*) as n from unit group by batch_id
    union all
    select batch_id, count(*) from unit_lineage group by batch_id
    union all
    select batch_id, count(*) from survey_answer group by batch_id
    union all
    select batch_id, count(*) from opinion group by batch_id
    union all
    select batch_id, count(*) from index_score group by batch_id
    union all
    select batch_id, count(*) from member_points group by batch_id
    union all
    select batch_id, count(*) from branch_rating group by batch_id
    union all
    select batch_id, count(*) from brand group by batch_id
    union all
    select batch_id, count(*) from conduct_score group by batch_id
    union all
    select batch_id, count(*) from business_score group by batch_id
    union all
    select batch_id, count(*) from appraisal group by batch_id
    union all
    select batch_id, count(*) from rectification_episode group by batch_id
    union all
    select batch_id, count(*) from rectification_entry group by batch_id
    union all
    select batch_id, count(*) from programme_project group by batch_id
    union all
    select batch_id, count(*) from service_rating group by batch_id
    union all
    select batch_id, count(*) from bad_rating group by batch_id
    union all
    select batch_id, count(*) from hotline group by batch_id
    union all
    select batch_id, count(*) from hotline_topic group by batch_id
    union all
    select batch_id, count(*) from contact_point group by batch_id
    union all
    select batch_id, count(*) from joint_session group by batch_id
    union all
    select batch_id, count(*) from duty_action group by batch_id
    union all
    select batch_id, count(*) from inquiry_question group by batch_id
    union all
    select batch_id, count(*)
    from rejected_row
    where rule = 'episode_follows_the_one_before'
    group by batch_id

),

kept as (

    select batch_id, sum(n) as n
    from in_force
    group by batch_id

)

select
    'superseded_rows'                           as "check",
    'note'                                      as severity,
    batch.dataset,
    cast(null as varchar)                       as unit_id,
    cast(null as varchar)                       as current_unit_id,
    cast(null as varchar)                       as period,
    batch.file                                  as subject,
    batch.accepted - coalesce(kept.n, 0)        as given,
    batch.accepted                              as expected,
    batch.batch_id,
    cast(null as varchar)                       as source_sheet,
    cast(null as integer)                       as source_row
from batch
left join kept
    on batch.batch_id = kept.batch_id
where batch.dataset <> 'survey_response'
  and batch.live
  and batch.accepted > coalesce(kept.n, 0)
