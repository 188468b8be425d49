-- One row per year and theme: problem opinions per valid form, and the theme's share of all problem opinions.
--
-- grain:   year, theme
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[]
-- returns: year integer, theme varchar, problems_n bigint, praise_n bigint, raw_n bigint, valid_n bigint,
--          share double, rate double, lower double, upper double, change double, change_lower double,
--          change_upper double, suppressed boolean, break_before boolean
-- rests:   forms valid_n rate lower upper change change_lower change_upper

with

series as (

    select *
    from opinion_series('theme', $units, $unit_class, $groups)
    where within_years(year, $year_from, $year_to)

),

total as (

    select year, problems_n
    from series
    where key = 'all'

),

final as (

    select
        series.year,
        series.key as theme,
        series.problems_n,
        series.praise_n,
        series.raw_n,
        series.valid_n,
        theme_share(series.problems_n, total.problems_n) as share,
        series.* exclude (year, key, problems_n, praise_n, raw_n, valid_n)
    from series
    left join total
        on total.year = series.year
    where series.key <> 'all'

)

select *
from final
order by year, theme
