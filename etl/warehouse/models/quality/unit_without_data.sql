-- A ranked unit without any valid answer in a wave that most ranked units are in.
-- Why: its workbook has not come, or its rows went to another unit; a list without it looks complete.
-- Severity: warning.

with

ranked_unit as (

    select distinct
        wave.survey_year,
        wave.wave,
        wave.period,
        unit.current_unit_id
    from (select distinct survey_year, wave, period from unit_wave) as wave
    inner join unit
        on (unit.valid_from is null or extract(year from unit.valid_from) <= wave.survey_year)
        and (unit.valid_to is null or extract(year from unit.valid_to) >= wave.survey_year)
    where unit.unit_class not in ('consulted_only', 'unclassified')

),

counted as (

    select
        ranked_unit.*,
        coalesce(unit_wave.valid_n, 0) as valid_n,
        avg(case when unit_wave.valid_n > 0 then 1.0 else 0.0 end) over (
            partition by ranked_unit.survey_year, ranked_unit.wave
        )                              as share
    from ranked_unit
    left join unit_wave
        on ranked_unit.survey_year = unit_wave.survey_year
        and ranked_unit.wave = unit_wave.wave
        and ranked_unit.current_unit_id = unit_wave.current_unit_id

)

select
    'unit_without_data'      as "check",
    'warning'                as severity,
    'survey_answer'          as dataset,
    counted.current_unit_id  as unit_id,
    counted.current_unit_id,
    counted.period,
    cast(null as varchar)    as subject,
    counted.valid_n          as given,
    cast(null as double)     as expected,
    cast(null as varchar)    as batch_id,
    cast(null as varchar)    as source_sheet,
    cast(null as integer)    as source_row
from counted
inner join quality_limits
    on quality_limits."check" = 'unit_without_data'
where counted.valid_n = 0
  and counted.share >= quality_limits.value
