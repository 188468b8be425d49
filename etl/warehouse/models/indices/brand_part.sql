-- The five criteria of a brand as rows, with their weights in the rule set. Null cells give no row.
--
-- reads:   brand, rule_in_force, brand_criteria
-- grain:   year, brand_id, criterion
-- returns: year, brand_id, unit_id, current_unit_id, rule_set, criterion, value, weight, full_score

with

cell as (

    select year, brand_id, unit_id, current_unit_id, 'content' as criterion, content as value
    from brand
    union all
    select year, brand_id, unit_id, current_unit_id, 'mechanism', mechanism
    from brand
    union all
    select year, brand_id, unit_id, current_unit_id, 'integration', integration
    from brand
    union all
    select year, brand_id, unit_id, current_unit_id, 'approval', approval
    from brand
    union all
    select year, brand_id, unit_id, current_unit_id, 'influence', influence
    from brand

)

select
    cell.year,
    cell.brand_id,
    cell.unit_id,
    cell.current_unit_id,
    rule_in_force.rule_set,
    cell.criterion,
    cell.value,
    brand_criteria.weight,
    brand_criteria.full_score
from cell
inner join rule_in_force
    on rule_in_force.index = 'brand'
    and rule_in_force.year = cell.year
    and rule_in_force.subject_id = cell.brand_id
inner join brand_criteria
    on rule_in_force.rule_set = brand_criteria.rule_set
    and brand_criteria.criterion = cell.criterion
    and (brand_criteria.valid_from is null or brand_criteria.valid_from <= cell.year)
    and (brand_criteria.valid_to is null or brand_criteria.valid_to >= cell.year)
where cell.value is not null
