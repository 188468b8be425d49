-- The ratings of services of a city by month, current unit and channel, without the months that it hides of a unit.
--
-- reads:   city (service_rating), hidden_unit, source_batch, $city
-- grain:   month, unit_id, channel, active, answer
-- returns: the columns of service_rating that its batches have, but batch_id

select
    rating.month,
    concat($city, ':', rating.current_unit_id)                               as unit_id,
    rating.channel,
    rating.active,
    max(rating.scale_id)                                                     as scale_id,
    rating.answer,
    sum(rating.n)::bigint                                                    as n,
    string_agg(distinct source_batch.told, '; ' order by source_batch.told)  as source_sheet,
    cast(null as integer)                                                    as source_row
from city.service_rating as rating
anti join hidden_unit as hidden
    on hidden.figure = 'active_ratings'
    and hidden.level = 'unit'
    and hidden.period = rating.month
    and hidden.unit_id = rating.current_unit_id
left join source_batch
    on source_batch.batch_id = rating.batch_id
group by rating.month, rating.current_unit_id, rating.channel, rating.active, rating.answer
order by all
