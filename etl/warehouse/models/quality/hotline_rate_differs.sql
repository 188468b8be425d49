-- A 12345 cell whose on-time rate is not on time ÷ due.
-- Why: the rate was divided by the finished cases, which makes it look better.
-- Severity: warning. Only where all three are given.

select
    'hotline_rate_differs'                             as "check",
    'warning'                                          as severity,
    'hotline'                                          as dataset,
    unit_id,
    current_unit_id,
    period,
    concat_ws(' · ', place, 'hotline_channel.' || channel) as subject,
    on_time_rate                                       as given,
    on_time / due                                      as expected,
    batch_id,
    source_sheet,
    source_row
from hotline_cell
where due > 0
  and abs(on_time_rate - on_time / due) > (select value from quality_limits where "check" = 'hotline_rate_differs')
