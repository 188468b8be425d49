-- Form cells with issued < returned or returned < valid. Must return no row.
--
-- returns: survey_year, wave, unit_id, group, channel, division_code, issued, returned, valid, file

select
    survey_year,
    wave,
    unit_id,
    "group",
    channel,
    division_code,
    issued,
    returned,
    valid,
    batch.file
from survey_form
left join batch using (batch_id)
where issued < returned
   or returned < valid
   or issued < valid
