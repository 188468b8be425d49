-- Units and years whose survey or index figures or bad ratings (of_what) are suppressed. Also covers builds that
-- suppress only small figures and not their neighbours.
select 'survey' as of_what, survey_year as year, unit_id
from suppressed_figure
where unit_level = 'unit'
  and group_level = 'all'
  and part_level in ('all', 'form')
union
select 'survey', survey_year, current_unit_id
from answer_total
where headline
group by survey_year, current_unit_id
having sum(valid_n) < smallest_n()
union
select 'index', year(period), unit_id
from suppressed_unit
where level = 'unit'
  and figure <> 'valid_callbacks'
union
select 'rating', year, place
from suppressed_rating
where place_by = 'unit'
  and figure = 'ratings'
