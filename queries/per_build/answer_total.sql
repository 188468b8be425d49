-- The answers of a build over all channels, divisions and former units, made once when the build is first asked: most
-- questions need no finer cells, and these are a fifth as many. Laid out as survey_answer, of no division.
select
    survey_year,
    current_unit_id,
    "group",
    null::varchar  as division_code,
    item,
    headline,
    scale_id,
    class,
    box,
    points,
    sum(n)::bigint as n
from survey_answer
group by all
