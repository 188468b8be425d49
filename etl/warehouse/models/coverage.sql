-- What is there: rows of each dataset, unit and year, and the latest day they speak of (empty where they hold a year
-- only). A row of answered forms is an answer.
--
-- reads:   the tables of the build
-- returns: the columns of coverage

with

spoken as (

    select
        case when batch.dataset = 'survey_response' then 'survey_response' else 'survey_count' end as dataset,
        survey_answer.unit_id,
        survey_answer.current_unit_id,
        survey_answer.survey_year                                                                as year,
        sum(case when batch.dataset = 'survey_response' then survey_answer.n else 1 end)         as rows_n,
        cast(null as date)                                                                       as latest_on
    from survey_answer
    left join batch
        on survey_answer.batch_id = batch.batch_id
    group by batch.dataset, survey_answer.unit_id, survey_answer.current_unit_id, survey_answer.survey_year
    union all
    select 'opinion', unit_id, current_unit_id, survey_year, count(*), null
    from opinion
    group by unit_id, current_unit_id, survey_year
    union all
    select 'index_score', unit_id, current_unit_id, survey_year, count(*), null
    from index_score
    group by unit_id, current_unit_id, survey_year
    union all
    select 'member_points', unit_id, current_unit_id, year, count(*), max(entry_on)
    from member_points
    group by unit_id, current_unit_id, year
    union all
    select 'branch_rating', unit_id, current_unit_id, year, count(*), null
    from branch_rating
    group by unit_id, current_unit_id, year
    union all
    select 'brand', unit_id, current_unit_id, year, count(*), null
    from brand
    group by unit_id, current_unit_id, year
    union all
    select 'conduct_score', unit_id, current_unit_id, year, count(*), null
    from conduct_score
    group by unit_id, current_unit_id, year
    union all
    select 'business_score', unit_id, current_unit_id, year, count(*), null
    from business_score
    group by unit_id, current_unit_id, year
    union all
    select 'appraisal', unit_id, current_unit_id, year, count(*), max(held_on)
    from appraisal
    group by unit_id, current_unit_id, year
    union all
    select
        'rectification_item',
        unit_id,
        current_unit_id,
        extract(year from found_on),
        count(*),
        max(greatest(found_on, done_on, close_requested_on, closed_on, withdrawn_on, look_back_on, reported_on))
    from rectification_episode
    group by unit_id, current_unit_id, extract(year from found_on)
    union all
    select
        'rectification_entry',
        unit_id,
        current_unit_id,
        extract(year from coalesce(reported_on, done_on, due_on)),
        count(*),
        max(coalesce(reported_on, done_on))
    from rectification_entry
    where coalesce(reported_on, done_on, due_on) is not null
    group by unit_id, current_unit_id, extract(year from coalesce(reported_on, done_on, due_on))
    union all
    select 'programme_project', unit_id, current_unit_id, year, count(*), max(reported_on)
    from programme_project
    group by unit_id, current_unit_id, year
    union all
    select 'service_rating', unit_id, current_unit_id, extract(year from month), count(*), max(month)
    from service_rating
    group by unit_id, current_unit_id, extract(year from month)
    union all
    select 'hotline', unit_id, current_unit_id, extract(year from period_from), count(*), max(period_to)
    from hotline
    group by unit_id, current_unit_id, extract(year from period_from)

)

select
    dataset,
    unit_id,
    current_unit_id,
    cast(year as integer)   as year,
    cast(rows_n as bigint)  as rows_n,
    latest_on
from spoken
