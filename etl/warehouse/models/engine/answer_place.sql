-- Where the counted answers stand: the file and, where the engine numbers rows, the row group, by what a trace asks
-- for.
--
-- reads:   response, scale_level, source_part (number, group_rows: rows of a row group, 0 where unknown)
-- grain:   part, row_group, survey_year, wave, unit_id, item
-- returns: the grain, n, valid_n
-- Portable: also runs where a province's answers outgrow one machine.

select
    response.part,
    case
        when source_part.group_rows > 0 then cast(floor((response.source_row - 1) / source_part.group_rows) as bigint)
    end      as row_group,
    response.survey_year,
    response.wave,
    response.unit_id,
    response.item,
    count(*) as n,
    cast(sum(case when scale_level.class = 'valid' then 1 else 0 end) as bigint) as valid_n
from response
inner join source_part on source_part.number = response.part
left join scale_level
    on response.scale_id = scale_level.scale_id
    and response.answer = scale_level.answer
group by
    response.part,
    case
        when source_part.group_rows > 0 then cast(floor((response.source_row - 1) / source_part.group_rows) as bigint)
    end,
    response.survey_year,
    response.wave,
    response.unit_id,
    response.item
