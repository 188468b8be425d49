-- The four headline figures of the last year in the range, with target and change from the year before. overdue_rate is
-- compared with as_of one year earlier. The same items are in both rates, so this change has no limits. Rates of items
-- are never suppressed. rate = numerator_n / valid_n: answers, opinions per form, or items per due item. An item counts
-- in the year of its passed deadline. Verdicts on answers and opinions use the limits, verdicts on items the count.
--
-- grain:   metric
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          as_of date, deadline varchar
-- returns: metric varchar, year integer, numerator_n bigint, valid_n bigint, rate double, lower double, upper double,
--          change double, change_lower double, change_upper double, target double, verdict varchar, suppressed boolean,
--          break_before boolean
-- rests:   answers numerator_n valid_n rate lower upper change change_lower change_upper, forms valid_n rate lower
--          upper change change_lower change_upper

with

satisfaction as (

    select *
    from satisfaction_series('all', $basis, 'overall', $units, $unit_class, $groups)
    where within_years(year, $year_from, $year_to)
    qualify row_number() over (order by year desc) = 1

),

opinion_rate as (

    select *
    from opinion_series('channel', $units, $unit_class, $groups)
    where key = 'all'
      and within_years(year, $year_from, $year_to)
    qualify row_number() over (order by year desc) = 1

),

item as (

    select *
    from rectification_items_on(
        [$as_of::date, ($as_of::date - interval 1 year)::date], $deadline, $units, $unit_class
    )

),

on_time_by_year as (

    select
        year(was_due_on)::integer as year,
        count(*) filter (on_time) as on_time,
        count(*)                  as due
    from item
    where is_due
      and as_of = $as_of::date
    group by all

),

on_time as (

    select
        now.year,
        now.on_time,
        now.due,
        on_time_closure_rate(now.on_time, now.due)       as rate,
        on_time_closure_rate(before.on_time, before.due) as rate_before,
        wilson_lower(now.on_time, now.due)               as lower,
        wilson_upper(now.on_time, now.due)               as upper,
        wilson_lower(before.on_time, before.due)         as lower_before,
        wilson_upper(before.on_time, before.due)         as upper_before
    from on_time_by_year as now
    left join on_time_by_year as before
        on before.year = now.year - 1
    where within_years(now.year, $year_from, $year_to)
    qualify row_number() over (order by now.year desc) = 1

),

overdue as (

    select
        as_of,
        count(*) filter (overdue) as overdue,
        count(*) filter (is_due)  as due
    from item
    group by as_of

),

figure as (

    select
        'satisfaction_rate' as metric, year, satisfied_n as numerator_n, valid_n, rate, lower, upper,
        change, change_lower, change_upper, suppressed, break_before
    from satisfaction

    union all

    select
        'problem_opinion_rate', year, problems_n, valid_n, rate, lower, upper,
        change, change_lower, change_upper, suppressed, break_before
    from opinion_rate

    union all

    select
        'on_time_closure_rate', year, on_time, due, rate, lower, upper,
        rate - rate_before,
        difference_lower(rate, lower, rate_before, upper_before),
        difference_upper(rate, upper, rate_before, lower_before),
        false, false
    from on_time

    union all

    select
        'overdue_rate', year($as_of::date)::integer, now.overdue, now.due, overdue_rate(now.overdue, now.due),
        wilson_lower(now.overdue, now.due), wilson_upper(now.overdue, now.due),
        overdue_rate(now.overdue, now.due) - overdue_rate(before.overdue, before.due),
        null, null, false, false
    from overdue as now
    left join overdue as before
        on before.as_of < now.as_of
    where now.as_of = $as_of::date
      and now.due > 0

),

final as (

    select
        figure.* exclude (suppressed, break_before),
        target.target,
        case figure.metric
            when 'problem_opinion_rate'
                then verdict_low(figure.lower, figure.upper, coalesce(figure.valid_n, 0), target.target)
            when 'on_time_closure_rate' then verdict_of_all(figure.rate, figure.valid_n, target.target)
            when 'overdue_rate' then verdict_of_all_low(figure.rate, figure.valid_n, target.target)
            else verdict(figure.lower, figure.upper, coalesce(figure.valid_n, 0), target.target)
        end as verdict,
        figure.suppressed,
        figure.break_before
    from figure
    left join target
        on target.metric = figure.metric
        and coalesce(target.basis, $basis) = $basis

)

select *
from final
order by array_position(
    ['satisfaction_rate', 'problem_opinion_rate', 'on_time_closure_rate', 'overdue_rate'], metric
)
