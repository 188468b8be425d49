-- Ratings of services (好差评) by unit and channel, over the chosen months since the last change of the rules of rating:
-- months of different rules are not added up. A month that is suppressed for a unit is left out (months_hidden).
--
-- grain:   unit_id, channel
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: unit_id varchar, unit varchar, unit_class varchar, channel varchar, month_from date, month_to date,
--          cases_n bigint, rated_n bigint, good_n bigint, bad_n bigint, active_share double, good_rate double,
--          lower double, upper double, bad_rate double, target double, months_hidden bigint, suppressed boolean
-- rests:   ratings cases_n rated_n good_n bad_n active_share good_rate lower upper bad_rate suppressed

with

summed as (

    select
        unit_id,
        any_value(unit)                                        as unit,
        any_value(unit_class)                                  as unit_class,
        channel,
        min(month)                                             as month_from,
        max(month)                                             as month_to,
        coalesce(sum(cases_n) filter (not hidden), 0)::bigint  as cases_n,
        coalesce(sum(rated_n) filter (not hidden), 0)::bigint  as whole_n,
        coalesce(sum(good_n) filter (not hidden), 0)::bigint   as part_n,
        count(*) filter (hidden)                               as months_hidden
    from ratings_of_units($year_from, $year_to, $units, $unit_class)
    group by unit_id, channel

),

judged as (

    select
        *,
        whole_n < smallest_n()                     as suppressed,
        case when not suppressed then whole_n end  as rated_n,
        case when not suppressed then part_n end   as good_n
    from summed

),

final as (

    select
        judged.unit_id,
        judged.unit,
        judged.unit_class,
        judged.channel,
        judged.month_from,
        judged.month_to,
        judged.cases_n,
        judged.rated_n,
        judged.good_n,
        judged.rated_n - judged.good_n                                  as bad_n,
        active_rating_share(judged.rated_n, judged.cases_n)             as active_share,
        good_rating_rate(judged.good_n, judged.rated_n)                 as good_rate,
        wilson_lower(judged.good_n, judged.rated_n)                     as lower,
        wilson_upper(judged.good_n, judged.rated_n)                     as upper,
        bad_rating_rate(judged.rated_n - judged.good_n, judged.rated_n) as bad_rate,
        target.target,
        judged.months_hidden,
        judged.suppressed
    from judged
    left join target
        on target.metric = 'service_rating_rate'

)

select *
from final
order by unit_id, channel
