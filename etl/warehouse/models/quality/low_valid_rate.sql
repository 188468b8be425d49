-- A unit with a low share of valid forms among those returned in a wave.
-- Why: the forms were badly designed or filled in, and the valid ones may not be representative.
-- Severity: warning.

with

returned_forms as (

    select
        survey_year,
        wave,
        current_unit_id,
        sum(returned) as returned,
        sum(valid)    as valid
    from survey_form
    where returned is not null
      and valid is not null
    group by survey_year, wave, current_unit_id

)

select
    'low_valid_rate'                       as "check",
    'warning'                              as severity,
    'survey_form'                          as dataset,
    returned_forms.current_unit_id         as unit_id,
    returned_forms.current_unit_id,
    case
        when wave = cast(survey_year as varchar) then wave
        else survey_year || ' ' || wave
    end                                    as period,
    cast(null as varchar)                  as subject,
    1.0 * valid / returned                 as given,
    share.value                            as expected,
    cast(null as varchar)                  as batch_id,
    cast(null as varchar)                  as source_sheet,
    cast(null as integer)                  as source_row
from returned_forms
inner join quality_limits as forms
    on forms."check" = 'low_valid_rate'
    and forms.name = 'forms'
inner join quality_limits as share
    on share."check" = 'low_valid_rate'
    and share.name = 'share'
where returned >= forms.value
  and valid < share.value * returned
