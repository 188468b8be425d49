-- Service brands of the yearly contest: the rows of a choice, and the marks of the panel.

-- The brands of a choice, one row per brand and year (brand_entry).
create or replace macro brand_entries(year_from, year_to, units, unit_classes) as table
select *
from brand_entry
where within_years(year, year_from, year_to)
  and chosen(unit_id, units)
  and chosen(unit_class, unit_classes);

-- The organisations of a choice, one row per year and organisation (brand_organisation).
create or replace macro brand_organisations(year_from, year_to, units, unit_classes) as table
select *
from brand_organisation
where within_years(year, year_from, year_to)
  and chosen(current_unit_id, units)
  and chosen(unit_class, unit_classes);

-- One row per brand, year and criterion with a mark. mark: the points as a share of the criterion's full points, in
-- percent. rule_set: the one that the brand's row names, if it is in force in the year, else the default of the year.
create or replace macro brand_marks(year_from, year_to, units, unit_classes) as table
with

cell as (

    unpivot (
        select
            year,
            brand_id,
            award,
            rule_set as named,
            content,
            mechanism,
            integration,
            approval,
            influence
        from brand_entries(year_from, year_to, units, unit_classes)
    )
    on content, mechanism, integration, approval, influence
    into name criterion value points

)

select
    cell.year,
    cell.brand_id,
    cell.award,
    cell.criterion,
    brand_criteria.rule_set,
    brand_criteria.weight,
    100 * cell.points / brand_criteria.full_score as mark
from cell
inner join brand_criteria
    on brand_criteria.criterion = cell.criterion
    and within_years(cell.year, brand_criteria.valid_from, brand_criteria.valid_to)
    and (brand_criteria.rule_set = cell.named or (cell.named is null and brand_criteria.is_default));
