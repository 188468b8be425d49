-- The opinions of the shown units of a city: how many by shown group, theme and polarity. Their texts stay in the city.
--
-- reads:   city (opinion, survey_form), shown_unit, source_batch, $city
-- grain:   survey_year, unit_id, group, theme, polarity
-- returns: the columns of opinion but batch_id, current_unit_id

with

channel_of_year as (

    select
        survey_year,
        case when count(distinct coalesce(channel, 'unknown')) = 1 then min(channel) end as channel
    from city.survey_form
    group by survey_year

),

-- An opinion without a group, or of one that sent no form, is told with those of the hidden groups.
counted as (

    select
        opinion.survey_year,
        opinion.current_unit_id                                                          as unit_id,
        coalesce(of_group.shown_group, 'withheld')                                       as "group",
        opinion.theme,
        opinion.polarity,
        sum(opinion.raw_n)::bigint                                                       as raw_n,
        sum(opinion.merged_n)::bigint                                                    as merged_n,
        string_agg(distinct source_batch.told, '; ' order by source_batch.told)          as source_sheet
    from city.opinion as opinion
    semi join shown_unit as of_unit
        on of_unit.of_what = 'form'
        and of_unit.survey_year = opinion.survey_year
        and of_unit.unit_id = opinion.current_unit_id
    left join shown_unit as of_group
        on of_group.of_what = 'form'
        and of_group.survey_year = opinion.survey_year
        and of_group.unit_id = opinion.current_unit_id
        and of_group."group" is not distinct from opinion."group"
    left join source_batch
        on source_batch.batch_id = opinion.batch_id
    group by all

)

select
    counted.survey_year,
    concat_ws(':', $city, counted.unit_id, counted."group", counted.theme, counted.polarity) as opinion_id,
    concat($city, ':', counted.unit_id)                                                      as unit_id,
    counted."group",
    coalesce(channel_of_year.channel, 'unknown')                                             as channel,
    counted.theme,
    counted.polarity,
    counted.raw_n,
    counted.merged_n,
    cast(null as varchar)                                                                    as text,
    counted.source_sheet,
    cast(null as integer)                                                                    as source_row
from counted
left join channel_of_year
    on channel_of_year.survey_year = counted.survey_year
order by all
