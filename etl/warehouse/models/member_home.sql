-- The unit and branch of each member of the points ledgers and year: those of the latest entry.
--
-- reads:   member_points
-- grain:   year, member_id
-- returns: year, member_id, current_unit_id, branch_id

select year, member_id, current_unit_id, branch_id
from member_points
qualify row_number() over (partition by year, member_id order by entry_on desc nulls last, entry_no desc) = 1
