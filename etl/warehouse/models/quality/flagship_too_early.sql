-- An award in a year in which there was no such award yet (名牌: the rules are of 2019).
-- Why: the year or the award is wrong.
-- Severity: error. Expected is the award's first year.

select
    'flagship_too_early'                                       as "check",
    'error'                                                    as severity,
    'brand'                                                    as dataset,
    brand.unit_id,
    brand.current_unit_id,
    cast(brand.year as varchar)                                as period,
    concat_ws(' · ', brand.brand, 'brand_award.' || brand.award) as subject,
    brand.year                                                 as given,
    first_year.valid_from                                      as expected,
    brand.batch_id,
    brand.source_sheet,
    brand.source_row
from brand
inner join (
    select award, min(valid_from) as valid_from
    from brand_awards
    group by award
) as first_year
    on brand.award = first_year.award
where brand.year < first_year.valid_from
