-- How many brands of a year reach each step of the contest: applied, screened, peer_reviewed, panel_reviewed, awarded.
-- The list gives the furthest stage of a brand; it has passed the ones before. entered: all brands of the list.
-- stopped: brands that reach this step and none after it. stage_unknown: of the entered ones, without a stage or award;
-- they count as applied. pass_rate: the share of the brands of the step before that reach this one.
--
-- grain:   year, stage
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, step integer, stage varchar, entered bigint, reached bigint, stopped bigint,
--          stage_unknown bigint, pass_rate double
-- rests:   nothing

with

entry as (

    select
        year,
        case when award is not null then 5 else step end as step,
        stage is null and award is null                  as is_unknown
    from brand_entries($year_from, $year_to, $units, $unit_class)

),

stage as (

    select
        unnest([1, 2, 3, 4, 5])::integer                                                      as step,
        unnest(['applied', 'screened', 'peer_reviewed', 'panel_reviewed', 'awarded'])         as stage

),

counted as (

    select
        entry.year,
        stage.step,
        stage.stage,
        count(*)                                    as entered,
        count(*) filter (entry.step >= stage.step)  as reached,
        count(*) filter (entry.step = stage.step)   as stopped,
        count(*) filter (is_unknown)                as stage_unknown
    from entry
    cross join stage
    group by entry.year, stage.step, stage.stage

),

final as (

    select
        *,
        stage_pass_rate(reached, lag(reached) over (partition by year order by step)) as pass_rate
    from counted

)

select *
from final
order by year, step
