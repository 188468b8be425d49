-- What is counted of each unit outside the survey, for suppressed_unit: valid call-backs of the hotline by period,
-- ratings that users gave by month (a month with a small number in one channel is suppressed whole), members by index
-- and year, and the members of the points ledgers, whose pioneer scores are the same.
--
-- reads:   hotline, index_score, member_home, service_rating
-- grain:   figure, counted, period_kind, period, current_unit_id
-- returns: figure, counted, period_kind, period, current_unit_id, n

select
    'valid_callbacks'   as figure,
    'callbacks'         as counted,
    period_kind,
    period_from         as period,
    current_unit_id,
    sum(value)          as n
from hotline
where channel = 'all'
  and division_code is null
  and unit_id is not null
  and measure = 'valid_callbacks'
group by all

union all

select 'active_ratings', part.part, 'month', rating.month, rating.current_unit_id, sum(rating.n)
from service_rating as rating
cross join lateral (select unnest(['all', rating.channel]) as part) as part
where rating.active
  and rating.class = 'valid'
group by all

union all

select "index", 'members', 'year', make_date(survey_year, 1, 1), current_unit_id, count(distinct (subject_id, rule_set))
from index_score
where subject_grain = 'member'
  and score is not null
group by all

union all

select 'pioneer', 'points', 'year', make_date(year, 1, 1), current_unit_id, count(*)
from member_home
group by all
