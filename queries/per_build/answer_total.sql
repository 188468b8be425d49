-- The answers of a build, summed over all channels, divisions and former units, with the class of the unit today and the
-- number of boxes that the scale reaches. Made once, when the build is first queried: most questions need no finer rows.
select
    answer.survey_year,
    answer.current_unit_id,
    unit.unit_class,
    answer."group",
    answer.item,
    answer.headline,
    answer.scale_id,
    scale_reach.boxes,
    answer.class,
    answer.box,
    answer.points,
    sum(answer.n)::bigint as n
from survey_answer as answer
left join unit
    on unit.unit_id = answer.current_unit_id
left join scale_reach
    on scale_reach.scale_id = answer.scale_id
group by all
