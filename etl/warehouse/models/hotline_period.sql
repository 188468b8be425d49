-- The kind of each period of the 12345 figures, from its first and last day: week, month, quarter, year, other. A week
-- has 5 to 8 days: holidays shorten it, and bulletins may share a day. Ten days of a month (旬) are other, also the 8
-- days that end February where the ten days before them are a period too.
--
-- reads:   hotline_row, hotline_topic_row (live rows)
-- grain:   period_from, period_to
-- returns: the grain, period_kind

with

period as (

    select period_from, period_to from hotline_row
    union
    select period_from, period_to from hotline_topic_row

),

ten_days as (

    select period_to
    from period
    where extract(day from period_from) = 11
      and extract(day from period_to) = 20
      and date_diff('day', period_from, period_to) = 9

)

select
    period.period_from,
    period.period_to,
    case
        when date_diff('day', period.period_from, period.period_to) between 4 and 7
            and not (ten_days.period_to is not null and period.period_to = last_day(period.period_from))
            then 'week'
        when period.period_from = date_trunc('month', period.period_from)
            and period.period_to = last_day(period.period_from)
            then 'month'
        when period.period_from = date_trunc('quarter', period.period_from)
            and period.period_to
                = cast(date_trunc('quarter', period.period_from) + interval 3 month - interval 1 day as date)
            then 'quarter'
        when period.period_from = date_trunc('year', period.period_from)
            and period.period_to = make_date(cast(year(period.period_from) as integer), 12, 31)
            then 'year'
        else 'other'
    end as period_kind
from period
left join ten_days
    on ten_days.period_to = period.period_from - 1
