-- Satisfaction rate per year and unit. Before a merger, a unit's counts are the sums of its predecessors' counts.
-- history_break marks the first year after the merger.
--
-- grain:   year, unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          item varchar
-- returns: year integer, unit_id varchar, unit varchar, unit_class varchar, satisfied_n bigint, valid_n bigint,
--          rate double, lower double, upper double, change double, change_lower double, change_upper double,
--          verdict varchar, suppressed boolean, break_before boolean, history_break boolean
-- rests:   answers satisfied_n valid_n rate lower upper change change_lower change_upper verdict

with

series as (

    select *
    from satisfaction_series('unit', $basis, $item, $units, $unit_class, $groups)

),

merger as (

    select distinct
        unit.current_unit_id         as unit_id,
        year(unit_lineage.effective_on) as merged_in
    from unit_lineage
    inner join unit
        on unit.unit_id = unit_lineage.successor_id
    where unit_lineage.event = 'merge'

),

first_year_after as (

    select
        merger.unit_id,
        min(series.year) as year
    from merger
    inner join series
        on series.key = merger.unit_id
        and series.year >= merger.merged_in
    group by merger.unit_id, merger.merged_in

),

final as (

    select
        series.year,
        series.key                           as unit_id,
        coalesce(unit.unit, series.key)      as unit,
        unit.unit_class,
        series.* exclude (year, key, scale_id, dk_n, abstained_n),
        exists (
            select 1
            from first_year_after
            where first_year_after.unit_id = series.key
              and first_year_after.year = series.year
        )                                    as history_break
    from series
    left join unit
        on unit.unit_id = series.key
    where within_years(series.year, $year_from, $year_to)

)

select *
from final
order by year, unit_id
