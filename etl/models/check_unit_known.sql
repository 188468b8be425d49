-- Rows that name a unit which no unit table has. Must give no row.
--
-- returns: dataset, unit_id, n

with

named as (

    select 'survey' as dataset, unit_id from survey_answer
    union all
    select 'survey', unit_id from survey_form
    union all
    select 'opinion', unit_id from opinion
    union all
    select 'index_score', unit_id from index_score
    union all
    select 'rectification_item', unit_id from rectification_episode
    union all
    select 'unit_lineage', predecessor_id from unit_lineage
    union all
    select 'unit_lineage', successor_id from unit_lineage

)

select
    dataset,
    unit_id,
    count(*) as n
from named
where unit_id not in (select unit_id from unit)
group by dataset, unit_id
order by n desc, dataset, unit_id
