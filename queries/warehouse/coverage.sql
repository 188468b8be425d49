-- One row per dataset, unit and year: the number of loaded rows and the latest date in them. Units have their current
-- name and class. Rows about the whole city have no unit. Fewer than ten rows are not counted (few). If a unit's
-- answers, forms or members are suppressed, or the rows are about single persons, the row only states that there are
-- data (suppressed), because rows divided by items give forms. No question returns sums of these rows over units.
--
-- grain:   dataset, unit_id, year
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], dataset varchar
-- returns: dataset varchar, unit_id varchar, unit varchar, unit_class varchar, year integer, rows_n bigint,
--          latest_on date, few boolean, suppressed boolean
-- rests:   nothing

with

covered as (

    select
        dataset,
        coalesce(current_unit_id, '') as unit_id,
        year,
        sum(rows_n)::bigint           as rows_n,
        max(latest_on)                as latest_on
    from coverage
    where within_years(year, $year_from, $year_to)
      and chosen(current_unit_id, $units)
      and dataset = coalesce($dataset, dataset)
    group by dataset, coalesce(current_unit_id, ''), year

),

judged as (

    select
        covered.*,
        covered.dataset in ('member_points', 'appraisal', 'bad_rating') and covered.unit_id <> ''
            or hidden.year is not null as suppressed
    from covered
    left join hidden_unit as hidden
        on hidden.year = covered.year
        and hidden.unit_id = covered.unit_id
        and hidden.of_what = case
            when covered.dataset in ('survey_response', 'survey_count', 'opinion') then 'survey'
            when covered.dataset = 'index_score' then 'index'
        end

),

final as (

    select
        judged.dataset,
        judged.unit_id,
        coalesce(unit.unit, judged.unit_id)                                                as unit,
        unit.unit_class::varchar                                                           as unit_class,
        judged.year,
        case when not suppressed and judged.rows_n >= smallest_n() then judged.rows_n end  as rows_n,
        judged.latest_on,
        not suppressed and judged.rows_n < smallest_n()                                    as few,
        judged.suppressed
    from judged
    left join unit
        on unit.unit_id = judged.unit_id
    where chosen(unit.unit_class, $unit_class)

)

select *
from final
order by dataset, unit_id, year
