-- The data dictionary: one row per dataset and column that can be loaded, with the rules of the column.
--
-- grain:   dataset, column
-- params:
-- returns: dataset varchar, position integer, column varchar, type varchar, nullable boolean, key boolean,
--          rules varchar
-- rests:   nothing

select dataset, position, "column", type, nullable, key, rules
from contract_column
order by dataset, position
