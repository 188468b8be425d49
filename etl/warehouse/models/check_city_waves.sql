-- Cities of which one asked for the overall satisfaction in a year and another did not: its rates are based on other
-- items. Must return no row.
--
-- returns: survey_year, city (asked), other (did not)

with

asked as (

    select
        survey_answer.survey_year,
        batch.layout                                 as city,
        bool_or(survey_answer.item = 'overall')      as overall
    from survey_answer
    inner join batch
        on batch.batch_id = survey_answer.batch_id
    where batch.dataset = 'city'
    group by survey_answer.survey_year, batch.layout

)

select
    one.survey_year,
    one.city,
    other.city as other
from asked as one
inner join asked as other
    on other.survey_year = one.survey_year
where one.overall
  and not other.overall
