-- What a city hides of its units in any kept build, by the province's names. The figures themselves are not taken;
-- these rows hide those that an older build of the province still has.
--
-- reads:   hidden_figure, $city
-- returns: the columns of suppressed_figure

select distinct * replace (concat($city, ':', unit_id) as unit_id)
from hidden_figure
where unit_level = 'unit'
  and part_level in ('all', 'form')
order by all
