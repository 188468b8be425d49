-- How many answers have which faults; none where they are accepted.
--
-- reads:   verdict_row
-- grain:   batch, part, faults, blanked
-- returns: the grain, n
-- Portable: also runs where a province's answers outgrow one machine.

select batch, part, faults, blanked, count(*) as n
from verdict_row
group by batch, part, faults, blanked
