-- Bands of points that are shown together with the next higher one, and aspects that are shown together as one.
--
-- reads:   merged_aspect, merged_band, points_bands
-- returns: the columns of suppressed_member

with

band as (

    select points_band, row_number() over (order by min_points nulls first) as position
    from points_bands

)

select
    'points_' || band.points_band        as figure,
    'year'                               as period_kind,
    make_date(merged_band.year, 1, 1)    as period,
    'merged'                             as level
from merged_band
inner join band
    on band.position = merged_band.position
union all
select concat('points_', kind, '_', aspect), 'year', make_date(year, 1, 1), 'merged'
from merged_aspect
order by all
