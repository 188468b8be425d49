-- Items of the ledger with the group that the parameters select.

-- The group of an item. group_by: all | unit | category | round | source.
create or replace macro group_of(group_by, unit_id, category, round_no, source) as
    (case group_by
        when 'unit' then unit_id
        when 'category' then coalesce(category, 'unclassified')
        when 'round' then round_no::varchar
        when 'source' then source
        else 'all'
    end);

-- The cohort of an item: the year in which it was found (2024) or the quarter (2024Q1).
create or replace macro cohort_of(cohort, found_on) as
    (year(found_on)::varchar || case cohort when 'quarter' then 'Q' || quarter(found_on) else '' end);

-- One row per item found by as_of in the chosen years, with its "group" and watchable, the days from finding to as_of.
-- The other columns and parameters are those of rectification_items_on.
create or replace macro grouped_items(day, deadline, units, unit_classes, year_from, year_to, group_by) as table
select
    *,
    group_of(group_by, unit_id, category, round_no, source) as "group",
    date_diff('day', found_on, day)                         as watchable
from rectification_items_at(day, deadline, units, unit_classes)
where within_years(year(found_on), year_from, year_to);
