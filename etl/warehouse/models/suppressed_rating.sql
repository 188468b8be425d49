-- Figures of bad ratings (差评) that are not shown, by year: those of a unit, hall or window group with fewer than
-- smallest_n() bad ratings, and the next smallest ones (at least two in all, and at least smallest_n() ratings), so
-- that none can be derived from the sum of the year. The same of those whose users said at the call-back whether they
-- are satisfied, and years with fewer of these in the whole city. A hall or window group is small too if its hidden
-- units are one, or have few ratings in it, and its other units have none elsewhere: the hidden ones could be derived
-- from these. The city's own counts by month are those of the monthly ratings, and what offices did about them; they
-- are shown.
--
-- reads:   bad_rating
-- grain:   place_by, place, year, figure
-- returns: place_by, place ('' where the ledger names none), year, figure (ratings, callbacks)

with

rating as (

    select
        year(rated_on)             as year,
        current_unit_id            as unit_id,
        coalesce(hall, '')         as hall,
        coalesce(window_group, '') as window_group,
        unnest(case
            when callback_satisfied is null then ['ratings'] else ['ratings', 'callbacks']
        end)                       as figure
    from bad_rating

),

placed as (

    select
        year,
        figure,
        unit_id,
        unnest(['city', 'unit', 'hall', 'window_group'])   as place_by,
        unnest(['', unit_id, hall, window_group])          as place
    from rating

),

counted as (

    select place_by, place, year, figure, count(*) as n
    from placed
    group by all

),

hidden_unit as (

    select place as unit_id, year, figure
    from counted
    where place_by = 'unit'
    window smaller as (partition by year, figure order by n, place)
    qualify min(n) over (partition by year, figure) < smallest_n()
        and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

),

of_unit as (

    select place_by, unit_id, year, figure, count(distinct place) as places
    from placed
    group by all

),

inside as (

    select
        placed.place_by,
        placed.place,
        placed.year,
        placed.figure,
        count(distinct placed.unit_id) filter (hidden_unit.year is not null) as hidden_units,
        count(*) filter (hidden_unit.year is not null)                       as n,
        bool_or(hidden_unit.year is null and of_unit.places > 1)             as others_elsewhere
    from placed
    inner join of_unit
        on of_unit.place_by = placed.place_by
        and of_unit.unit_id = placed.unit_id
        and of_unit.year = placed.year
        and of_unit.figure = placed.figure
    left join hidden_unit
        on hidden_unit.unit_id = placed.unit_id
        and hidden_unit.year = placed.year
        and hidden_unit.figure = placed.figure
    where placed.place_by in ('hall', 'window_group')
    group by all

),

judged as (

    select
        counted.*,
        counted.n < smallest_n()
            or coalesce(inside.hidden_units = 1 or inside.n between 1 and smallest_n() - 1, false)
                and not inside.others_elsewhere as small
    from counted
    left join inside
        on inside.place_by = counted.place_by
        and inside.place = counted.place
        and inside.year = counted.year
        and inside.figure = counted.figure

)

select place_by, place, year, figure
from judged
window smaller as (partition by place_by, year, figure order by not small, n, place)
qualify (place_by <> 'city' or figure = 'callbacks')
    and (small or bool_or(small) over (partition by place_by, year, figure)
    and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n()))
order by all
