-- The entries of the points ledgers by year, unit of the member, kind and aspect: how many, of how many members
-- (with_n), and their points without a sign. Deductions are written with or without a minus in the ledgers. Aspects
-- that few members of the city have an entry of are one: merged.
select
    home.year,
    home.unit_id,
    unit.unit_class,
    entry.kind                           as points_kind,
    case when merged.figure is null then coalesce(entry.aspect, 'none') else 'merged' end as points_aspect,
    count(*)                             as entries_n,
    count(distinct entry.member_id)      as with_n,
    sum(abs(entry.points))               as points
from member_points as entry
inner join member_home as home
    on home.year = entry.year
    and home.member_id = entry.member_id
left join (select distinct figure, period from suppressed_member where level = 'merged') as merged
    on merged.figure = concat('points_', entry.kind, '_', coalesce(entry.aspect, 'none'))
    and merged.period = make_date(entry.year, 1, 1)
left join unit
    on unit.unit_id = home.unit_id
where entry.kind <> 'base'
group by all
