-- The episodes of the ledger with the name and class of their unit today, and with what follows from the other episodes
-- of their item. granted_on: the last of the working days that the text of the deadline grants, not counting the day of
-- finding; null if there is no such text or the calendar does not cover the years. told_on: the day on which the status
-- was true, at the latest the day to which the ledger itself refers. earlier_on, later_on: the first day on which an
-- episode with a lower or higher number was found, null without one.
select
    episode.*,
    coalesce(unit.unit, episode.current_unit_id)                                         as unit,
    unit.unit_class,
    granted.day                                                                          as granted_on,
    coalesce(
        episode.reported_on, (select try_cast(max(value) filter (key = 'as_of') as date) from meta)
    )                                                                                    as told_on,
    min(episode.found_on) over (numbered rows between unbounded preceding and 1 preceding) as earlier_on,
    min(episode.found_on) over (numbered rows between 1 following and unbounded following) as later_on
from rectification_episode as episode
left join working_calendar as found
    on found.day = episode.found_on
left join working_calendar as granted
    on granted.working
    and granted.number = found.number + working_days_in(episode.due_text)
left join unit
    on unit.unit_id = episode.current_unit_id
window numbered as (partition by episode.item_id order by episode.episode)
