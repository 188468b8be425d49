-- A criterion of a brand with more points than its full marks.
-- Why: it was judged out of 100 while the rule set counts it out of its weight, or a digit slipped.
-- Severity: error.

select
    'brand_points_above_full'                                                as "check",
    'error'                                                                  as severity,
    'brand'                                                                  as dataset,
    brand_part.unit_id,
    brand_part.current_unit_id,
    cast(brand_part.year as varchar)                                         as period,
    concat_ws(' · ', brand.brand, 'brand_criterion.' || brand_part.criterion) as subject,
    brand_part.value                                                         as given,
    brand_part.full_score                                                    as expected,
    brand.batch_id,
    brand.source_sheet,
    brand.source_row
from brand_part
inner join brand
    on brand_part.year = brand.year
    and brand_part.brand_id = brand.brand_id
where brand_part.value > brand_part.full_score
