-- One row per age class: open items by days since they were found (or re-opened), and how many of them are overdue.
-- The year range selects items by the year they were found.
--
-- grain:   bucket
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, deadline varchar
-- returns: bucket varchar, open bigint, overdue bigint
-- rests:   nothing

with

item as (

    select *
    from grouped_items($as_of::date, $deadline, $units, $unit_class, $year_from, $year_to, 'all')

),

bucket as (

    select unnest([0, 31, 61, 91, 181]) as from_day

),

final as (

    select
        bucket.from_day,
        age_bucket(bucket.from_day)                            as bucket,
        count(item.age_days)                                   as open,
        count(*) filter (coalesce(item.overdue, false))        as overdue
    from bucket
    left join item
        on age_bucket(item.age_days) = age_bucket(bucket.from_day)
    where exists (select 1 from item)
    group by bucket.from_day

)

select bucket, open, overdue
from final
order by from_day
