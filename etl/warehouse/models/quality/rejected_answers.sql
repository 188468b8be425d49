-- The range of the city's satisfaction rate of a year if all answers of rejected rows had been dissatisfied, or all
-- satisfied. A rejected row counts as many answers as the batch's accepted rows have on average, and at least one.
-- Why: the rate is that of the accepted rows; many rejected ones could change it.
-- Severity: note. The rows of a batch with several years count in each of them: their own year may be what is wrong.

with

batch_year as (

    select
        survey_year,
        batch_id,
        sum(n) filter (class = 'valid')                      as valid_n,
        sum(n) filter (class = 'valid' and box is not null)  as satisfied_n
    from survey_answer
    where headline
    group by survey_year, batch_id

),

rejected as (

    select batch_id, count(distinct (source_sheet, source_row)) as rows_n
    from rejected_row
    where not blanked
    group by batch_id

),

per_row as (

    select batch.batch_id, sum(batch_year.valid_n) / any_value(batch.accepted) as answers_n
    from batch_year
    inner join batch
        on batch.batch_id = batch_year.batch_id
    group by batch.batch_id

),

year_total as (

    select
        batch_year.survey_year,
        sum(batch_year.valid_n)      as valid_n,
        sum(batch_year.satisfied_n)  as satisfied_n,
        sum(rejected.rows_n)         as rows_n,
        sum(ceil(rejected.rows_n * greatest(per_row.answers_n, 1))) as answers_n
    from batch_year
    inner join per_row
        on per_row.batch_id = batch_year.batch_id
    left join rejected
        on rejected.batch_id = batch_year.batch_id
    group by batch_year.survey_year

)

select
    'rejected_answers'                              as "check",
    'note'                                          as severity,
    'survey_answer'                                 as dataset,
    cast(null as varchar)                           as unit_id,
    cast(null as varchar)                           as current_unit_id,
    cast(survey_year as varchar)                    as period,
    cast(rows_n as varchar)                         as subject,
    satisfied_n / (valid_n + answers_n)             as given,
    (satisfied_n + answers_n) / (valid_n + answers_n) as expected,
    cast(null as varchar)                           as batch_id,
    cast(null as varchar)                           as source_sheet,
    cast(null as integer)                           as source_row
from year_total
where rows_n > 0
