-- A 12345 figure whose channels do not add up to the one for all channels.
-- Why: a published bulletin may be wrong; it is kept as published and never repaired.
-- Severity: warning. Only counts, and only where at least two channels are given.

select
    'channels_do_not_sum'                                            as "check",
    'warning'                                                        as severity,
    'hotline'                                                        as dataset,
    unit_id,
    max(current_unit_id)                                             as current_unit_id,
    max(period)                                                      as period,
    concat_ws(' · ', max(place), 'hotline_measure.' || measure)      as subject,
    sum(case when channel = 'all' then value end)                    as given,
    sum(case when channel <> 'all' then value end)                   as expected,
    max(case when channel = 'all' then batch_id end)                 as batch_id,
    max(case when channel = 'all' then source_sheet end)             as source_sheet,
    max(case when channel = 'all' then source_row end)               as source_row
from hotline_figure
where countable
group by period_from, period_to, unit_id, division_code, measure
having sum(case when channel <> 'all' then 1 else 0 end) >= 2
   and sum(case when channel = 'all' then value end) <> sum(case when channel <> 'all' then value end)
