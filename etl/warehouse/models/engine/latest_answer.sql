-- The answers that count: of answers with the same key in several batches, the latest batch's.
--
-- reads:   accepted_answer
-- grain:   survey_year, wave, form_id, unit_id, item
-- returns: the columns of accepted_answer
-- Portable: also runs where a province's answers outgrow one machine.

with

placed as (

    select
        accepted_answer.*,
        row_number() over (partition by survey_year, wave, form_id, unit_id, item order by batch desc) as place
    from accepted_answer

)

select
    batch, part, source_row, survey_year, wave, form_id, unit_id, item, "group", channel, division_code, scale_id,
    answer
from placed
where place = 1
