-- Each answer with all its faults, those of keys that stand twice in a batch among them. Of rows that are equal one
-- stays; of rows that share a key but differ none does: only the sender knows which is right. Rows whose key cannot be
-- read are rejected by that alone.
--
-- reads:   checked_row, repeated_key
-- grain:   part, source_row
-- returns: the columns of checked_row
-- Portable: also runs where a province's answers outgrow one machine.

with

met as (

    select checked_row.*, repeated_key.again_batch
    from checked_row
    left join repeated_key
        on repeated_key.again_batch = checked_row.batch
        and repeated_key.again_year = checked_row.survey_year
        and repeated_key.again_wave = checked_row.wave
        and repeated_key.again_form = checked_row.key_form
        and repeated_key.again_unit = checked_row.unit_id
        and repeated_key.again_item = checked_row.item

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
