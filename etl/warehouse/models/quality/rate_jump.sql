-- A unit whose satisfaction rate of a year is far from that of the year before, on the same scale, by more than a
-- fixed share and by more standard errors than chance gives.
-- Why: a file of another unit, a reversed scale, or a real event that should be reported.
-- Severity: warning.

with

unit_year as (

    select
        survey_year,
        current_unit_id,
        sum(valid_n)                                                                    as valid_n,
        sum(satisfied_n)                                                                as satisfied_n,
        case when count(scale_id) = count(*) and min(scale_id) = max(scale_id) then min(scale_id) end as scale_id
    from unit_wave
    group by survey_year, current_unit_id

),

compared as (

    select
        this_year.survey_year,
        this_year.current_unit_id,
        1.0 * this_year.satisfied_n / this_year.valid_n                                 as rate,
        1.0 * year_before.satisfied_n / year_before.valid_n                             as rate_before,
        1.0 * (this_year.satisfied_n + year_before.satisfied_n) / (this_year.valid_n + year_before.valid_n) as pooled,
        1.0 / this_year.valid_n + 1.0 / year_before.valid_n                             as inverse_n
    from unit_year as this_year
    inner join unit_year as year_before
        on this_year.survey_year = year_before.survey_year + 1
        and this_year.current_unit_id = year_before.current_unit_id
        and this_year.scale_id = year_before.scale_id
    inner join quality_limits as answers
        on answers."check" = 'rate_jump'
        and answers.name = 'answers'
    where this_year.valid_n >= answers.value
      and year_before.valid_n >= answers.value

)

select
    'rate_jump'                         as "check",
    'warning'                           as severity,
    'survey_answer'                     as dataset,
    compared.current_unit_id            as unit_id,
    compared.current_unit_id,
    cast(compared.survey_year as varchar) as period,
    cast(null as varchar)               as subject,
    compared.rate                       as given,
    compared.rate_before                as expected,
    cast(null as varchar)               as batch_id,
    cast(null as varchar)               as source_sheet,
    cast(null as integer)               as source_row
from compared
inner join quality_limits as share
    on share."check" = 'rate_jump'
    and share.name = 'share'
inner join quality_limits as errors
    on errors."check" = 'rate_jump'
    and errors.name = 'standard_errors'
where abs(rate - rate_before) > share.value
  and abs(rate - rate_before) > errors.value * sqrt(pooled * (1 - pooled) * inverse_n)
