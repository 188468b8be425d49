-- The members of the points ledgers. A member is a pseudonym and never leaves a question: only figures of at least
-- smallest_n() members do.

-- One row per member and year, under the unit and branch of the latest entry, with the points as computed by the rules.
create or replace macro ledger_members(units, unit_classes) as table
with

home as (

    select year, member_id, current_unit_id as unit_id, branch_id
    from member_points
    qualify row_number() over (partition by year, member_id order by entry_on desc nulls last, entry_no desc) = 1

)

select
    home.year,
    home.unit_id,
    unit.unit_class,
    home.branch_id,
    home.member_id,
    scored.computed as points
from home
inner join index_reconciled as scored
    on scored."index" = 'pioneer'
    and scored.year = home.year
    and scored.subject_id = home.member_id
    and scored.computed is not null
left join unit
    on unit.unit_id = home.unit_id
where chosen(home.unit_id, units)
  and chosen(unit.unit_class, unit_classes);

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
