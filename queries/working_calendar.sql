-- One row per day of the years in data/reference/holidays.csv: whether it is a working day, and the number of
-- working days up to it. Saturdays and Sundays are free except make-up days. A public holiday is free.
create table working_calendar as
with

day as (

    select unnest(generate_series(
        date_trunc('year', (select min(day) from holidays))::timestamp,
        (select max(make_date(year(day), 12, 31)) from holidays)::timestamp,
        interval 1 day
    ))::date as day

),

told as (

    select
        day.day,
        coalesce(holidays.kind = 'make_up', holidays.day is null and isodow(day.day) <= 5) as working
    from day
    left join holidays
        on holidays.day = day.day

)

select
    day,
    working,
    count(*) filter (working) over (order by day) as number
from told;
