-- The kind of each period of the 12345 figures, from its first and last day: week, month, quarter, year, other.
--
-- reads:   hotline_row, hotline_topic_row (live rows)
-- grain:   period_from, period_to
-- returns: the grain, period_kind

select distinct
    period_from,
    period_to,
    case
        when date_diff('day', period_from, period_to) < 10
            then 'week'
        when period_from = date_trunc('month', period_from) and period_to = last_day(period_from)
            then 'month'
        when period_from = date_trunc('quarter', period_from)
            and period_to = cast(date_trunc('quarter', period_from) + interval 3 month - interval 1 day as date)
            then 'quarter'
        when period_from = date_trunc('year', period_from)
            and period_to = make_date(cast(year(period_from) as integer), 12, 31)
            then 'year'
        else 'other'
    end as period_kind
from (
    select period_from, period_to from hotline_row
    union
    select period_from, period_to from hotline_topic_row
)
