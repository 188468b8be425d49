-- An episode found, closed or withdrawn after the reference day of the ledgers.
-- Why: figures as of that day leave it out, so that a row that was accepted counts nowhere.
-- Severity: warning. given, expected: the year of the day, and that of the reference day.

with

dated as (

    select *, greatest(found_on, closed_on, withdrawn_on) as day
    from rectification_episode

)

select
    'after_as_of'                                                   as "check",
    'warning'                                                       as severity,
    'rectification_item'                                            as dataset,
    dated.unit_id,
    dated.current_unit_id,
    cast(dated.day as varchar)                                      as period,
    concat_ws(' · ', 'source.' || dated.source, dated.round_no, dated.problem_id) as subject,
    year(dated.day)                                                 as given,
    year(as_of.as_of)                                               as expected,
    dated.batch_id,
    dated.source_sheet,
    dated.source_row
from dated
inner join as_of
    on dated.day > as_of.as_of
