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

    select batch, survey_year, wave, key_form, unit_id, item
    from judged_row
    where key_form is not null
      and survey_year is not null
      and wave is not null
      and unit_id is not null
      and item is not null
    group by batch, survey_year, wave, key_form, unit_id, item
    having count(*) > 1

),

copied as (

    select
        judged_row.*,
        row_number() over (
            partition by
                judged_row.batch, judged_row.survey_year, judged_row.wave, judged_row.key_form, judged_row.unit_id,
                judged_row.item, judged_row."group", judged_row.channel, judged_row.division_code,
                judged_row.scale_id, judged_row.answer
            order by judged_row.part, judged_row.source_row
        ) as copy
    from judged_row
    inner join again
        on again.batch = judged_row.batch
        and again.survey_year = judged_row.survey_year
        and again.wave = judged_row.wave
        and again.key_form = judged_row.key_form
        and again.unit_id = judged_row.unit_id
        and again.item = judged_row.item

),

kind as (

    select
        copied.*,
        sum(case when copied.copy = 1 then 1 else 0 end) over (
            partition by
                copied.batch, copied.survey_year, copied.wave, copied.key_form, copied.unit_id, copied.item
        ) as kinds
    from copied

)

select
    judged_row.part, judged_row.source_row, judged_row.batch, judged_row.survey_year, judged_row.wave,
    judged_row.form_id, judged_row.key_form, judged_row.unit_id, judged_row.item, judged_row."group",
    judged_row.channel, judged_row.division_code, judged_row.scale_id, judged_row.answer, judged_row.faults,
    judged_row.blanked, judged_row.survey_year_text, judged_row.wave_text, judged_row.unit_id_text,
    judged_row.item_text, judged_row.group_text, judged_row.channel_text, judged_row.division_code_text,
    judged_row.scale_id_text, judged_row.answer_text
from judged_row
left join again
    on again.batch = judged_row.batch
    and again.survey_year = judged_row.survey_year
    and again.wave = judged_row.wave
    and again.key_form = judged_row.key_form
    and again.unit_id = judged_row.unit_id
    and again.item = judged_row.item
where again.batch is null

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
