-- A brand whose total is not the weighted sum of its criteria.
-- Why: an addition by hand went wrong, or a criterion was changed after it.
-- Severity: warning. Brands that lack a criterion are left out: their total may count what is not written.

select
    'brand_score_differs'           as "check",
    'warning'                       as severity,
    'brand'                         as dataset,
    brand.unit_id,
    brand.current_unit_id,
    cast(brand.year as varchar)     as period,
    brand.brand                     as subject,
    brand.score                     as given,
    index_reconciled.computed       as expected,
    brand.batch_id,
    brand.source_sheet,
    brand.source_row
from brand
inner join index_reconciled
    on index_reconciled.index = 'brand'
    and brand.year = index_reconciled.year
    and brand.brand_id = index_reconciled.subject_id
    and brand.unit_id = index_reconciled.unit_id
where index_reconciled.complete
  and abs(brand.score - index_reconciled.computed)
    > (select value from quality_limits where "check" = 'brand_score_differs')
