-- The answers of the shown units of a city by shown group, item and answer. Places and channels inside the city are not
-- shown by unit and group, so the place of an answer is its city. A wave stands for those of a year that asked for the
-- overall item, or for those that did not: what rates are based on (headline) stays as it is in the city.
--
-- reads:   city (survey_answer), shown_unit, source_batch, $city
-- grain:   survey_year, wave, unit_id, group, item, scale_id, answer
-- returns: the columns of survey_count; its forms are in survey_form

with

wave_asked as (

    select
        survey_year,
        wave,
        bool_or(item = 'overall') as has_overall
    from city.survey_answer
    group by survey_year, wave

),

channel_of_year as (

    select
        survey_year,
        case when count(distinct coalesce(channel, 'unknown')) = 1 then min(channel) end as channel
    from city.survey_answer
    group by survey_year

)

select
    answer.survey_year,
    concat($city, ':', answer.survey_year, case when not wave_asked.has_overall then ' items' end) as wave,
    concat($city, ':', answer.current_unit_id)                                       as unit_id,
    shown_unit.shown_group                                                           as "group",
    coalesce(channel_of_year.channel, 'unknown')                                     as channel,
    $city                                                                            as division_code,
    answer.item,
    answer.scale_id,
    answer.answer,
    sum(answer.n)::bigint                                                            as n,
    cast(null as bigint)                                                             as issued,
    cast(null as bigint)                                                             as returned,
    cast(null as bigint)                                                             as valid,
    string_agg(distinct source_batch.told, '; ' order by source_batch.told)          as source_sheet,
    cast(null as integer)                                                            as source_row
from city.survey_answer as answer
inner join shown_unit
    on shown_unit.of_what = 'all'
    and shown_unit.survey_year = answer.survey_year
    and shown_unit.unit_id = answer.current_unit_id
    and shown_unit."group" is not distinct from answer."group"
inner join wave_asked
    on wave_asked.survey_year = answer.survey_year
    and wave_asked.wave = answer.wave
inner join channel_of_year
    on channel_of_year.survey_year = answer.survey_year
left join source_batch
    on source_batch.batch_id = answer.batch_id
group by all
order by all
