-- The public review inside 作风指数, said to be the three-box rate, that is not the rate of the survey itself.
-- Why: the index was made from an earlier count of the forms, or from another basis than it says.
-- Severity: warning. Units of which two stood for one present unit in that year are left out.

with

review as (

    select
        year,
        current_unit_id,
        min(unit_id)      as unit_id,
        min(score)        as score,
        min(batch_id)     as batch_id,
        min(source_sheet) as source_sheet,
        min(source_row)   as source_row
    from conduct_score
    where part = 'public_review'
      and basis = 'three'
    group by year, current_unit_id
    having count(*) = 1

),

survey as (

    select
        survey_year,
        current_unit_id,
        100.0 * sum(satisfied_n) / sum(valid_n) as rate
    from unit_wave
    group by survey_year, current_unit_id
    having sum(valid_n) > 0

)

select
    'review_differs'             as "check",
    'warning'                    as severity,
    'conduct_score'              as dataset,
    review.unit_id,
    review.current_unit_id,
    cast(review.year as varchar) as period,
    'conduct_part.public_review' as subject,
    review.score                 as given,
    survey.rate                  as expected,
    review.batch_id,
    review.source_sheet,
    review.source_row
from review
inner join survey
    on review.year = survey.survey_year
    and review.current_unit_id = survey.current_unit_id
where abs(review.score - survey.rate) > (select value from quality_limits where "check" = 'review_differs')
