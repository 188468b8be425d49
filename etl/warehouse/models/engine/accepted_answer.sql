-- The accepted answers of each batch.
--
-- reads:   final_row (verdict_row, of a wide file whole_row)
-- grain:   batch, survey_year, wave, form_id, unit_id, item
-- returns: the grain, part, source_row, group, channel, division_code, scale_id, answer
-- Portable: also runs where a province's answers outgrow one machine.

select
    batch, part, source_row, survey_year, wave, form_id, unit_id, item, "group", channel, division_code, scale_id,
    answer
from final_row
where faults = ''
