-- Each answer with all its faults, those of keys that stand twice in a batch among them. Of rows that are equal one
-- stays; of rows that share a key but differ none does: only the sender knows which is right. Rows whose key cannot be
-- read are rejected by that alone.
--
-- reads:   judged_row
-- grain:   part, source_row
-- returns: the columns of judged_row
-- Portable: also runs where a province's answers outgrow one machine.

with

again as (

    select
        batch       as again_batch,
        survey_year as again_year,
        wave        as again_wave,
        key_form    as again_form,
        unit_id     as again_unit,
        item        as again_item
    from judged_row
    where key_form is not null
      and survey_year is not null
      and wave is not null
      and unit_id is not null
      and item is not null
    group by batch, survey_year, wave, key_form, unit_id, item
    having count(*) > 1

),

met as (

    select judged_row.*, again.again_batch
    from judged_row
    left join again
        on again.again_batch = judged_row.batch
        and again.again_year = judged_row.survey_year
        and again.again_wave = judged_row.wave
        and again.again_form = judged_row.key_form
        and again.again_unit = judged_row.unit_id
        and again.again_item = judged_row.item

),

copied as (

    select
        met.*,
        row_number() over (
            partition by
                batch, survey_year, wave, key_form, unit_id, item, "group", channel, division_code, scale_id, answer
            order by part, source_row, unit_id_text, item_text, group_text, channel_text, answer_text
        ) as copy
    from met
    where again_batch is not null

),

kind as (

    select
        copied.*,
        sum(case when copy = 1 then 1 else 0 end) over (
            partition by batch, survey_year, wave, key_form, unit_id, item
        ) as kinds
    from copied

)

select
    part, source_row, batch, survey_year, wave, form_id, key_form, unit_id, item, "group", channel, division_code,
    scale_id, answer, faults, blanked, survey_year_text, wave_text, unit_id_text, item_text, group_text, channel_text,
    division_code_text, scale_id_text, answer_text
from met
where again_batch is null

union all

select
    part, source_row, batch, survey_year, wave, form_id, key_form, unit_id, item, "group", channel, division_code,
    scale_id, answer,
    concat(
        faults,
        case when copy > 1 then 'repeated_row: ' when kinds > 1 then 'repeated_key:form_id ' else '' end
    ) as faults,
    blanked, survey_year_text, wave_text, unit_id_text, item_text, group_text, channel_text, division_code_text,
    scale_id_text, answer_text
from kind
