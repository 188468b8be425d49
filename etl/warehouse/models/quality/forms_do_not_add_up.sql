-- A form-cell with more valid answers to one item than valid forms.
-- Why: a form has one answer to an item, so one of the two counts is wrong, and with it every rate of the unit.
-- Severity: error. Fewer answers than forms are no finding: an item may be left blank.

with

item_answers as (

    select
        survey_year,
        wave,
        unit_id,
        current_unit_id,
        "group",
        channel,
        division_code,
        item,
        sum(n)        as answers,
        max(batch_id) as batch_id
    from survey_answer
    where class = 'valid'
    group by survey_year, wave, unit_id, current_unit_id, "group", channel, division_code, item

),

forms as (

    select
        survey_year,
        wave,
        unit_id,
        "group",
        channel,
        division_code,
        sum(valid) as valid
    from survey_form
    group by survey_year, wave, unit_id, "group", channel, division_code
    having count(*) = count(valid)

)

select
    'forms_do_not_add_up'                                                              as "check",
    'error'                                                                            as severity,
    'survey_count'                                                                     as dataset,
    item_answers.unit_id,
    item_answers.current_unit_id,
    case
        when item_answers.wave = cast(item_answers.survey_year as varchar) then item_answers.wave
        else item_answers.survey_year || ' ' || item_answers.wave
    end                                                                                as period,
    concat_ws(
        ' · ', 'group.' || item_answers."group", 'channel.' || item_answers.channel, 'item.' || item_answers.item
    )                                                                                  as subject,
    item_answers.answers                                                               as given,
    forms.valid                                                                        as expected,
    item_answers.batch_id,
    cast(null as varchar)                                                              as source_sheet,
    cast(null as integer)                                                              as source_row
from item_answers
inner join forms
    on item_answers.survey_year = forms.survey_year
    and item_answers.wave = forms.wave
    and item_answers.unit_id = forms.unit_id
    and coalesce(item_answers."group", '') = coalesce(forms."group", '')
    and coalesce(item_answers.channel, '') = coalesce(forms.channel, '')
    and coalesce(item_answers.division_code, '') = coalesce(forms.division_code, '')
where item_answers.answers > forms.valid
