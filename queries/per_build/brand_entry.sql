-- The brands of the yearly contest, one row per brand and year, under the current unit.
-- step: the furthest stage in order: 1 applied, 2 screened, 3 peer_reviewed, 4 panel_reviewed. The panel decides the
-- awards, so a brand with an award was before it. A listed brand without a stage has at least applied.
-- streak: the number of consecutive years, this one included, with the same award. open_start: no award at all is
-- loaded for the year before these, so that the streak may be longer.
with

run as (

    select
        * exclude (streak),
        year - row_number() over (partition by brand_id, award order by year) as run
    from brand

),

counted as (

    select
        *,
        case
            when award is not null
                then row_number() over (partition by brand_id, award, run order by year)
        end as streak
    from run

)

select
    counted.year,
    counted.brand_id,
    counted.brand,
    counted.current_unit_id                     as unit_id,
    coalesce(now.unit, counted.current_unit_id) as unit,
    now.unit_class,
    counted.unit_id                             as unit_id_then,
    coalesce(named.unit, counted.unit_id)       as unit_then,
    counted.stage,
    case
        when counted.award is not null or counted.stage = 'panel_reviewed' then 4
        when counted.stage = 'peer_reviewed' then 3
        when counted.stage = 'screened' then 2
        else 1
    end                                         as step,
    counted.award,
    counted.streak,
    case
        when counted.award is not null
            then counted.year - counted.streak not in (select year from brand where award is not null)
    end                                         as open_start,
    counted.content,
    counted.mechanism,
    counted.integration,
    counted.approval,
    counted.influence,
    counted.score,
    counted.rule_set,
    counted.batch_id,
    counted.source_sheet
from counted
left join unit as now
    on now.unit_id = counted.current_unit_id
left join unit as named
    on named.unit_id = counted.unit_id
