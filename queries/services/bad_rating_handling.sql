-- Bad ratings (差评) and what was done about them at as_of, by the month and year of the rating and over all years
-- chosen. bad_n is the sum of struck_n (struck out on appeal), waiting_n (the limit is not over: neither kept nor
-- missed), on_time_n, late_n and overdue_n (not rectified); due_n: the last three. Rates are of due_n,
-- bad_callback_rate of answered_n. All are counted; lower and upper take the ratings as a sample of how they are
-- handled (Wilson). summary_n: bad ratings in the monthly ratings (service_rating), of_both_n: in the ledger, both of
-- the months that both hold and that are over. For chosen units and classes there are no months, and the years are sums
-- over the units that are shown in a year (units_hidden: the others). What users said at the call-back is given by year
-- and in total only. limit_days: the working days granted at as_of.
--
-- grain:   period_kind, period
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date
-- returns: period_kind varchar, period date, bad_n bigint, struck_n bigint, waiting_n bigint, due_n bigint,
--          on_time_n bigint, late_n bigint, overdue_n bigint, replied_n bigint, called_back_n bigint,
--          answered_n bigint, satisfied_n bigint, replied_rate double, rectified_rate double, rectified_lower double,
--          rectified_upper double, called_back_rate double, bad_callback_rate double, callback_lower double,
--          callback_upper double, of_both_n bigint, summary_n bigint, units_hidden bigint, limit_days integer,
--          suppressed boolean
-- rests:   ratings bad_n struck_n waiting_n due_n on_time_n late_n overdue_n replied_n called_back_n replied_rate
--          rectified_rate rectified_lower rectified_upper called_back_rate of_both_n summary_n,
--          callbacks answered_n satisfied_n bad_callback_rate callback_lower callback_upper

with

cell as (

    select *, place <> '' as narrowed
    from bad_rating_places(
        $as_of::date,
        case when len(coalesce($units, [])) + len(coalesce($unit_class, [])) > 0 then 'unit' else 'city' end
    )
    where within_years(year, $year_from, $year_to)
      and chosen(unit_id, $units)
      and chosen(unit_class, $unit_class)

),

-- The months of the whole city that both records hold and that are over.
compared as (

    select
        rating.month,
        rating.bad_n               as summary_n,
        coalesce(ledger.bad_n, 0)  as of_both_n
    from ratings_by_month([], []) as rating
    left join (select month, sum(bad_n) as bad_n from cell group by month) as ledger
        on ledger.month = rating.month
    where rating.channel = 'all'
      and rating.bad_n is not null
      and rating.month between date_trunc('month', (select min(rated_on) from bad_rating))
          and (select max(rated_on) from bad_rating)
      and last_day(rating.month) <= $as_of::date
      and within_years(year(rating.month), $year_from, $year_to)
      and not exists (from cell where narrowed)

),

record as (

    select *, null::bigint as summary_n, null::bigint as of_both_n from cell
    union all by name
    select month, year(month) as year, false as narrowed, summary_n, of_both_n from compared

),

summed as (

    select
        case grouping(year, month) when 0 then 'month' when 1 then 'year' else 'all' end as period_kind,
        coalesce(month, make_date(coalesce(year, min(year))::integer, 1, 1))             as period,
        bool_or(narrowed)          as narrowed,
        sum(bad_n)::bigint         as bad_n,
        sum(struck_n)::bigint      as struck_n,
        sum(waiting_n)::bigint     as waiting_n,
        sum(due_n)::bigint         as due_n,
        sum(on_time_n)::bigint     as on_time_n,
        sum(late_n)::bigint        as late_n,
        sum(overdue_n)::bigint     as overdue_n,
        sum(replied_n)::bigint     as replied_n,
        sum(called_back_n)::bigint as called_back_n,
        case when period_kind <> 'month' then sum(answered_n)::bigint end  as answered_n,
        case when period_kind <> 'month' then sum(satisfied_n)::bigint end as satisfied_n,
        sum(of_both_n)::bigint     as of_both_n,
        sum(summary_n)::bigint     as summary_n,
        count(distinct unit_id) filter (hidden) as units_hidden
    from record
    group by grouping sets ((year, month), (year), ())

),

final as (

    select
        period_kind,
        period,
        * exclude (period_kind, period, narrowed, of_both_n, summary_n, units_hidden, limit_days),
        of_both_n,
        summary_n,
        units_hidden,
        limit_days,
        bad_n is null and units_hidden > 0 as suppressed
    from handling_rates('summed', $as_of::date)
    where (bad_n is not null or units_hidden > 0)
      and not (narrowed and period_kind = 'month')

)

select *
from final
order by period_kind, period
