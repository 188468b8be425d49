-- The 12345 figures of the province as sums of its cities' own, where all cities that give any give this one: a sum
-- over some of them would be read as the whole. Rates cannot be added, and a figure that the province gives itself
-- stays.
--
-- reads:   hotline_row, batch
-- grain:   as hotline_row, without a unit and a division
-- returns: the columns of hotline_row; the sheet names the cities, the batch is the newest of theirs

with

of_city as (

    select
        hotline_row.*,
        batch.layout as city
    from hotline_row
    inner join batch
        on batch.batch_id = hotline_row.batch_id
    where batch.dataset = 'city'
      and hotline_row.unit_id is null
      and hotline_row.division_code = batch.layout

)

select
    min(of_city.period_text)                         as period_text,
    of_city.period_from,
    of_city.period_to,
    of_city.channel,
    of_city.measure,
    sum(of_city.value)                               as value,
    max(of_city.batch_id)                            as batch_id,
    string_agg(of_city.city, ' + ' order by city)    as source_sheet
from of_city
anti join (from hotline_row where unit_id is null and division_code is null) as own
    on own.period_from = of_city.period_from
    and own.period_to = of_city.period_to
    and own.channel = of_city.channel
    and own.measure = of_city.measure
where not ends_with(of_city.measure, '_rate')
  and of_city.measure <> 'score'
group by of_city.period_from, of_city.period_to, of_city.channel, of_city.measure
having count(*) = (select count(distinct city) from of_city)
