-- The figures of people that a city shows: what it hides in any kept build is left out. Answers (of_what 'all') and
-- forms (of_what 'form') of a unit in a year, by group; a unit with fewer than smallest_n() is not here at all. The
-- groups that are hidden, small or empty of valid answers are one (shown_group 'withheld'): only their sum is known,
-- the unit's total less its shown groups.
--
-- reads:   city (survey_answer, survey_form); hidden_figure
-- grain:   of_what, survey_year, unit_id, group
-- returns: the grain, shown_group

with

counted as (

    select 'all' as of_what, survey_year, current_unit_id as unit_id, "group", sum(n) as n
    from city.survey_answer
    where headline
      and class = 'valid'
    group by all

    union all

    -- Forms whose valid ones are not known tell of nobody.
    select 'form', survey_year, current_unit_id, "group", coalesce(sum(valid), smallest_n())
    from city.survey_form
    group by all

),

asked as (

    select 'all' as of_what, survey_year, current_unit_id as unit_id, "group"
    from city.survey_answer
    union
    select 'form', survey_year, current_unit_id, "group"
    from city.survey_form

),

hidden as (

    select distinct part_level as of_what, survey_year, unit_id, group_level, "group"
    from hidden_figure
    where unit_level = 'unit'
      and part_level in ('all', 'form')

),

hidden_unit as (

    select of_what, survey_year, unit_id
    from hidden
    where group_level = 'all'

),

shown as (

    select of_what, survey_year, unit_id
    from counted
    group by all
    having sum(n) >= smallest_n()

)

select
    asked.*,
    case
        when hidden.of_what is null and counted.n >= smallest_n() then asked."group"
        else 'withheld'
    end as shown_group
from asked
semi join shown
    using (of_what, survey_year, unit_id)
anti join hidden_unit
    using (of_what, survey_year, unit_id)
left join counted
    on counted.of_what = asked.of_what
    and counted.survey_year = asked.survey_year
    and counted.unit_id = asked.unit_id
    and counted."group" is not distinct from asked."group"
left join hidden
    on hidden.group_level = 'group'
    and hidden.of_what = asked.of_what
    and hidden.survey_year = asked.survey_year
    and hidden.unit_id = asked.unit_id
    and hidden."group" is not distinct from asked."group"
