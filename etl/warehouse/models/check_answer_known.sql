-- Answers that are not in their scale. Must return no row.
--
-- returns: scale_id, answer, n, file

select
    survey_cell.scale_id,
    survey_cell.answer,
    sum(survey_cell.n) as n,
    max(batch.file)    as file
from survey_cell
left join scale_level using (scale_id, answer)
left join batch using (batch_id)
where scale_level.class is null
group by survey_cell.scale_id, survey_cell.answer
order by n desc
