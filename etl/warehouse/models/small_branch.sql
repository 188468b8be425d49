-- Units whose points are shown by branch for none of their branches, because one has fewer members than smallest_n().
--
-- reads:   member_home, unit
-- grain:   period, unit_id
-- returns: the columns of suppressed_unit

select distinct
    'pioneer'                                as figure,
    'year'                                   as period_kind,
    make_date(member_home.year, 1, 1)        as period,
    'branch'                                 as level,
    any_value(unit.unit_class)               as unit_class,
    member_home.current_unit_id              as unit_id
from member_home
left join unit
    on unit.unit_id = member_home.current_unit_id
group by member_home.year, member_home.current_unit_id, member_home.branch_id
having count(*) < smallest_n()
order by all
