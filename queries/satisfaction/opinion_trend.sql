-- One row per year and channel: problem opinions per valid form of the channel. The row of all channels is not
-- comparable with a year that had other channels. Praise has its own count. raw_n: problem opinions before merging.
--
-- grain:   year, channel
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[]
-- returns: year integer, channel varchar, problems_n bigint, praise_n bigint, raw_n bigint, valid_n bigint,
--          rate double, lower double, upper double, change double, change_lower double, change_upper double,
--          suppressed boolean, break_before boolean
-- rests:   forms valid_n rate lower upper change change_lower change_upper

with

series as (

    select *
    from opinion_series('channel', $units, $unit_class, $groups)

),

final as (

    select
        year,
        key as channel,
        * exclude (year, key)
    from series
    where within_years(year, $year_from, $year_to)

)

select *
from final
order by year, channel
