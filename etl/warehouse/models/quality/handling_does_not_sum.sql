-- A 12345 cell in which finished, open and overdue do not add up to received.
-- Why: overdue cases are counted inside the open ones, or a case was lost. Kept as published, never repaired.
-- Severity: warning. Only where all four are given: a blank is not 0.

select
    'handling_does_not_sum'                            as "check",
    'warning'                                          as severity,
    'hotline'                                          as dataset,
    unit_id,
    current_unit_id,
    period,
    concat_ws(' · ', place, 'hotline_channel.' || channel) as subject,
    received                                           as given,
    finished + open + overdue                          as expected,
    batch_id,
    source_sheet,
    source_row
from hotline_cell
where received <> finished + open + overdue
