-- One row a day of the years that data/reference/holidays.csv covers: is it worked, and how many worked days of these
-- years it closes. Saturdays and Sundays are free but for make-up days; a public holiday frees a working day.
create table if not exists memory.main.working_calendar as
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
