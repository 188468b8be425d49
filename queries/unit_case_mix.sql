-- Dissatisfied answers of each unit of the last year in range beside those expected of a unit asked about by the same
-- groups: each group's own city-wide share, whichever class is chosen. span: year, or three years of the same scale.
--
-- grain:   unit_id
-- params:  year_from integer, year_to integer, unit_class varchar[], groups varchar[], basis varchar, item varchar,
--          span varchar
-- returns: year integer, year_first integer, unit_id varchar, unit varchar, unit_class varchar, valid_n bigint,
--          dissatisfied_n bigint, expected_n double, suppressed boolean

with

answer as (

    select *
    from pooled_answers($basis, $item, $groups, $year_from, $year_to, $span)

),

group_rate as (

    select
        "group",
        dissatisfied_rate(sum(satisfied_n), sum(valid_n)) as rate
    from answer
    group by "group"

),

unit_total as (

    select
        answer.year,
        answer.year_first,
        answer.unit_id,
        answer.suppressed,
        sum(answer.valid_n)::bigint                       as valid_n,
        sum(answer.valid_n - answer.satisfied_n)::bigint  as dissatisfied_n,
        sum(answer.valid_n * group_rate.rate)             as expected_n
    from answer
    inner join group_rate
        on group_rate."group" = answer."group"
    group by all

),

final as (

    select
        unit_total.year,
        unit_total.year_first,
        unit_total.unit_id,
        coalesce(unit.unit, unit_total.unit_id)    as unit,
        coalesce(unit.unit_class, 'unclassified')  as unit_class,
        case when not suppressed then valid_n end  as valid_n,
        case when not suppressed then dissatisfied_n end as dissatisfied_n,
        case when not suppressed then expected_n end as expected_n,
        unit_total.suppressed
    from unit_total
    left join unit
        on unit.unit_id = unit_total.unit_id
    where chosen(unit.unit_class, $unit_class)

)

select *
from final
order by unit_class, unit_id
