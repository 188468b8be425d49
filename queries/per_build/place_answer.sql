-- The answers of a build by division of the respondents, summed over channels and former units, with the class of the
-- unit today and the number of boxes that the scale reaches. valid_n, dk_n, abstained_n: answers, null without a row of
-- the kind. top_n, two_n, three_n: valid answers in the boxes that a basis counts. points_sum, points_squares: of valid
-- answers' points and their squares. has_points: every valid answer has points.
select
    answer.survey_year,
    answer.current_unit_id,
    unit.unit_class,
    answer."group",
    answer.division_code,
    answer.item,
    answer.headline,
    answer.scale_id,
    scale_reach.boxes,
    sum(answer.n) filter (answer.class = 'valid')::bigint                                    as valid_n,
    sum(answer.n) filter (answer.class = 'dk')::bigint                                       as dk_n,
    sum(answer.n) filter (answer.class = 'abstain')::bigint                                  as abstained_n,
    sum(answer.n) filter (answer.class = 'valid' and answer.box <= boxes_of('top'))::bigint   as top_n,
    sum(answer.n) filter (answer.class = 'valid' and answer.box <= boxes_of('two'))::bigint   as two_n,
    sum(answer.n) filter (answer.class = 'valid' and answer.box <= boxes_of('three'))::bigint as three_n,
    sum(answer.n * answer.points) filter (answer.class = 'valid')                            as points_sum,
    sum(answer.n * answer.points ** 2) filter (answer.class = 'valid')                       as points_squares,
    bool_and(answer.points is not null) filter (answer.class = 'valid' and answer.n > 0)     as has_points
from survey_answer as answer
left join unit
    on unit.unit_id = answer.current_unit_id
left join scale_reach
    on scale_reach.scale_id = answer.scale_id
group by all
