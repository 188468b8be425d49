-- One row about the build: the facts that a page's footer states about the source of its figures.
--
-- grain:   build_id
-- params:
-- returns: build_id varchar, as_of date, sample boolean, definitions varchar, batches bigint, first_year integer,
--          last_year integer
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

final as (

    select
        fact.build_id,
        try_cast(fact.as_of as date)                      as as_of,
        coalesce(fact.sample = 'true', false)             as sample,
        fact.definitions,
        (select count(*) from batch where live)           as batches,
        (select min(year) from dated)                     as first_year,
        (select max(year) from dated)                     as last_year
    from fact

)

select *
from final
order by build_id
