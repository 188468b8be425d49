-- A 12345 figure of the whole city that its places (divisions, zones, city departments) do not add up to.
-- Why: a place was left out, or a total row was loaded as a place. Kept as published, never repaired.
-- Severity: warning. Only counts, and only where at least two places are given and one of them is a division: a table
-- of departments alone is no account of the whole city.

select
    'places_do_not_sum'                                                                    as "check",
    'warning'                                                                              as severity,
    'hotline'                                                                              as dataset,
    cast(null as varchar)                                                                  as unit_id,
    cast(null as varchar)                                                                  as current_unit_id,
    max(period)                                                                            as period,
    concat_ws(' · ', 'hotline_channel.' || channel, 'hotline_measure.' || measure)         as subject,
    sum(case when whole_city then value end)                                               as given,
    sum(case when not whole_city then value end)                                           as expected,
    max(case when whole_city then batch_id end)                                            as batch_id,
    max(case when whole_city then source_sheet end)                                        as source_sheet,
    max(case when whole_city then source_row end)                                          as source_row
from hotline_figure
where countable
group by period_from, period_to, channel, measure
having sum(case when whole_city then 0 else 1 end) >= 2
   and count(division_code) >= 1
   and sum(case when whole_city then value end) <> sum(case when not whole_city then value end)
