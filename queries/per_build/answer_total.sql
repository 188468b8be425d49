-- The answers of a build, summed over all channels, divisions and former units, with the columns of survey_answer and a
-- null division. Made once, when the build is first queried: most questions need no finer rows.
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
