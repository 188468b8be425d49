-- An appraisal whose ballots by grade do not add up to the ballots cast.
-- Why: unmarked ballots are a class of their own, and a share must say what it divides by.
-- Severity: note.

select
    'appraisal_ballots'                as "check",
    'note'                             as severity,
    'appraisal'                        as dataset,
    unit_id,
    current_unit_id,
    cast(year as varchar)              as period,
    post                               as subject,
    good + fairly_good + fair + poor   as given,
    ballots                            as expected,
    batch_id,
    source_sheet,
    source_row
from appraisal
where good + fairly_good + fair + poor <> ballots
