-- The forms of the shown units of a city by shown group. A sum of which a part is not known is not known.
--
-- reads:   city (survey_form), shown_unit, source_batch, $city
-- grain:   survey_year, unit_id, group
-- returns: the columns of survey_form_cell but batch_id, and source_sheet

with

channel_of_year as (

    select
        survey_year,
        case when count(distinct coalesce(channel, 'unknown')) = 1 then min(channel) end as channel
    from city.survey_form
    group by survey_year

)

select
    form.survey_year,
    concat($city, ':', form.survey_year)                                             as wave,
    concat($city, ':', form.current_unit_id)                                         as unit_id,
    shown_unit.shown_group                                                           as "group",
    coalesce(channel_of_year.channel, 'unknown')                                     as channel,
    $city                                                                            as division_code,
    case when count(form.issued) = count(*) then sum(form.issued)::bigint end        as issued,
    case when count(form.returned) = count(*) then sum(form.returned)::bigint end    as returned,
    case when count(form.valid) = count(*) then sum(form.valid)::bigint end          as valid,
    string_agg(distinct source_batch.told, '; ' order by source_batch.told)          as source_sheet
from city.survey_form as form
inner join shown_unit
    on shown_unit.of_what = 'form'
    and shown_unit.survey_year = form.survey_year
    and shown_unit.unit_id = form.current_unit_id
    and shown_unit."group" is not distinct from form."group"
inner join channel_of_year
    on channel_of_year.survey_year = form.survey_year
left join source_batch
    on source_batch.batch_id = form.batch_id
group by all
order by all
