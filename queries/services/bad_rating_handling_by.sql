-- Bad ratings (差评) and what was done about them at as_of, by hall, window group or unit (place_by), over the chosen
-- years. place: a unit's code, else as the ledger writes it, '' where it names none. Columns as in bad_rating_handling.
-- A place with fewer bad ratings in a year than the smallest n is left out in that year, with the next smallest ones
-- (years_hidden): sums are of the years that are shown. Halls and window groups are of the whole city; a choice of
-- units or classes narrows units alone.
--
-- grain:   place
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], as_of date, place_by varchar
-- returns: place varchar, unit varchar, unit_class varchar, bad_n bigint, struck_n bigint, waiting_n bigint,
--          due_n bigint, on_time_n bigint, late_n bigint, overdue_n bigint, replied_n bigint, called_back_n bigint,
--          answered_n bigint, satisfied_n bigint, replied_rate double, rectified_rate double, rectified_lower double,
--          rectified_upper double, called_back_rate double, bad_callback_rate double, callback_lower double,
--          callback_upper double, years_hidden bigint, limit_days integer,
--          suppressed boolean
-- rests:   ratings bad_n struck_n waiting_n due_n on_time_n late_n overdue_n replied_n called_back_n replied_rate
--          rectified_rate rectified_lower rectified_upper called_back_rate,
--          callbacks answered_n satisfied_n bad_callback_rate callback_lower callback_upper

with

cell as (

    select *
    from bad_rating_places($as_of::date, $place_by)
    where within_years(year, $year_from, $year_to)
      and ($place_by <> 'unit' or chosen(unit_id, $units) and chosen(unit_class, $unit_class))

),

summed as (

    select
        place,
        case when $place_by = 'unit' then any_value(unit) end           as unit,
        case when $place_by = 'unit' then any_value(unit_class) end     as unit_class,
        sum(bad_n)::bigint         as bad_n,
        sum(struck_n)::bigint      as struck_n,
        sum(waiting_n)::bigint     as waiting_n,
        sum(due_n)::bigint         as due_n,
        sum(on_time_n)::bigint     as on_time_n,
        sum(late_n)::bigint        as late_n,
        sum(overdue_n)::bigint     as overdue_n,
        sum(replied_n)::bigint     as replied_n,
        sum(called_back_n)::bigint as called_back_n,
        sum(answered_n)::bigint    as answered_n,
        sum(satisfied_n)::bigint   as satisfied_n,
        count(distinct year) filter (hidden) as years_hidden
    from cell
    group by place

),

final as (

    select
        * exclude (years_hidden, limit_days),
        years_hidden,
        limit_days,
        bad_n is null as suppressed
    from handling_rates('summed', $as_of::date)

)

select *
from final
order by place
