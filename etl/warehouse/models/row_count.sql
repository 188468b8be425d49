-- How much of each dataset a build counts: answers of the survey, rows of everything else.
--
-- returns: dataset, n

select
    'survey_answer'                                     as dataset,
    cast(coalesce(sum(n), 0) as bigint)                 as n
from survey_answer
union all
select
    'rectification_item',
    count(*)
from rectification_episode
union all
select
    'opinion',
    count(*)
from opinion
union all
select
    'index_score',
    count(*)
from index_score
union all
select
    'member_points',
    count(*)
from member_points
union all
select
    'branch_rating',
    count(*)
from branch_rating
union all
select
    'brand',
    count(*)
from brand
union all
select
    'conduct_score',
    count(*)
from conduct_score
union all
select
    'business_score',
    count(*)
from business_score
union all
select
    'appraisal',
    count(*)
from appraisal
union all
select
    'rectification_entry',
    count(*)
from rectification_entry
union all
select
    'programme_project',
    count(*)
from programme_project
union all
select
    'service_rating',
    count(*)
from service_rating
union all
select
    'hotline',
    count(*)
from hotline
union all
select
    'unit',
    count(*)
from unit
union all
select
    'unit_lineage',
    count(*)
from unit_lineage
