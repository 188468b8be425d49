-- Suppressed figures of the table `figure`: of a unit, or of the whole city (unit_id null).
--
-- reads:   hidden_figure, hidden_unit
-- grain:   figure, year, unit_id
-- returns: figure, year, unit_id

select distinct
    case part_level when 'all' then 'satisfaction_rate' else 'problem_opinion_rate' end as figure,
    survey_year                                                                        as year,
    unit_id
from hidden_figure
where unit_level in ('city', 'unit')
  and group_level = 'all'
  and part_level in ('all', 'form')
union
select 'index_mean.' || figure, cast(extract(year from period) as integer), unit_id
from hidden_unit
where level = 'unit'
  and figure <> 'valid_callbacks'
