-- The members of the points ledgers. Only figures of at least smallest_n() members leave a question.

-- One row per member and year.
create or replace macro ledger_members(units, unit_classes) as table
select *
from ledger_member
where chosen(unit_id, units)
  and chosen(unit_class, unit_classes);

-- The years in which a figure of the whole choice is suppressed, because a part of the choice is.
create or replace macro hidden_ledger_years(units, unit_classes) as table
select distinct year(period) as year
from suppressed_unit
where figure = 'pioneer'
  and is_part_of(level, unit_class, unit_id, units, unit_classes);

-- The bands of a distribution of points. They only describe: no rule grants a grade for them.
create or replace macro points_bands() as table
select unnest(['under_60', 'from_60', 'from_80', 'from_90']) as points_band;
create or replace macro points_band(points) as
    (case
        when points < 60 then 'under_60'
        when points < 80 then 'from_60'
        when points < 90 then 'from_80'
        else 'from_90'
    end);

-- The latest name of each branch.
create or replace macro branch_names() as table
select branch_id, arg_max(branch, year) as branch
from branch_rating
where branch is not null
group by branch_id;
