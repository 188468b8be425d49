-- Each answer with its codes and the faults of its cells: words that are in no list, an answer that is not on its
-- scale, a year that cannot be, a form number that is none. Faults are written `rule:column `, one after the other.
--
-- reads:   tidy_row, word (place, text, context, code, faults, blanked: what a word means and what is wrong with it),
--          source_part (number, batch, padded: the digits of its forms with leading zeros, 0 for none)
-- grain:   part, source_row
-- returns: the grain, batch, codes by the names of the contract (null where unread), key_form (null where a form number
--          cannot tell forms apart), faults (of cells that reject the row), blanked (of cells left out), texts (…_text)
-- Portable: also runs where a province's answers outgrow one machine.

with

form as (

    select
        tidy_row.*,
        source_part.batch,
        case
            when tidy_row.form_id = '' or nothing.text is not null then 'missing'
            when error.text is not null then 'error_value'
            when tidy_row.form_id like '=[%' then 'formula'
            when regexp_matches(
                tidy_row.form_id, '^=(…|[.][.][.]|[-+(0-9"''{]|[$]?[A-Z]{1,3}[$]?[0-9]|[A-Z][A-Z0-9.]*[(]|[^=]*!)'
            ) then 'formula'
            when regexp_matches(tidy_row.form_id, '^[0-9]([.][0-9]+)?[eE][+]?[0-9]+$') then 'long_number'
            when length(tidy_row.form_id) < source_part.padded
                and regexp_matches(tidy_row.form_id, '^[1-9][0-9]*$') then 'lost_zeros'
            else ''
        end as form_fault
    from tidy_row
    inner join source_part on source_part.number = tidy_row.part
    left join word as nothing
        on nothing.place = 'nothing' and nothing.text = tidy_row.form_id
    left join word as error
        on error.place = 'error' and error.text = tidy_row.form_id

)

select
    form.part,
    form.source_row,
    form.batch,
    cast(year_word.code as integer) as survey_year,
    wave_word.code                  as wave,
    form.form_id,
    case when form.form_fault = '' then form.form_id end as key_form,
    unit_word.code                  as unit_id,
    item_word.code                  as item,
    group_word.code                 as "group",
    channel_word.code               as channel,
    division_word.code              as division_code,
    scale_word.code                 as scale_id,
    answer_word.code                as answer,
    concat(
        year_word.faults,
        wave_word.faults,
        case when form.form_fault = '' then '' else concat(form.form_fault, ':form_id ') end,
        unit_word.faults,
        item_word.faults,
        group_word.faults,
        scale_word.faults,
        answer_word.faults
    )                               as faults,
    concat(channel_word.blanked, division_word.blanked) as blanked,
    form.survey_year                as survey_year_text,
    form.wave                       as wave_text,
    form.unit_id                    as unit_id_text,
    form.item                       as item_text,
    form."group"                    as group_text,
    form.channel                    as channel_text,
    form.division_code              as division_code_text,
    form.scale_id                   as scale_id_text,
    form.answer                     as answer_text
from form
inner join word as year_word
    on year_word.place = 'survey_year' and year_word.text = form.survey_year
inner join word as wave_word
    on wave_word.place = 'wave' and wave_word.text = form.wave and wave_word.context = form.survey_year
inner join word as unit_word
    on unit_word.place = 'unit_id' and unit_word.text = form.unit_id and unit_word.context = form.survey_year
inner join word as item_word
    on item_word.place = 'item' and item_word.text = form.item
inner join word as group_word
    on group_word.place = 'group' and group_word.text = form."group"
inner join word as channel_word
    on channel_word.place = 'channel' and channel_word.text = form.channel
inner join word as division_word
    on division_word.place = 'division_code'
    and division_word.text = form.division_code
    and division_word.context = form.survey_year
inner join word as scale_word
    on scale_word.place = 'scale_id' and scale_word.text = form.scale_id
inner join word as answer_word
    on answer_word.place = 'answer' and answer_word.text = form.answer and answer_word.context = form.scale_id
