-- One row about the build: the facts that a page's footer states about the source of its figures. rejected_*: rejected
-- rows that no later batch corrects, by source.
--
-- grain:   build_id
-- params:
-- returns: build_id varchar, as_of date, sample boolean, definitions varchar, batches bigint, first_year integer,
--          last_year integer, rejected_survey bigint, rejected_opinion bigint, rejected_index bigint,
--          rejected_ledger bigint, rejected_hotline bigint, rejected_records bigint,
--          rejected_programmes bigint,
--          rejected_appraisal bigint,
--          rejected_rating bigint, rejected_bad_ratings bigint, rejected_topics bigint,
--          rejected_brand bigint,
--          rejected_duties bigint, rejected_contacts bigint, rejected_sessions bigint, rejected_inquiries bigint
-- rests:   nothing

with

fact as (

    select
        max(value) filter (key = 'build_id')    as build_id,
        max(value) filter (key = 'as_of')       as as_of,
        max(value) filter (key = 'sample')      as sample,
        max(value) filter (key = 'definitions') as definitions
    from meta

),

dated as (

    select survey_year as year from answer_total
    union
    select survey_year from index_score
    union
    select survey_year from opinion

),

rejected_source_row as (

    select distinct batch_id, dataset, source_sheet, source_row
    from rejected_row
    where not blanked

),

rejected as (

    select
        count(*) filter (dataset in ('survey_response', 'survey_count'))              as rejected_survey,
        count(*) filter (dataset = 'opinion')                                         as rejected_opinion,
        count(*) filter (
            dataset in ('index_score', 'member_points', 'branch_rating', 'brand', 'conduct_score')
        )                                                                             as rejected_index,
        count(*) filter (dataset in ('rectification_item', 'rectification_entry'))    as rejected_ledger,
        count(*) filter (dataset = 'hotline')                                         as rejected_hotline,
        count(*) filter (dataset in ('programme_project', 'business_score'))          as rejected_records,
        count(*) filter (dataset = 'programme_project')                               as rejected_programmes,
        count(*) filter (dataset = 'appraisal')                                       as rejected_appraisal,
        count(*) filter (dataset = 'service_rating')                                  as rejected_rating,
        count(*) filter (dataset = 'bad_rating')                                      as rejected_bad_ratings,
        count(*) filter (dataset = 'hotline_topic')                                   as rejected_topics,
        count(*) filter (dataset = 'brand')                                           as rejected_brand,
        count(*) filter (dataset = 'duty_action')                                     as rejected_duties,
        count(*) filter (dataset = 'contact_point')                                   as rejected_contacts,
        count(*) filter (dataset = 'joint_session')                                   as rejected_sessions,
        count(*) filter (dataset = 'inquiry_question')                                as rejected_inquiries
    from rejected_source_row

),

final as (

    select
        fact.build_id,
        try_cast(fact.as_of as date)                      as as_of,
        coalesce(fact.sample = 'true', false)             as sample,
        fact.definitions,
        (select count(*) from batch where live)           as batches,
        (select min(year) from dated)                     as first_year,
        (select max(year) from dated)                     as last_year,
        rejected.*
    from fact
    cross join rejected

)

select *
from final
order by build_id
