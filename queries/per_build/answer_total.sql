-- The answers of a build over all divisions, with the columns of place_answer: most questions need no finer rows.
select
    survey_year,
    current_unit_id,
    unit_class,
    "group",
    item,
    headline,
    scale_id,
    boxes,
    sum(valid_n)::bigint     as valid_n,
    sum(dk_n)::bigint        as dk_n,
    sum(abstained_n)::bigint as abstained_n,
    sum(top_n)::bigint       as top_n,
    sum(two_n)::bigint       as two_n,
    sum(three_n)::bigint     as three_n,
    sum(points_sum)          as points_sum,
    sum(points_squares)      as points_squares,
    bool_and(has_points)     as has_points
from place_answer
group by all
