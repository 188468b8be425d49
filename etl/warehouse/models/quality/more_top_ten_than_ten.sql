-- More brands with an award than the award has places in a year (十佳: ten).
-- Why: 优秀 was taken for 十佳, or a list was loaded twice under two spellings of the brands.
-- Severity: warning.

select
    'more_top_ten_than_ten'         as "check",
    'warning'                       as severity,
    'brand'                         as dataset,
    cast(null as varchar)           as unit_id,
    cast(null as varchar)           as current_unit_id,
    cast(brand.year as varchar)     as period,
    'brand_award.' || brand.award   as subject,
    count(*)                        as given,
    max(brand_awards.per_year)      as expected,
    max(brand.batch_id)             as batch_id,
    cast(null as varchar)           as source_sheet,
    cast(null as integer)           as source_row
from brand
inner join brand_awards
    on brand.award = brand_awards.award
    and (brand_awards.valid_from is null or brand_awards.valid_from <= brand.year)
    and (brand_awards.valid_to is null or brand_awards.valid_to >= brand.year)
group by brand.year, brand.award
having count(*) > max(brand_awards.per_year)
