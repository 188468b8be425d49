-- One row per unit in the last year of the range: its dissatisfied answers and the number expected from its mix of
-- respondent groups. Each group is expected to answer at its city-wide share, whatever class is chosen. span: year, or
-- three (up to three years with the same scale). Groups that are suppressed in a unit and year count as one group,
-- `merged`: their answers are the unit's answers minus the shown groups, their share is the city-wide share of these
-- groups together. A year in which the unit itself is suppressed is left out. No shown group: no figures.
--
-- grain:   unit_id
-- params:  year_from integer, year_to integer, unit_class varchar[], groups varchar[], basis varchar, item varchar,
--          span varchar
-- returns: year integer, year_first integer, years_n bigint, unit_id varchar, unit varchar, unit_class varchar,
--          valid_n bigint, dissatisfied_n bigint, expected_n double, merged varchar, suppressed boolean
-- rests:   answers valid_n dissatisfied_n expected_n

with

answer as (

    select *
    from spanned_answers($basis, $item, $groups, $year_from, $year_to, $span)

),

city_group as (

    select
        answered_year,
        "group",
        sum(valid_n)     as valid_n,
        sum(satisfied_n) as satisfied_n
    from answer
    group by all

),

group_rate as (

    select
        city_group."group",
        dissatisfied_rate(sum(city_group.satisfied_n), sum(city_group.valid_n)) as rate
    from city_group
    anti join hidden_groups([], [], []) as hidden
        on hidden.year = city_group.answered_year
        and coalesce(hidden."group", 'unknown') = city_group."group"
    group by city_group."group"

),

merged_rate as (

    select
        answer.unit_id,
        answer.answered_year,
        dissatisfied_rate(sum(city_group.satisfied_n), sum(city_group.valid_n)) as rate
    from answer
    inner join city_group using (answered_year, "group")
    where answer.group_hidden
    group by all

),

unit_total as (

    select
        answer.year,
        answer.year_first,
        answer.unit_id,
        count(distinct answer.answered_year) filter (not answer.hidden)                   as years_n,
        (sum(answer.valid_n) filter (not answer.hidden))::bigint                          as valid_n,
        (sum(answer.valid_n - answer.satisfied_n) filter (not answer.hidden))::bigint     as dissatisfied_n,
        sum(answer.valid_n * case when answer.group_hidden then merged_rate.rate else group_rate.rate end)
            filter (not answer.hidden)                                                    as expected_n,
        names_in(case when answer.group_hidden and not answer.hidden then answer."group" end) as merged,
        bool_and(answer.hidden or answer.group_hidden)                                    as suppressed
    from answer
    left join group_rate
        on group_rate."group" = answer."group"
    left join merged_rate
        on merged_rate.unit_id = answer.unit_id
        and merged_rate.answered_year = answer.answered_year
    group by all

),

final as (

    select
        unit_total.year,
        unit_total.year_first,
        unit_total.years_n,
        unit_total.unit_id,
        coalesce(unit.unit, unit_total.unit_id)    as unit,
        coalesce(unit.unit_class, 'unclassified')  as unit_class,
        case when not suppressed then unit_total.valid_n end as valid_n,
        case when not suppressed then unit_total.dissatisfied_n end as dissatisfied_n,
        case when not suppressed then unit_total.expected_n end as expected_n,
        case when not suppressed then unit_total.merged end as merged,
        unit_total.suppressed
    from unit_total
    left join unit
        on unit.unit_id = unit_total.unit_id
    where chosen(unit.unit_class, $unit_class)

)

select *
from final
order by unit_class, unit_id
