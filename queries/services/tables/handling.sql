-- Bad ratings (差评) and what was done about them at a day: later events are ignored.

-- One row per bad rating given up to `day`. What the ledger says of an appeal has no day: it holds for every day.
-- due_on:    the last of the working days in which it is to be rectified (data/reference/bad_rating_limits.csv), not
--            counting the day of the rating; null where the calendar does not cover it.
-- step:      struck_out | waiting (its day is not over, or there is no limit) | on_time | late (rectified after its
--            day) | overdue (not rectified, its day is over).
create or replace macro bad_ratings_at(day) as table
with

known as (

    select
        rating.current_unit_id                                                      as unit_id,
        rating.hall,
        rating.window_group,
        rating.rated_on,
        granted.day                                                                 as due_on,
        rating.struck_out,
        rating.replied_on <= day                                                    as replied,
        case when rating.rectified_on <= day then rating.rectified_on end           as rectified_on,
        rating.called_back_on <= day                                                as called_back,
        case when rating.called_back_on <= day then rating.callback_satisfied end   as satisfied
    from bad_rating as rating
    asof left join bad_rating_limits as limits
        on rating.rated_on >= limits.valid_from
    left join working_calendar as rated
        on rated.day = rating.rated_on
    left join working_calendar as granted
        on granted.working
        and granted.number = rated.number + limits.working_days
    where rating.rated_on <= day

)

select
    *,
    case
        when struck_out then 'struck_out'
        when due_on is null or due_on >= day then 'waiting'
        when rectified_on <= due_on then 'on_time'
        when rectified_on is not null then 'late'
        else 'overdue'
    end as step
from known;

-- One row per month, unit, hall and window group with the counts at `day`. bad_n is the sum of struck_n, waiting_n,
-- on_time_n, late_n and overdue_n; the last three are due. Of those due: replied_n, called_back_n, answered_n (called
-- back, and the user said whether satisfied) and satisfied_n.
create or replace macro bad_rating_cells(day) as table
with

rating as (

    select *, step in ('on_time', 'late', 'overdue') as due
    from bad_ratings_at(day)

)

select
    date_trunc('month', rating.rated_on)::date                                  as month,
    year(rating.rated_on)                                                       as year,
    rating.unit_id,
    any_value(coalesce(unit.unit, rating.unit_id))                              as unit,
    any_value(unit.unit_class)                                                  as unit_class,
    coalesce(rating.hall, '')                                                   as hall,
    coalesce(rating.window_group, '')                                           as window_group,
    count(*)                                                                    as bad_n,
    count(*) filter (step = 'struck_out')                                       as struck_n,
    count(*) filter (step = 'waiting')                                          as waiting_n,
    count(*) filter (step = 'on_time')                                          as on_time_n,
    count(*) filter (step = 'late')                                             as late_n,
    count(*) filter (step = 'overdue')                                          as overdue_n,
    count(*) filter (due and replied)                                           as replied_n,
    count(*) filter (due and called_back)                                       as called_back_n,
    count(*) filter (due and satisfied is not null)                             as answered_n,
    count(*) filter (due and satisfied)                                         as satisfied_n
from rating
left join unit
    on unit.unit_id = rating.unit_id
group by all;

-- The same cells of a kind of place, with their place ('' where the ledger names none; place_by city: the whole city),
-- and null counts where the place is suppressed in the year (hidden) or has fewer ratings than the smallest n at `day`;
-- answered_n and satisfied_n also where few users answered (tables suppressed_rating).
create or replace macro bad_rating_places(day, place_by) as table
with

placed as (

    select
        *,
        case place_by
            when 'unit' then unit_id
            when 'hall' then hall
            when 'window_group' then window_group
            else ''
        end                                                 as place
    from bad_rating_cells(day)

),

judged as (

    select
        placed.*,
        place_by <> 'city'
            and (few.year is not null or sum(placed.bad_n) over in_year < smallest_n())     as hidden,
        hidden
            or few_answers.year is not null
            or sum(placed.answered_n) over in_year between 1 and smallest_n() - 1           as answers_hidden
    from placed
    left join suppressed_rating as few
        on few.figure = 'ratings'
        and few.place_by = place_by
        and few.place = placed.place
        and few.year = placed.year
    left join suppressed_rating as few_answers
        on few_answers.figure = 'callbacks'
        and few_answers.place_by = place_by
        and few_answers.place = placed.place
        and few_answers.year = placed.year
    window in_year as (partition by placed.place, placed.year)

)

select
    month,
    year,
    unit_id,
    unit,
    unit_class,
    place,
    hidden,
    case when not hidden then bad_n end                             as bad_n,
    case when not hidden then struck_n end                          as struck_n,
    case when not hidden then waiting_n end                         as waiting_n,
    case when not hidden then on_time_n + late_n + overdue_n end    as due_n,
    case when not hidden then on_time_n end                         as on_time_n,
    case when not hidden then late_n end                            as late_n,
    case when not hidden then overdue_n end                         as overdue_n,
    case when not hidden then replied_n end                         as replied_n,
    case when not hidden then called_back_n end                     as called_back_n,
    case when not answers_hidden then answered_n end                as answered_n,
    case when not answers_hidden then satisfied_n end               as satisfied_n
from judged;

-- The columns of sum_table, the name of a table or CTE with the counts of bad_rating_places summed, and the rates that
-- are made of them, with their limits. limit_days: the working days granted at `day`.
create or replace macro handling_rates(sum_table, day) as table
select
    *,
    bad_replied_rate(replied_n, due_n)                    as replied_rate,
    bad_rectified_on_time_rate(on_time_n, due_n)          as rectified_rate,
    wilson_lower(on_time_n, due_n)                        as rectified_lower,
    wilson_upper(on_time_n, due_n)                        as rectified_upper,
    bad_called_back_rate(called_back_n, due_n)            as called_back_rate,
    bad_callback_satisfied_rate(satisfied_n, answered_n)  as bad_callback_rate,
    wilson_lower(satisfied_n, answered_n)                 as callback_lower,
    wilson_upper(satisfied_n, answered_n)                 as callback_upper,
    (
        select arg_max(working_days, valid_from)::integer
        from bad_rating_limits
        where valid_from <= day
    )                                                     as limit_days
from query_table(sum_table);
