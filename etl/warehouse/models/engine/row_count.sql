-- How many rows a part holds, and how many of them hold no data.
--
-- reads:   given_row
-- grain:   part
-- returns: the grain, n, skipped_n
-- Portable: also runs where a province's answers outgrow one machine.

select
    part,
    count(*)                     as n,
    cast(sum(skipped) as bigint) as skipped_n
from given_row
group by part
