-- What a city hides of its units outside the survey in any kept build, by the province's names.
--
-- reads:   hidden_unit, $city
-- returns: the columns of suppressed_unit

select distinct * replace (concat($city, ':', unit_id) as unit_id)
from hidden_unit
where level = 'unit'
order by all
