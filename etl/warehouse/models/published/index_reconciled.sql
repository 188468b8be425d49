-- The indices of a city as given and as computed under its rules, without its members: they are persons.
--
-- reads:   city (index_reconciled), $city
-- grain:   year, index, subject_id, unit_id
-- returns: the columns of index_reconciled

select
    * replace (
        concat($city, ':', subject_id)      as subject_id,
        concat($city, ':', unit_id)         as unit_id,
        concat($city, ':', current_unit_id) as current_unit_id
    )
from city.index_reconciled
where subject_grain <> 'member'
order by all
