-- The keys that stand several times in a batch. Keys that cannot be read are none.
--
-- reads:   checked_row
-- grain:   again_batch, again_year, again_wave, again_form, again_unit, again_item
-- returns: the grain: batch, survey_year, wave, key_form, unit_id and item, by names of their own because it is joined
--          with them
-- Portable: also runs where a province's answers outgrow one machine.

select
    batch       as again_batch,
    survey_year as again_year,
    wave        as again_wave,
    key_form    as again_form,
    unit_id     as again_unit,
    item        as again_item
from checked_row
where key_form is not null
  and survey_year is not null
  and wave is not null
  and unit_id is not null
  and item is not null
group by batch, survey_year, wave, key_form, unit_id, item
having count(*) > 1
