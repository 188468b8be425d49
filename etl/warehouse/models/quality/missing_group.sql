-- A unit that lacks a respondent group which nearly all units of its class have in that wave.
-- Why: its rate is based on other respondents than those of its class; a missing group is not 0.
-- Severity: warning.

with

unit_group as (

    select distinct
        survey_answer.survey_year,
        survey_answer.wave,
        survey_answer.current_unit_id,
        survey_answer."group",
        unit.unit_class
    from survey_answer
    inner join unit
        on survey_answer.current_unit_id = unit.unit_id
    where survey_answer.headline
      and survey_answer.class = 'valid'
      and survey_answer.n > 0
      and survey_answer."group" is not null

),

class_unit as (

    select distinct survey_year, wave, unit_class, current_unit_id
    from unit_group

),

class_size as (

    select survey_year, wave, unit_class, count(*) as units
    from class_unit
    group by survey_year, wave, unit_class

),

common_group as (

    select
        unit_group.survey_year,
        unit_group.wave,
        unit_group.unit_class,
        unit_group."group"
    from unit_group
    inner join class_size
        on unit_group.survey_year = class_size.survey_year
        and unit_group.wave = class_size.wave
        and unit_group.unit_class = class_size.unit_class
    inner join quality_limits
        on quality_limits."check" = 'missing_group'
    group by unit_group.survey_year, unit_group.wave, unit_group.unit_class, unit_group."group"
    having count(*) >= max(quality_limits.value) * max(class_size.units)

)

select
    'missing_group'                     as "check",
    'warning'                           as severity,
    'survey_answer'                     as dataset,
    class_unit.current_unit_id          as unit_id,
    class_unit.current_unit_id,
    case
        when class_unit.wave = cast(class_unit.survey_year as varchar) then class_unit.wave
        else class_unit.survey_year || ' ' || class_unit.wave
    end                                 as period,
    'group.' || common_group."group"    as subject,
    cast(0 as double)                   as given,
    cast(null as double)                as expected,
    cast(null as varchar)               as batch_id,
    cast(null as varchar)               as source_sheet,
    cast(null as integer)               as source_row
from class_unit
inner join common_group
    on class_unit.survey_year = common_group.survey_year
    and class_unit.wave = common_group.wave
    and class_unit.unit_class = common_group.unit_class
left join unit_group
    on class_unit.survey_year = unit_group.survey_year
    and class_unit.wave = unit_group.wave
    and class_unit.current_unit_id = unit_group.current_unit_id
    and common_group."group" = unit_group."group"
where unit_group."group" is null
