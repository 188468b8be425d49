-- The 12345 figures with the columns that the checks of sums need.
--
-- reads:   hotline, unit, division
-- grain:   as hotline
-- returns: hotline's columns, period (as written, else its days), place (its name, empty for the whole city),
--          whole_city, countable (a count: it may be added up)

select
    hotline.*,
    coalesce(
        hotline.period_text,
        cast(hotline.period_from as varchar) || '—' || cast(hotline.period_to as varchar)
    )                                                                      as period,
    coalesce(unit.unit, division.zh)                                       as place,
    hotline.unit_id is null and hotline.division_code is null              as whole_city,
    right(hotline.measure, 5) <> '_rate' and hotline.measure <> 'score'    as countable
from hotline
left join unit
    on hotline.unit_id = unit.unit_id
left join division
    on hotline.division_code = division.division_code
