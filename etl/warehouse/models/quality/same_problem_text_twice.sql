-- Problems of one unit and round with the same text under different numbers.
-- Why: likely the same problem entered twice; each closes once, and every rate counts it twice.
-- Severity: note, since two branches of a unit may have the same fault. Texts too short to be a description are
-- headings and are left out.

select
    'same_problem_text_twice'                                        as "check",
    'note'                                                           as severity,
    'rectification_item'                                             as dataset,
    max(unit_id)                                                     as unit_id,
    current_unit_id,
    cast(max(found_on) as varchar)                                   as period,
    concat_ws(' · ', 'source.' || source, round_no, min(problem_id), max(problem_id)) as subject,
    count(distinct problem_id)                                       as given,
    1                                                                as expected,
    max(batch_id)                                                    as batch_id,
    cast(null as varchar)                                            as source_sheet,
    cast(null as integer)                                            as source_row
from rectification_episode
where length(problem_text) >= (select value from quality_limits where "check" = 'same_problem_text_twice')
group by source, round_no, current_unit_id, replace(replace(problem_text, ' ', ''), '　', '')
having count(distinct problem_id) > 1
