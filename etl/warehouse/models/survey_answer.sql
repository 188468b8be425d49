-- Cells of answers from answered forms.
--
-- reads:   response (accepted rows of survey_response, one a form × unit × item)
-- grain:   survey_year, wave, unit_id, group, channel, division_code, item, scale_id, answer
-- returns: the grain and n, the number of answers
-- Portable: also runs where a province's answers outgrow one machine.

select
    survey_year,
    wave,
    unit_id,
    "group",
    channel,
    division_code,
    item,
    scale_id,
    answer,
    count(*) as n
from response
group by survey_year, wave, unit_id, "group", channel, division_code, item, scale_id, answer
