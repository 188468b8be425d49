-- The valid answers that suppression looks at: each unit by each group in a year and item. The item `overall` is what
-- the rates are made of: the overall item, or every item of a wave that has none.
--
-- reads:   survey_answer, unit
-- grain:   survey_year, item, unit_id, group
-- returns: survey_year, item, unit_class, unit_id, group, n

with

answer as (

    select 'overall' as asked_item, *
    from survey_answer
    where headline
    union all
    select item as asked_item, *
    from survey_answer
    where item <> 'overall'

)

select
    answer.survey_year,
    answer.asked_item             as item,
    unit.unit_class,
    answer.current_unit_id        as unit_id,
    answer."group",
    cast(sum(answer.n) as bigint) as n
from answer
left join unit
    on unit.unit_id = answer.current_unit_id
where answer.class = 'valid'
group by
    answer.survey_year, answer.asked_item, unit.unit_class, answer.current_unit_id, answer."group"
having sum(answer.n) > 0
order by
    answer.survey_year, answer.asked_item, unit.unit_class, answer.current_unit_id, answer."group"
