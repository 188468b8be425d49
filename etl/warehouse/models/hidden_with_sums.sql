-- Figures of units that are published with the sums of their class and of the city, and are suppressed: those below
-- smallest_n(), and the next smallest ones (at least two in all) until none can be derived from the sum of its class,
-- and no class from the city's. A city whose own sum is below smallest_n() is suppressed too.
--
-- reads:   counted (as counted_unit and counted_member return it), unit
-- grain:   figure, period_kind, period, level, unit_class, unit_id
-- returns: figure, period_kind, period, level, unit_class, unit_id

with

of_unit as (

    select
        (counted.figure, counted.counted, counted.period_kind, counted.period) as slice,
        counted.figure,
        counted.period_kind,
        counted.period,
        unit.unit_class,
        counted.current_unit_id as unit_id,
        counted.n
    from counted
    left join unit
        on unit.unit_id = counted.current_unit_id
    where counted.n > 0

),

of_class as (

    select slice, unit_class, sum(n) as n
    from of_unit
    group by all

),

hidden_class as (

    select slice, unit_class
    from of_class
    window smaller as (partition by slice order by n, unit_class)
    qualify n < smallest_n()
        or min(n) over (partition by slice) < smallest_n()
        and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

),

small_city as (

    select slice
    from of_class
    group by slice
    having sum(n) < smallest_n()

),

-- Units of suppressed classes share one sum: that of the city less the other classes.
inside as (

    select
        of_unit.*,
        hidden_class.slice is not null                                                 as in_hidden_class,
        case when in_hidden_class then 'hidden' else concat('of ', of_unit.unit_class) end as block
    from of_unit
    left join hidden_class
        on hidden_class.slice = of_unit.slice
        and hidden_class.unit_class is not distinct from of_unit.unit_class

),

-- Every small figure, also where many small ones already protect each other: sums over a choice of units are published.
judged as (

    select
        *,
        n < smallest_n()
            or min(n) over (partition by slice, block) < smallest_n()
            and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n()) as hidden
    from inside
    window smaller as (partition by slice, block order by n, unit_id)

),

longer as (

    select
        of_unit.figure,
        of_unit.period_kind,
        of_unit.period,
        of_unit.unit_class,
        of_unit.unit_id
    from of_unit
    inner join of_unit as shorter
        on shorter.figure = of_unit.figure
        and shorter.unit_id = of_unit.unit_id
        and year(shorter.period) = year(of_unit.period)
        and array_position(['week', 'month', 'quarter', 'year', 'other'], shorter.period_kind)
            < array_position(['week', 'month', 'quarter', 'year', 'other'], of_unit.period_kind)

)

select distinct
    of_unit.figure,
    of_unit.period_kind,
    of_unit.period,
    'city' as level,
    null   as unit_class,
    null   as unit_id
from of_unit
inner join small_city
    on small_city.slice = of_unit.slice
union
select figure, period_kind, period, 'class', unit_class, null
from judged
where in_hidden_class
union
select figure, period_kind, period, 'class', unit_class, null
from longer
union
select figure, period_kind, period, 'unit', unit_class, unit_id
from judged
where hidden
union
select figure, period_kind, period, 'unit', unit_class, unit_id
from longer
order by all
