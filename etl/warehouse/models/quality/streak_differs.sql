-- A given streak (蝉联) that contradicts the awards of the years before. Where the count is left-censored (nothing is
-- loaded before its first year), only a given streak that is too short is a finding.
-- Why: a streak counts in the choice of the flagships.
-- Severity: warning.

select
    'streak_differs'            as "check",
    'warning'                   as severity,
    'brand'                     as dataset,
    brand.unit_id,
    brand.current_unit_id,
    cast(brand.year as varchar) as period,
    brand.brand                 as subject,
    brand.streak                as given,
    brand_streak.streak         as expected,
    brand.batch_id,
    brand.source_sheet,
    brand.source_row
from brand
inner join brand_streak
    on brand.year = brand_streak.year
    and brand.brand_id = brand_streak.brand_id
where brand.streak < brand_streak.streak
   or (brand.streak > brand_streak.streak and not brand_streak.open_start)
