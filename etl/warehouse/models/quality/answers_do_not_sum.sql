-- A 12345 cell in which answered online and dispatched do not add up to received.
-- Why: a request is answered at once or sent to a unit, nothing else. Kept as published, never repaired.
-- Severity: warning. Only where all three are given.

select
    'answers_do_not_sum'                               as "check",
    'warning'                                          as severity,
    'hotline'                                          as dataset,
    unit_id,
    current_unit_id,
    period,
    concat_ws(' · ', place, 'hotline_channel.' || channel) as subject,
    received                                           as given,
    answered_online + dispatched                       as expected,
    batch_id,
    source_sheet,
    source_row
from hotline_cell
where received <> answered_online + dispatched
