-- One row per item of the ledger at as_of. search: text in the problem, its number, measures, category or unit.
-- state: open | overdue | closed | withdrawn (an overdue item is also open, and both values find it). bucket: age
-- class.
-- days: from finding to the first closure, or to as_of if never closed. The year range selects by the year of finding.
--
-- grain:   item_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, deadline varchar,
--          search varchar, state varchar[], bucket varchar
-- returns: item_id varchar, source varchar, round_no integer, problem_id varchar, unit_id varchar, unit varchar,
--          unit_class varchar, category varchar, problem_text varchar, measures varchar, found_on date,
--          due_text varchar, due_on date, extended_to date, first_closed_on date, closed_on date, withdrawn_on date,
--          status varchar, state varchar, overdue boolean, overdue_days bigint, days bigint, age_days bigint,
--          bucket varchar, episodes bigint, reopened boolean, immediate boolean, long_term boolean, batch_id varchar,
--          source_sheet varchar, source_row integer
-- rests:   nothing

with

item as (

    select *
    from grouped_items($as_of::date, $deadline, $units, $unit_class, $year_from, $year_to, 'all')

),

told as (

    select
        item_id, source, round_no, problem_id, unit_id, unit, unit_class, category, problem_text, measures, found_on,
        due_text, due_on, extended_to, first_closed_on, closed_on, withdrawn_on, status,
        case when overdue then 'overdue' else state end                                           as state,
        overdue,
        case when overdue then date_diff('day', held_to, $as_of::date) end as overdue_days,
        days,
        age_days,
        age_bucket(age_days)                                                                      as bucket,
        episodes, reopened, immediate, long_term, batch_id, source_sheet, source_row
    from item

),

final as (

    select *
    from told
    where (chosen(state, $state) or (overdue and chosen('open', $state)))
      and bucket is not distinct from coalesce($bucket, bucket)
      and contains(
          lower(concat_ws(' ', problem_id, problem_text, measures, category, unit)), lower(coalesce($search, ''))
      )

)

select *
from final
order by overdue desc, coalesce(overdue_days, 0) desc, found_on desc, item_id
