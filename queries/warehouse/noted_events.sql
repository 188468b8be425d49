-- Events that stewards have noted for readers of series: a day, what happened, and what it concerns (scope: city; class
-- of units, unit or instrument, with its code). A unit that no longer exists is the one that continues it. Withdrawn
-- events and those without a readable day are left out. The notes are in the file events.csv of the warehouse, beside
-- the builds: they change no figure, and a new one is here at once.
--
-- grain:   event_id
-- params:  year_from integer, year_to integer
-- returns: event_id varchar, day date, what varchar, scope varchar, code varchar, author varchar, entered_at varchar
-- rests:   nothing

with

event as (

    select
        * exclude (day, withdrawn_at),
        try_cast(day as date) as day
    from noted_event
    where withdrawn_at is null

),

final as (

    select
        event.event_id,
        event.day,
        event.what,
        event.scope,
        case event.scope when 'unit' then coalesce(unit.current_unit_id, event.code) else event.code end as code,
        event.author,
        event.entered_at
    from event
    left join unit
        on event.scope = 'unit'
        and unit.unit_id = event.code
    where event.day is not null
      and within_years(year(event.day), $year_from, $year_to)

)

select *
from final
order by day, event_id
