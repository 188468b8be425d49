-- Each answer of a wide file, where one row holds the answers to several items: a row is rejected as a whole.
--
-- reads:   verdict_row (with source_row: engines that cannot number rows do not read wide files)
-- grain:   part, source_row, item
-- returns: the columns of verdict_row
-- Portable: also runs where a province's answers outgrow one machine.

with

broken as (

    select distinct
        part       as broken_part,
        source_row as broken_row
    from verdict_row
    where faults <> ''

)

select
    part, source_row, batch, survey_year, wave, form_id, key_form, unit_id, item, "group", channel, division_code,
    scale_id, answer,
    case when faults = '' and broken_part is not null then 'with_its_row: ' else faults end as faults,
    blanked, survey_year_text, wave_text, unit_id_text, item_text, group_text, channel_text, division_code_text,
    scale_id_text, answer_text
from verdict_row
left join broken
    on broken.broken_part = verdict_row.part
    and broken.broken_row = verdict_row.source_row
