-- Restricted means of the curves of survival.sql.

-- Mean days to closure within the first `tau` days (the area under the curve), by group, with the standard error from
-- the Greenwood sum. Null if a group was observed for fewer than tau days.
create or replace macro restricted_means(item_table, tau) as table
with

step as (

    select
        *,
        least(day, tau)                                                                 as from_day,
        least(coalesce(lead(day) over (partition by "group" order by day), tau), tau)   as until_day
    from closure_curves(item_table)

),

area as (

    select
        *,
        sum(restricted_mean_days(open_share, until_day - from_day)) over (
            partition by "group" order by day desc
            rows between unbounded preceding and current row
        ) as area_after
    from step

)

select
    "group",
    case
        when max(day) >= tau or min(open_share) <= 0 then min(from_day) + arg_min(area_after, day)
    end as mean_days,
    case
        when max(day) >= tau or min(open_share) <= 0
            then sqrt(coalesce(sum(area_after ** 2 * closed / nullif(at_risk * (at_risk - closed), 0)), 0))
    end as mean_se
from area
group by "group";
