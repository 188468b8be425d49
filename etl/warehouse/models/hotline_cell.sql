-- The 12345 figures with the measures of a cell in columns; a measure that is not given is null.
--
-- reads:   hotline_figure
-- grain:   period_from, period_to, unit_id, division_code, channel
-- returns: the grain, current_unit_id, period, place, batch_id, source_sheet, source_row and one column a measure

select
    period_from,
    period_to,
    unit_id,
    division_code,
    channel,
    max(current_unit_id)                                        as current_unit_id,
    max(period)                                                 as period,
    max(place)                                                  as place,
    max(batch_id)                                               as batch_id,
    max(source_sheet)                                           as source_sheet,
    max(source_row)                                             as source_row,
    max(case when measure = 'received' then value end)          as received,
    max(case when measure = 'answered_online' then value end)   as answered_online,
    max(case when measure = 'dispatched' then value end)        as dispatched,
    max(case when measure = 'finished' then value end)          as finished,
    max(case when measure = 'open' then value end)              as open,
    max(case when measure = 'overdue' then value end)           as overdue,
    max(case when measure = 'due' then value end)               as due,
    max(case when measure = 'on_time' then value end)           as on_time,
    max(case when measure = 'on_time_rate' then value end)      as on_time_rate
from hotline_figure
group by period_from, period_to, unit_id, division_code, channel
