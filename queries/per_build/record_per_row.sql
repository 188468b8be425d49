-- How many answers or ratings an accepted row stands for on average, by figure and year; at least one. Averages are of
-- batches whose rows may be counted, so that they tell of no hidden one; without any there is no row.
with

counted as (

    select *
    from record_by_batch
    where records_n is not null

)

select
    counted.figure,
    counted.year,
    greatest(sum(of_batch.records_n) / sum(batch.accepted), 1) as records_n
from counted
inner join (select figure, batch_id, sum(records_n) as records_n from counted group by all) as of_batch
    on of_batch.figure = counted.figure
    and of_batch.batch_id = counted.batch_id
inner join batch
    on batch.batch_id = counted.batch_id
left join counted_batch as shown
    on shown.batch_id = counted.batch_id
where shown.batch_id is not null or not is_of_people(batch.dataset)
group by counted.figure, counted.year
