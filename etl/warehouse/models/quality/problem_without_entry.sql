-- A unit with problems that lack an entry in a list which other problems of the round have (问题清单, 整改清单, 工作清单 …).
-- Why: a problem without measures in the list is not being worked on.
-- Severity: warning. Given: problems with an entry, expected: problems; the subject ends in the first one without.

with

problem as (

    select distinct source, round_no, problem_id, item_id, unit_id, current_unit_id
    from rectification_episode

),

list as (

    select distinct source, round_no, list_kind
    from rectification_entry

),

entered as (

    select distinct item_id, list_kind
    from rectification_entry

)

select
    'problem_without_entry'                                                        as "check",
    'warning'                                                                      as severity,
    'rectification_entry'                                                          as dataset,
    max(problem.unit_id)                                                           as unit_id,
    problem.current_unit_id,
    cast(null as varchar)                                                          as period,
    concat_ws(
        ' · ',
        'source.' || problem.source,
        problem.round_no,
        'list_kind.' || list.list_kind,
        min(case when entered.item_id is null then problem.problem_id end)
    )                                                                              as subject,
    count(entered.item_id)                                                         as given,
    count(*)                                                                       as expected,
    cast(null as varchar)                                                          as batch_id,
    cast(null as varchar)                                                          as source_sheet,
    cast(null as integer)                                                          as source_row
from problem
inner join list
    on problem.source = list.source
    and problem.round_no = list.round_no
left join entered
    on problem.item_id = entered.item_id
    and list.list_kind = entered.list_kind
group by problem.source, problem.round_no, problem.current_unit_id, list.list_kind
having count(entered.item_id) < count(*)
