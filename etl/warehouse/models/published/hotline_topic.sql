-- The hot topics of a city's 12345 bulletins: those of its units, and its own, whose place in the province is the city.
-- Topics of places inside it stay there.
--
-- reads:   city (hotline_topic), source_batch, $city
-- grain:   as hotline_topic
-- returns: the columns of hotline_topic that its batches have, but batch_id

select
    topic.period_text,
    topic.period_from,
    topic.period_to,
    case when topic.unit_id is not null then concat($city, ':', topic.unit_id) end as unit_id,
    case when topic.unit_id is null then $city end                                 as division_code,
    topic.topic,
    topic.n,
    topic.rank_no,
    concat_ws(' › ', source_batch.told, nullif(topic.source_sheet, ''))            as source_sheet,
    topic.source_row
from city.hotline_topic as topic
left join source_batch
    on source_batch.batch_id = topic.batch_id
where topic.division_code is null
order by all
