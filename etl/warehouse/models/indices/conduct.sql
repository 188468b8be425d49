-- 作风指数 of each unit and year: the weighted mean of its parts, less the points of its notices up to their cap. Missing
-- parts are left out, the weights are re-normalised and complete is false; no notice is not a missing part.
--
-- reads:   conduct_score, rule_in_force, conduct_weights
-- grain:   year, subject_id
-- returns: year, index, subject_grain, subject_id, unit_id, current_unit_id, computed, rule_set, complete

with

rule_part as (

    select
        rule_in_force.year,
        rule_in_force.subject_id as unit_id,
        rule_in_force.rule_set,
        conduct_weights.part,
        conduct_weights.weight,
        conduct_weights.deduction_cap
    from rule_in_force
    inner join conduct_weights
        on rule_in_force.rule_set = conduct_weights.rule_set
        and (conduct_weights.valid_from is null or conduct_weights.valid_from <= rule_in_force.year)
        and (conduct_weights.valid_to is null or conduct_weights.valid_to >= rule_in_force.year)
    where rule_in_force.index = 'conduct'

),

weighed as (

    select
        rule_part.year,
        rule_part.unit_id,
        rule_part.rule_set,
        max(conduct_score.current_unit_id)                                               as current_unit_id,
        sum(rule_part.weight * conduct_score.score)
        / sum(case when conduct_score.score is not null then rule_part.weight end)       as mean,
        sum(
            case
                when conduct_score.score > rule_part.deduction_cap then rule_part.deduction_cap
                when rule_part.weight is null then conduct_score.score
                else 0
            end
        )                                                                                as deduction,
        sum(case when rule_part.weight > 0 and conduct_score.score is null then 1 else 0 end) as missing
    from rule_part
    left join conduct_score
        on rule_part.year = conduct_score.year
        and rule_part.unit_id = conduct_score.unit_id
        and rule_part.part = conduct_score.part
    group by rule_part.year, rule_part.unit_id, rule_part.rule_set

)

select
    year,
    'conduct'                      as index,
    'unit'                         as subject_grain,
    unit_id                        as subject_id,
    unit_id,
    current_unit_id,
    mean - coalesce(deduction, 0)  as computed,
    rule_set,
    missing = 0                    as complete
from weighed
where mean is not null
