-- Ratings of services (好差评) by month and channel: how many finished cases, how many of them their users rated, good and
-- bad ratings, the share of good ones among active ratings, and bad ratings as a share. reported_rate also counts the
-- ratings that the system filled in. break_before: the regime (rules of rating) is not that of the channel's month
-- before; regime_since: its first day.
--
-- grain:   month, channel
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: month date, channel varchar, regime varchar, regime_since date, break_before boolean, cases_n bigint,
--          filled_n bigint, rated_n bigint, good_n bigint, bad_n bigint, active_share double, good_rate double,
--          lower double, upper double, reported_rate double, bad_rate double, bad_lower double, bad_upper double,
--          target double, suppressed boolean
-- rests:   ratings cases_n filled_n rated_n good_n bad_n active_share good_rate lower upper reported_rate bad_rate
--          bad_lower bad_upper

with

rating as (

    select *
    from ratings_by_month($units, $unit_class)

),

final as (

    select
        rating.month,
        rating.channel,
        rating.regime,
        rating.regime_since,
        coalesce(rating.regime <> lag(rating.regime) over earlier, false)   as break_before,
        rating.cases_n,
        rating.filled_n,
        rating.rated_n,
        rating.good_n,
        rating.bad_n,
        active_rating_share(rating.rated_n, rating.cases_n)                 as active_share,
        good_rating_rate(rating.good_n, rating.rated_n)                     as good_rate,
        wilson_lower(rating.good_n, rating.rated_n)                         as lower,
        wilson_upper(rating.good_n, rating.rated_n)                         as upper,
        good_rating_rate(rating.good_n + rating.filled_n, rating.rated_n + rating.filled_n) as reported_rate,
        bad_rating_rate(rating.bad_n, rating.rated_n)                       as bad_rate,
        wilson_lower(rating.bad_n, rating.rated_n)                          as bad_lower,
        wilson_upper(rating.bad_n, rating.rated_n)                          as bad_upper,
        target.target,
        rating.suppressed
    from rating
    left join target
        on target.metric = 'service_rating_rate'
    window earlier as (partition by rating.channel order by rating.month)

)

select *
from final
where within_years(year(month), $year_from, $year_to)
order by month, channel
