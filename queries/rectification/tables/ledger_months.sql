-- One row per month and series: the episodes opened (rectification_opened) and closed (rectification_closed) in it, 0
-- included. The month that as_of cuts short is left out.
create or replace macro ledger_by_month(units, unit_classes, until) as table
with

episode as (

    select
        rectification_episode.found_on,
        rectification_episode.closed_on
    from rectification_episode
    left join unit
        on unit.unit_id = rectification_episode.current_unit_id
    where rectification_episode.found_on <= until
      and chosen(rectification_episode.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)

),

event as (

    select 'rectification_opened' as series, found_on as on_date from episode
    union all
    select 'rectification_closed', closed_on from episode where closed_on is not null

),

month as (

    select unnest(generate_series(
        date_trunc('month', min(found_on))::timestamp, date_trunc('month', until)::timestamp, interval 1 month
    ))::date as month
    from episode

)

select
    named.series,
    month.month,
    count(event.on_date) as n
from month
cross join (select unnest(['rectification_opened', 'rectification_closed']) as series) as named
left join event
    on event.series = named.series
    and date_trunc('month', event.on_date) = month.month
where last_day(month.month) <= until
group by all;
