-- Rejected rows, and which figures they could change.

-- The rate if added_n of the rejected records were in its numerator; n_with: its records with the rejected ones.
create or replace macro rate_with(rate, n, added_n, n_with) as ((rate * n + added_n) / nullif(n_with, 0));

-- The number of rejected rows by batch; a row of which only a cell was left blank is none.
create or replace macro rejected_by_batch() as table
select dataset, batch_id, count(distinct (source_sheet, source_row)) as rejected_n
from rejected_row
where not blanked
group by dataset, batch_id;

-- The answers or ratings in a figure, by year and batch.
create or replace macro records_by_batch() as table
select 'satisfaction_rate' as figure, survey_year as year, batch_id, sum(n) filter (class = 'valid') as records_n
from survey_answer
where headline
group by all
union all
select 'good_rating_rate', year(month), batch_id, sum(n) filter (active and class = 'valid')
from service_rating
group by all;

-- Which batches hold rows of which year, by figure. records_n: the answers or ratings in the figure, null where a row is
-- one record.
create or replace macro batches_of_figures(day, deadline) as table
from records_by_batch()
union all
select distinct 'problem_opinion_rate', survey_year, batch_id, null
from opinion
union all
select distinct 'on_time_closure_rate', year(was_due_on), batch_id, null
from rectification_items_at(day, deadline, [], [])
where is_due
union all
select distinct 'overdue_rate', year(day), batch_id, null
from rectification_episode;

-- How many answers or ratings an accepted row stands for on average, by figure and year; at least one. Averages are of
-- batches whose rows may be counted, so that they tell of no hidden one; without any there is no row.
create or replace macro records_per_row() as table
with

counted as (

    select *
    from records_by_batch()
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
left join counted_batches() as shown
    on shown.batch_id = counted.batch_id
where shown.batch_id is not null or not is_of_people(batch.dataset)
group by counted.figure, counted.year;
