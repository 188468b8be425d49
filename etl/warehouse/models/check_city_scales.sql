-- Cities that asked an item of a year on other scales than another city. Must return no row.
--
-- returns: survey_year, item, city, scales, other, other_scales

with

asked as (

    select
        survey_answer.survey_year,
        survey_answer.item,
        batch.layout                                                                    as city,
        string_agg(distinct survey_answer.scale_id, ' + ' order by survey_answer.scale_id) as scales
    from survey_answer
    inner join batch
        on batch.batch_id = survey_answer.batch_id
    where batch.dataset = 'city'
    group by survey_answer.survey_year, survey_answer.item, batch.layout

)

select
    one.survey_year,
    one.item,
    one.city,
    one.scales,
    other.city   as other,
    other.scales as other_scales
from asked as one
inner join asked as other
    on other.survey_year = one.survey_year
    and other.item = one.item
    and other.city > one.city
    and other.scales <> one.scales
