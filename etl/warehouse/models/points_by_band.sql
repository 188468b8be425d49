-- The members of the points ledgers whose points are computed, by unit and band of points.
--
-- reads:   index_reconciled, member_home, points_bands, unit
-- grain:   year, unit_id, position
-- returns: year, unit_class, unit_id, position (of the band, the lowest first), n

with

band as (

    select
        row_number() over (order by min_points nulls first)  as position,
        coalesce(min_points, '-infinity'::double)            as min_points,
        coalesce(lead(min_points) over (order by min_points nulls first), 'infinity'::double) as max_points
    from points_bands

)

select
    home.year,
    unit.unit_class,
    home.current_unit_id as unit_id,
    band.position,
    count(*)             as n
from member_home as home
inner join index_reconciled as scored
    on scored."index" = 'pioneer'
    and scored.year = home.year
    and scored.subject_id = home.member_id
inner join band
    on scored.computed >= band.min_points
    and scored.computed < band.max_points
left join unit
    on unit.unit_id = home.current_unit_id
group by all
