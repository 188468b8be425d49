-- The input of suppression: valid answers of each unit by group and division, per year and item, and valid forms by
-- group and channel. The item `overall` is the basis of the rates: the overall item, or all items of a wave without
-- one. slice: the answer given (every basis is a sum of slices); forms have a single slice.
--
-- reads:   survey_answer, survey_form, unit
-- grain:   survey_year, counted, part_level, unit_id, group, part, slice
-- returns: survey_year, counted, part_level, unit_class, unit_id, group, part, slice, n

with

answer as (

    select
        *,
        concat(scale_id, ' ', answer) as slice
    from survey_answer
    where class = 'valid'

),

counted as (

    select
        survey_year, 'overall' as counted, 'division' as part_level, current_unit_id, "group", division_code as part,
        slice, n
    from answer
    where headline

    union all

    select survey_year, item, 'division', current_unit_id, "group", division_code, slice, n
    from answer
    where item <> 'overall'

    union all

    select survey_year, 'form', 'channel', current_unit_id, "group", channel, 'form', valid
    from survey_form

)

select
    counted.survey_year,
    counted.counted,
    counted.part_level,
    unit.unit_class,
    counted.current_unit_id       as unit_id,
    counted."group",
    counted.part,
    counted.slice,
    cast(sum(counted.n) as bigint) as n
from counted
left join unit
    on unit.unit_id = counted.current_unit_id
group by all
having sum(counted.n) > 0
order by all
