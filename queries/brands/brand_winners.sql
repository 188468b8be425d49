-- The brands that win any award in the years, with each of their years in the contest.
-- won_n: years with an award. best_streak: the most consecutive years with the same award, years before the choice
-- included. open_start: the streak of the year may be longer, because no award is loaded for the year before it.
--
-- grain:   brand_id, year
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: brand_id varchar, brand varchar, unit_id varchar, unit varchar, unit_class varchar, year integer,
--          stage varchar, award varchar, streak bigint, open_start boolean, won_n bigint, flagship_n bigint,
--          top_ten_n bigint, excellent_n bigint, best_streak bigint
-- rests:   nothing

with

entry as (

    select *
    from brand_entries($year_from, $year_to, $units, $unit_class)

),

winner as (

    select
        brand_id,
        arg_max(brand, year)                  as brand,
        arg_max(unit_id, year)                as unit_id,
        arg_max(unit, year)                   as unit,
        arg_max(unit_class, year)             as unit_class,
        count(award)                          as won_n,
        count(*) filter (award = 'flagship')  as flagship_n,
        count(*) filter (award = 'top_ten')   as top_ten_n,
        count(*) filter (award = 'excellent') as excellent_n,
        max(streak)                           as best_streak
    from entry
    group by brand_id
    having count(award) > 0

),

final as (

    select
        winner.brand_id,
        winner.brand,
        winner.unit_id,
        winner.unit,
        winner.unit_class,
        entry.year,
        entry.stage,
        entry.award,
        entry.streak,
        entry.open_start,
        winner.won_n,
        winner.flagship_n,
        winner.top_ten_n,
        winner.excellent_n,
        winner.best_streak
    from winner
    inner join entry
        on entry.brand_id = winner.brand_id

)

select *
from final
order by won_n desc, flagship_n desc, top_ten_n desc, best_streak desc, brand_id, year
