-- The entries of the points ledgers by year, unit of the member, kind and aspect: how many, and their points without a
-- sign. Deductions are written with or without a minus in the ledgers.
with

home as (

    select year, member_id, current_unit_id as unit_id
    from member_points
    qualify row_number() over (partition by year, member_id order by entry_on desc nulls last, entry_no desc) = 1

)

select
    home.year,
    home.unit_id,
    unit.unit_class,
    entry.kind                      as points_kind,
    coalesce(entry.aspect, 'none')  as points_aspect,
    count(*)                        as entries_n,
    sum(abs(entry.points))          as points
from member_points as entry
inner join home
    on home.year = entry.year
    and home.member_id = entry.member_id
left join unit
    on unit.unit_id = home.unit_id
where entry.kind <> 'base'
group by all
