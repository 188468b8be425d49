-- Entries of a list whose problem is not in the ledger.
-- Why: the number is misspelt, or the ledger of that round has not been loaded.
-- Severity: warning. One finding a problem and list.

select
    'entry_without_problem'                                                                as "check",
    'warning'                                                                              as severity,
    'rectification_entry'                                                                  as dataset,
    max(unit_id)                                                                           as unit_id,
    max(current_unit_id)                                                                   as current_unit_id,
    cast(null as varchar)                                                                  as period,
    concat_ws(' · ', 'source.' || source, round_no, 'list_kind.' || list_kind, problem_id) as subject,
    count(*)                                                                               as given,
    0                                                                                      as expected,
    max(batch_id)                                                                          as batch_id,
    max(source_sheet)                                                                      as source_sheet,
    min(source_row)                                                                        as source_row
from rectification_entry
where item_id not in (select item_id from rectification_episode)
group by source, round_no, problem_id, list_kind
