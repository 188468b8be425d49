-- The forms of a build over all divisions and former units.
select
    survey_year,
    current_unit_id,
    "group",
    channel,
    sum(issued)::bigint   as issued,
    sum(returned)::bigint as returned,
    sum(valid)::bigint    as valid
from survey_form
group by all
