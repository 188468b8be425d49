-- The 12345 figures of a city: those of its units, and its own, whose place in the province is the city. Figures of
-- places inside it stay there. Call-backs are answers of persons: they are taken over all channels only, and not where
-- the city hides them or they are few.
--
-- reads:   city (hotline), hidden_unit, source_batch, $city
-- grain:   as hotline
-- returns: the columns of hotline that its batches have, but batch_id

with

few as (

    select period_from, period_to, unit_id
    from city.hotline
    where channel = 'all'
      and division_code is null
      and measure = 'valid_callbacks'
      and value < smallest_n()

),

figure as (

    select
        *,
        measure in ('valid_callbacks', 'satisfied', 'satisfaction_rate') as of_people
    from city.hotline
    where division_code is null

)

select
    figure.period_text,
    figure.period_from,
    figure.period_to,
    case when figure.unit_id is not null then concat($city, ':', figure.unit_id) end as unit_id,
    case when figure.unit_id is null then $city end                                  as division_code,
    figure.channel,
    figure.measure,
    figure.value,
    concat_ws(' › ', source_batch.told, nullif(figure.source_sheet, ''))             as source_sheet,
    figure.source_row
from figure
left join source_batch
    on source_batch.batch_id = figure.batch_id
left join few
    on few.period_from = figure.period_from
    and few.period_to = figure.period_to
    and few.unit_id is not distinct from figure.unit_id
left join (select distinct period_kind, period, unit_id from hidden_unit
           where figure = 'valid_callbacks' and level = 'unit') as hidden
    on hidden.period_kind = figure.period_kind
    and hidden.period = figure.period_from
    and hidden.unit_id = figure.current_unit_id
where not figure.of_people
   or figure.channel = 'all' and few.period_from is null and hidden.period is null
order by all
