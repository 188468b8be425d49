-- One row per month end: items open then, and the episodes opened and ended (closed or withdrawn) in the month. The
-- last month ends on as_of. A re-opened item counts again while it is open. open_year_before: items open at the end of
-- the same month of the year before, and in the last row on the same day; null before the ledger begins.
--
-- grain:   month_end
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date
-- returns: month_end date, backlog_open bigint, opened bigint, ended_n bigint, open_year_before bigint
-- rests:   nothing

with

episode as (

    select
        rectification_episode.found_on,
        coalesce(rectification_episode.closed_on, rectification_episode.withdrawn_on) as ended_on
    from rectification_episode
    left join unit
        on unit.unit_id = rectification_episode.current_unit_id
    where rectification_episode.found_on <= $as_of::date
      and chosen(rectification_episode.current_unit_id, $units)
      and chosen(unit.unit_class, $unit_class)

),

month as (

    select unnest(generate_series(
        date_trunc('month', min(found_on))::timestamp, date_trunc('month', $as_of::date)::timestamp, interval 1 month
    ))::date as month
    from episode

),

opened as (

    select date_trunc('month', found_on) as month, count(*) as n
    from episode
    group by all

),

ended as (

    select date_trunc('month', ended_on) as month, count(*) as n
    from episode
    where ended_on <= $as_of::date
    group by all

),

counted as (

    select
        month.month,
        coalesce(opened.n, 0) as opened,
        coalesce(ended.n, 0)  as ended_n
    from month
    left join opened
        on opened.month = month.month
    left join ended
        on ended.month = month.month

),

summed as (

    select
        least(last_day(month), $as_of::date)                                        as month_end,
        backlog_open(sum(opened) over so_far, sum(ended_n) over so_far)::bigint     as backlog_open,
        opened,
        ended_n
    from counted
    window so_far as (order by month rows between unbounded preceding and current row)

),

-- as_of may lie within its month, which no month end of the year before answers to.
year_before as (

    select backlog_open(count(*) filter (found_on <= day), count(*) filter (ended_on <= day)) as n
    from episode
    cross join (select ($as_of::date - interval 1 year)::date as day)
    having min(found_on) <= any_value(day)

),

final as (

    select
        *,
        case
            when month_end = $as_of::date then (from year_before)
            else lag(backlog_open, 12) over (order by month_end)
        end as open_year_before
    from summed

)

select *
from final
where within_years(year(month_end), $year_from, $year_to)
order by month_end
