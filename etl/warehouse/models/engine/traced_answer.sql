-- The answers that a trace asks for.
--
-- reads:   response, wanted (wanted_part, wanted_year, wanted_wave, wanted_unit, wanted_item)
-- grain:   part, source_row (null where the engine cannot number rows)
-- returns: the grain, survey_year, item, scale_id, answer: what may be told of an answer
-- Portable: also runs where a province's answers outgrow one machine.

select
    response.part,
    response.source_row,
    response.survey_year,
    response.item,
    response.scale_id,
    response.answer
from response
inner join wanted
    on wanted.wanted_part = response.part
    and wanted.wanted_year = response.survey_year
    and wanted.wanted_wave = response.wave
    and wanted.wanted_unit = response.unit_id
    and wanted.wanted_item = response.item
