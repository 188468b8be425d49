-- The answers or ratings in a figure, by year and batch.
select 'satisfaction_rate' as figure, survey_year as year, batch_id, sum(n) filter (class = 'valid') as records_n
from survey_answer
where headline
group by all
union all
select 'good_rating_rate', year(month), batch_id, sum(n) filter (active and class = 'valid')
from service_rating
group by all
