-- How many answers have which faults; none where they are accepted.
--
-- reads:   final_row (verdict_row, of a wide file whole_row)
-- grain:   batch, part, faults, blanked
-- returns: the grain, n
-- Portable: also runs where a province's answers outgrow one machine.

select batch, part, faults, blanked, count(*) as n
from final_row
group by batch, part, faults, blanked
