-- The claim of the service hall, month by month: is the share of good ratings at the windows at the target or above?
-- Only ratings that users gave count. verdict: of the month by its own interval; months without ratings are rows with a
-- null good_rate, because a claim about all months says something about them too.
--
-- grain:   month
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: month date, regime varchar, good_n bigint, rated_n bigint, active_share double, good_rate double,
--          lower double, upper double, reported_rate double, target double, verdict varchar, suppressed boolean
-- rests:   ratings good_n rated_n active_share good_rate lower upper reported_rate verdict

with

rating as (

    select *
    from ratings_by_month($units, $unit_class)
    where channel = 'window'
      and within_years(year(month), $year_from, $year_to)

),

month as (

    select unnest(generate_series(min(month)::timestamp, max(month)::timestamp, interval 1 month))::date as month
    from rating

),

measured as (

    select
        month.month,
        rating.regime,
        rating.good_n,
        rating.rated_n,
        active_rating_share(rating.rated_n, rating.cases_n)                                  as active_share,
        good_rating_rate(rating.good_n, rating.rated_n)                                      as good_rate,
        wilson_lower(rating.good_n, rating.rated_n)                                          as lower,
        wilson_upper(rating.good_n, rating.rated_n)                                          as upper,
        good_rating_rate(rating.good_n + rating.filled_n, rating.rated_n + rating.filled_n) as reported_rate,
        coalesce(rating.suppressed, false)                                                   as suppressed
    from month
    left join rating
        on rating.month = month.month

),

final as (

    select
        measured.* exclude (suppressed),
        target.target,
        verdict(measured.lower, measured.upper, coalesce(measured.rated_n, 0), target.target) as verdict,
        measured.suppressed
    from measured
    left join target
        on target.metric = 'service_rating_rate'

)

select *
from final
order by month
