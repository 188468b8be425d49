-- 品牌指数 of each brand and year: 100 × the weighted share of full marks over the criteria. Missing criteria are left out,
-- the weights are re-normalised and complete is false. A brand without any criterion has no computed score.
--
-- reads:   brand_part, brand_criteria
-- grain:   year, subject_id
-- returns: year, index, subject_grain, subject_id, unit_id, current_unit_id, computed, rule_set, complete

with

weighed as (

    select
        year,
        brand_id,
        unit_id,
        current_unit_id,
        rule_set,
        100 * sum(weight * value / full_score) / sum(weight) as computed,
        count(*)                                             as criteria
    from brand_part
    group by year, brand_id, unit_id, current_unit_id, rule_set

)

select
    weighed.year,
    'brand'          as index,
    'brand'          as subject_grain,
    weighed.brand_id as subject_id,
    weighed.unit_id,
    weighed.current_unit_id,
    weighed.computed,
    weighed.rule_set,
    weighed.criteria = (
        select count(*)
        from brand_criteria
        where brand_criteria.rule_set = weighed.rule_set
          and (brand_criteria.valid_from is null or brand_criteria.valid_from <= weighed.year)
          and (brand_criteria.valid_to is null or brand_criteria.valid_to >= weighed.year)
    )                as complete
from weighed
