-- Form-cells with issued < returned or returned < valid. Must give no row.
--
-- returns: survey_year, wave, unit_id, group, channel, division_code, issued, returned, valid

select
    survey_year,
    wave,
    unit_id,
    "group",
    channel,
    division_code,
    issued,
    returned,
    valid
from survey_form
where issued < returned
   or returned < valid
   or issued < valid
