-- The data dictionary: every column of every dataset that may be loaded, with its rules.
--
-- grain:   dataset, column
-- params:
-- returns: dataset varchar, position integer, column varchar, type varchar, nullable boolean, key boolean, rules varchar
-- rests:   nothing

select dataset, position, "column", type, nullable, key, rules
from contract_column
order by dataset, position
