-- What rejected rows could change: the range of each headline figure of the city if all of them had been counted
-- against it or all for it (satisfied or dissatisfied, closed on time or late, and so on), or the reason why there is
-- no range. lowest: none of them in the numerator, highest: all. Rows of answers and ratings count as many of them as
-- the accepted rows of the year have on average, all others once. A file that spans several years counts in each of
-- them: the year may be what is wrong. There is no narrowing to units or classes, because a rejected row may name none.
-- Without a range, figure is the dataset.
-- reason: no_year (no row of the file counts in any year) | no_figure (none on this basis) | published | no_limit |
-- rules | unknown_subject | persons | directory
--
-- grain:   figure, year
-- params:  year_from integer, year_to integer, basis varchar, as_of date, deadline varchar
-- returns: figure varchar, year integer, rejected_n bigint, published double, valid_n bigint, lowest double,
--          highest double, target double, reason varchar, suppressed boolean
-- rests:   answers published valid_n lowest highest, forms published valid_n lowest highest, ratings published valid_n
--          lowest highest

with

item as materialized (

    select year(was_due_on) as year, overdue, on_time, batch_id
    from rectification_items_at($as_of::date, $deadline, [], [])
    where is_due

),

-- Which batches hold rows of which year. records_n: the answers or ratings in the figure, null where a row is one
-- record.
counted as materialized (

    select figure, year, batch_id, records_n
    from record_by_batch
    union all
    select distinct 'problem_opinion_rate', survey_year, batch_id, null
    from opinion
    union all
    select distinct 'on_time_closure_rate', year, batch_id, null
    from item
    union all
    select distinct 'overdue_rate', year($as_of::date), batch_id, null
    from rectification_episode

),

dataset_of as (

    select unnest([
        {'figure': 'satisfaction_rate', 'dataset': 'survey_response'},
        {'figure': 'satisfaction_rate', 'dataset': 'survey_count'},
        {'figure': 'problem_opinion_rate', 'dataset': 'opinion'},
        {'figure': 'on_time_closure_rate', 'dataset': 'rectification_item'},
        {'figure': 'overdue_rate', 'dataset': 'rectification_item'},
        {'figure': 'good_rating_rate', 'dataset': 'service_rating'}
    ], recursive := true)

),

-- records_n is null where the average row may not be told.
of_year as (

    select
        counted.figure,
        counted.year,
        sum(rejected.rejected_n) as rejected_n,
        ceil(sum(rejected.rejected_n) * any_value(if(counted.records_n is null, 1, per_row.records_n))) as records_n
    from counted
    inner join dataset_of
        on dataset_of.figure = counted.figure
    inner join rejected_by_batch as rejected
        on rejected.batch_id = counted.batch_id
        and rejected.dataset = dataset_of.dataset
    left join record_per_row as per_row
        on per_row.figure = counted.figure
        and per_row.year = counted.year
    where within_years(counted.year, $year_from, $year_to)
    group by counted.figure, counted.year

),

-- n: the records that the rate is per. adds: whether the rejected records are among those.
figure as (

    select 'satisfaction_rate' as figure, year, rate, valid_n::double as n, true as adds, suppressed
    from satisfaction_series('all', $basis, 'overall', [], [], [])
    union all
    select 'problem_opinion_rate', year, rate, valid_n, false, suppressed
    from opinion_series('channel', [], [], [])
    where key = 'all'
    union all
    select
        'on_time_closure_rate', year, on_time_closure_rate(count(*) filter (on_time), count(*)), count(*), true, false
    from item
    group by year
    union all
    select 'overdue_rate', year($as_of::date), overdue_rate(count(*) filter (overdue), count(*)), count(*), true, false
    from item
    union all
    select 'good_rating_rate', year(month), good_rating_rate(sum(good_n), sum(rated_n)), sum(rated_n), true,
        bool_or(suppressed)
    from ratings_by_month([], [])
    where channel = 'all'
    group by year(month)

),

ranged as (

    select
        of_year.figure,
        of_year.year::integer as year,
        of_year.rejected_n,
        of_year.records_n,
        coalesce(figure.suppressed, false) or of_year.records_n is null as suppressed,
        case when of_year.records_n is not null and not figure.suppressed then figure.rate end as published,
        case when of_year.records_n is not null and not figure.suppressed then figure.n end    as valid_n,
        case when figure.adds then figure.n + of_year.records_n else figure.n end as n_with
    from of_year
    left join figure
        on figure.figure = of_year.figure
        and figure.year = of_year.year

),

without_range as (

    select
        dataset         as figure,
        sum(rejected_n) as rejected_n,
        case
            when dataset in (select dataset from dataset_of) then 'no_year'
            when dataset in ('hotline', 'hotline_topic') then 'published'
            when dataset = 'index_score' then 'no_limit'
            when dataset in ('member_points', 'branch_rating', 'brand', 'conduct_score', 'business_score') then 'rules'
            when dataset in ('appraisal', 'bad_rating') then 'persons'
            when dataset in ('unit', 'unit_lineage') then 'directory'
            else 'unknown_subject'
        end             as reason
    from rejected_by_batch
    where dataset not in (select dataset from dataset_of)
       or batch_id not in (select batch_id from counted)
    group by dataset

),

final as (

    select
        ranged.figure,
        ranged.year,
        ranged.rejected_n::bigint as rejected_n,
        ranged.published,
        ranged.valid_n::bigint    as valid_n,
        rate_with(ranged.published, ranged.valid_n, 0, ranged.n_with)                as lowest,
        rate_with(ranged.published, ranged.valid_n, ranged.records_n, ranged.n_with) as highest,
        target.target,
        case when ranged.published is null and not ranged.suppressed then 'no_figure' end as reason,
        ranged.suppressed
    from ranged
    left join target
        on target.metric = case ranged.figure when 'good_rating_rate' then 'service_rating_rate' else ranged.figure end
        and coalesce(target.basis, $basis) = $basis

    union all

    select figure, null, rejected_n::bigint, null, null, null, null, null, reason, false
    from without_range

)

select *
from final
order by reason is not null, year desc nulls last, array_position(
    ['satisfaction_rate', 'problem_opinion_rate', 'on_time_closure_rate', 'overdue_rate', 'good_rating_rate'], figure
), figure
