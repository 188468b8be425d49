-- How far the quota of a number of stars is used, by year and rule set. It is one of all rated branches of the city, so
-- a choice of units changes nothing. reached_n: branches that compete for the star; kept_n: those that keep it.
--
-- grain:   year, rule_set, star
-- params:  year_from integer, year_to integer
-- returns: year integer, rule_set varchar, star tinyint, share double, rated_n bigint, places bigint,
--          reached_n bigint, kept_n bigint
-- rests:   nothing

with

branch as (

    select *
    from branch_star
    where within_years(year, $year_from, $year_to)

),

rated as (

    select year, rule_set, count(*) as rated_n
    from branch
    group by all

),

quota as (

    select
        rated.year,
        rated.rule_set,
        rated.rated_n,
        star_quotas.star::tinyint                              as star,
        star_quotas.share::double                        as share,
        floor(star_quotas.share * rated.rated_n)::bigint       as places
    from rated
    inner join star_quotas
        on star_quotas.rule_set = rated.rule_set
        and within_years(rated.year, star_quotas.valid_from, star_quotas.valid_to)

),

final as (

    select
        quota.year,
        quota.rule_set,
        quota.star,
        quota.share,
        quota.rated_n,
        quota.places,
        count(*) filter (branch.precondition_star >= quota.star and branch.quota_star <= quota.star) as reached_n,
        count(*) filter (branch.quota_star = quota.star)                                             as kept_n
    from quota
    inner join branch
        on branch.year = quota.year
        and branch.rule_set = quota.rule_set
    group by all

)

select *
from final
order by year, rule_set, star desc
