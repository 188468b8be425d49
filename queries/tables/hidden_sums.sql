-- Figures of units whose sums over classes and the city are shown too.

-- Whose figure of a slice is not told: fewer than the smallest n, and as many of the next smallest, two at least, as it
-- takes that none can be worked out from the sum of its class, nor a class from the city's. figure_table: slice,
-- unit_class, unit_id, n. One row a slice and level (class, unit) with its unit_class and unit_id.
create or replace macro hidden_in_sums(figure_table) as table
with

of_unit as (

    select slice, unit_class, unit_id, n
    from query_table(figure_table)
    where n > 0

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
    qualify min(n) over (partition by slice) < smallest_n()
        and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

),

-- Units of hidden classes are of one sum together: that of the city less the other classes.
inside as (

    select
        of_unit.*,
        case when hidden_class.slice is null then 'of ' || coalesce(of_unit.unit_class, '') else 'hidden' end as block
    from of_unit
    left join hidden_class
        on hidden_class.slice = of_unit.slice
        and hidden_class.unit_class is not distinct from of_unit.unit_class

),

hidden_unit as (

    select slice, unit_class, unit_id
    from inside
    window smaller as (partition by slice, block order by n, unit_id)
    qualify min(n) over (partition by slice, block) < smallest_n()
        and (row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

)

select 'class' as level, slice, unit_class, null::varchar as unit_id
from hidden_class
union all
select 'unit', slice, unit_class, unit_id
from hidden_unit;

-- Whether a hidden figure of this level is part of what is chosen: units when some are named, else classes.
create or replace macro is_part_of(level, unit_class, unit_id, units, unit_classes) as (
    case
        when len(coalesce(units, [])) > 0
            then level = 'unit' and chosen(unit_id, units) and chosen(unit_class, unit_classes)
        else level = 'class' and len(coalesce(unit_classes, [])) > 0 and chosen(unit_class, unit_classes)
    end
);
