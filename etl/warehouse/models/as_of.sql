-- The reference day of the ledgers: the latest 截至 date written in them, else the latest day on which anything happened
-- (due dates do not count, as they may be in the future).
--
-- reads:   rectification_episode
-- returns: as_of date, one row

select
    coalesce(
        max(reported_on),
        max(greatest(found_on, done_on, close_requested_on, closed_on, withdrawn_on, look_back_on))
    ) as as_of
from rectification_episode
