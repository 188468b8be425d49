-- Forms returned and valid, from answered forms. A form is valid when one of its answers is. Nobody knows here how
-- many were issued: null.
--
-- reads:   response (accepted rows of survey_response, one a form × unit × item), scale_level
-- grain:   survey_year, wave, unit_id, group, channel, division_code
-- returns: the grain, issued, returned, valid
-- Portable: also runs where a province's answers outgrow one machine.

with

form as (

    select
        response.survey_year,
        response.wave,
        response.unit_id,
        response."group",
        response.channel,
        response.division_code,
        response.form_id,
        max(case when scale_level.class = 'valid' then 1 else 0 end) as is_valid
    from response
    left join scale_level
        on response.scale_id = scale_level.scale_id
        and response.answer = scale_level.answer
    group by
        response.survey_year, response.wave, response.unit_id, response."group", response.channel,
        response.division_code, response.form_id

)

select
    survey_year,
    wave,
    unit_id,
    "group",
    channel,
    division_code,
    cast(null as bigint) as issued,
    count(*)             as returned,
    sum(is_valid)        as valid
from form
group by survey_year, wave, unit_id, "group", channel, division_code
