-- Ratings of services (好差评) by month. A finished case is rated by its user (active), filled in by the system with the
-- best answer, or unrated. Rates are computed from active ratings alone. Regimes: the rules by which ratings are
-- collected, from data/reference/instrument_breaks.csv; months of different regimes are not comparable.

-- One row per month and channel ('all': all channels together). If the choice contains a suppressed unit, or one
-- channel has fewer active ratings than the smallest n, everything that is computed from active ratings of the month is
-- null: a small channel could be worked out from the others and from all of them.
create or replace macro ratings_by_month(units, unit_classes) as table
with

counted as (

    select
        rating.month,
        coalesce(rating.channel, 'all')                                                         as channel,
        sum(rating.n)::bigint                                                                   as cases_n,
        coalesce(sum(rating.n) filter (not rating.active and rating.class = 'valid'), 0)::bigint as filled_n,
        coalesce(sum(rating.n) filter (rating.active and rating.class = 'valid'), 0)::bigint    as rated_n,
        coalesce(sum(rating.n) filter (
            rating.active and rating.class = 'valid' and rating.box <= boxes_of('three')
        ), 0)::bigint                                                                           as good_n
    from service_rating as rating
    left join unit
        on unit.unit_id = rating.current_unit_id
    where chosen(rating.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)
    group by grouping sets ((rating.month), (rating.month, rating.channel))

),

hidden as (

    select distinct period as month
    from suppressed_unit
    where figure = 'active_ratings'
      and is_part_of(level, unit_class, unit_id, units, unit_classes)

),

judged as (

    select
        counted.*,
        hidden.month is not null
            or coalesce(
                min(nullif(counted.rated_n, 0)) over (partition by counted.month) < smallest_n(), false
            ) as suppressed
    from counted
    left join hidden
        on hidden.month = counted.month

)

select
    judged.month,
    judged.channel,
    coalesce(regime.regime, 'before')                                as regime,
    regime.break_on                                                  as regime_since,
    judged.cases_n,
    case when not judged.suppressed then judged.filled_n end         as filled_n,
    case when not judged.suppressed then judged.rated_n end          as rated_n,
    case when not judged.suppressed then judged.good_n end           as good_n,
    case when not judged.suppressed then judged.rated_n - judged.good_n end as bad_n,
    judged.suppressed
from judged
asof left join (from instrument_breaks where instrument = 'service_rating') as regime
    on judged.month >= regime.break_on;

-- One row per unit, channel ('all': all channels together) and month of the last regime in the chosen years. A month
-- that is hidden for the unit must not be added to others: sums over months are computed from shown figures only.
create or replace macro ratings_of_units(year_from, year_to, units, unit_classes) as table
with

rating as (

    select
        rating.*,
        unit.unit,
        unit.unit_class
    from service_rating as rating
    left join unit
        on unit.unit_id = rating.current_unit_id
    where chosen(rating.current_unit_id, units)
      and chosen(unit.unit_class, unit_classes)
      and within_years(year(rating.month), year_from, year_to)

),

since as (

    select coalesce(max(break_on), date '0001-01-01') as month
    from instrument_breaks
    where instrument = 'service_rating'
      and break_on <= (select max(month) from rating)

)

select
    rating.current_unit_id                                                                      as unit_id,
    any_value(coalesce(rating.unit, rating.current_unit_id))                                    as unit,
    any_value(rating.unit_class)                                                                as unit_class,
    coalesce(rating.channel, 'all')                                                             as channel,
    rating.month,
    count(hidden.period) > 0                                                                    as hidden,
    sum(rating.n)                                                                               as cases_n,
    coalesce(sum(rating.n) filter (rating.active and rating.class = 'valid'), 0)                as rated_n,
    coalesce(sum(rating.n) filter (
        rating.active and rating.class = 'valid' and rating.box <= boxes_of('three')
    ), 0)                                                                                       as good_n
from rating
left join suppressed_unit as hidden
    on hidden.figure = 'active_ratings'
    and hidden.level = 'unit'
    and hidden.period = rating.month
    and hidden.unit_id = rating.current_unit_id
where rating.month >= (select month from since)
group by grouping sets (
    (rating.current_unit_id, rating.month), (rating.current_unit_id, rating.month, rating.channel)
);
