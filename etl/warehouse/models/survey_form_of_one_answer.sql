-- Forms returned and valid where every form has one answer: what survey_form.sql counts, from far fewer rows.
--
-- reads:   answer_cell (the cells of these forms' answers, with n), scale_level
-- grain:   survey_year, wave, unit_id, group, channel, division_code
-- returns: the grain, issued, returned, valid
-- Portable: also runs where a province's answers outgrow one machine.

select
    answer_cell.survey_year,
    answer_cell.wave,
    answer_cell.unit_id,
    answer_cell."group",
    answer_cell.channel,
    answer_cell.division_code,
    cast(null as bigint)                                                                     as issued,
    cast(sum(answer_cell.n) as bigint)                                                       as returned,
    cast(sum(case when scale_level.class = 'valid' then answer_cell.n else 0 end) as bigint) as valid
from answer_cell
left join scale_level
    on answer_cell.scale_id = scale_level.scale_id
    and answer_cell.answer = scale_level.answer
group by
    answer_cell.survey_year, answer_cell.wave, answer_cell.unit_id, answer_cell."group", answer_cell.channel,
    answer_cell.division_code
