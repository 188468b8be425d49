-- Published figures that differ between two attached builds, `before` and `after`, and what may be published of each. A
-- figure only in `after` is new and no revision. Differences in the last digits are ignored: the order of summation of
-- scores varies.
--
-- told: open    both values
--       few     only the old value: fewer than smallest_n() people make the change; or, for the whole city, make what
--               remains of its change without the units whose change is published
--       hidden  no value, because the figure is suppressed. All suppressed figures of a kind and year are listed once
--               any other of them changes, so as not to disclose which of them change.
--
-- reads:   before, after (figure, index_score, unit); hidden_published, moved_member
-- published: whether the figure is in `before`; new figures are listed for the whole city only.
--
-- returns: figure, year, unit_id, unit, published, told, before_numerator, before_denominator, after_numerator,
--          after_denominator

with

of_members as (

    select distinct 'index_mean.' || "index" as figure, survey_year as year
    from (from before.index_score union all by name from after.index_score)
    where subject_grain = 'member'

),

compared as (

    select
        coalesce(old.figure, new.figure)    as figure,
        coalesce(old.year, new.year)        as year,
        coalesce(old.unit_id, new.unit_id)  as unit_id,
        old.figure is not null              as published,
        old.numerator                       as before_numerator,
        old.denominator                     as before_denominator,
        new.numerator                       as after_numerator,
        new.denominator                     as after_denominator
    from before.figure as old
    full join after.figure as new
        on old.figure = new.figure
        and old.year is not distinct from new.year
        and old.unit_id is not distinct from new.unit_id

),

differing as (

    select
        compared.*,
        of_members.figure is not null                                                   as is_of_members,
        is_of_members or compared.figure <> 'closure_rate' and not starts_with(compared.figure, 'index_mean.')
                                                                                        as is_of_people,
        coalesce(after_denominator, 0) - coalesce(before_denominator, 0)                as more,
        coalesce(after_numerator, 0) - coalesce(before_numerator, 0)                    as more_of_them,
        coalesce(moved_member.moved, 0)                                                 as moved_members,
        hidden_published.figure is not null
            or is_of_people and (
                before_denominator between 1 and smallest_n() - 1
                or after_denominator between 1 and smallest_n() - 1
            )                                                                           as hidden,
        published and (
            after_numerator is null
            or before_denominator is distinct from after_denominator
            or abs(after_numerator - before_numerator) > 1e-9 * greatest(1, abs(before_numerator))
        )                                                                               as revised
    from compared
    left join of_members
        on of_members.figure = compared.figure
        and of_members.year = compared.year
    left join moved_member
        on moved_member.figure = compared.figure
        and moved_member.year = compared.year
        and moved_member.unit_id is not distinct from compared.unit_id
    left join hidden_published
        on hidden_published.figure = compared.figure
        and hidden_published.year is not distinct from compared.year
        and hidden_published.unit_id is not distinct from compared.unit_id

),

-- The number of people behind a change: the difference of denominators, else of numerators.
counted as (

    select
        *,
        case
            when not is_of_people then null
            when is_of_members then moved_members
            when more <> 0 then abs(more)
            else abs(more_of_them)
        end as moved
    from differing

),

by_itself as (

    select
        *,
        not hidden and coalesce(moved between 1 and smallest_n() - 1, false) as few
    from counted

),

left_over as (

    select
        figure,
        year,
        sum(case when unit_id is null then more else -more end)                 as more,
        sum(case when unit_id is null then more_of_them else -more_of_them end) as more_of_them,
        sum(case when unit_id is null then moved_members else -moved_members end) as moved_members
    from by_itself
    where unit_id is null
       or not (hidden or few)
    group by figure, year
    having count(unit_id) < count(*)

),

judged as (

    select
        by_itself.*,
        case
            when by_itself.hidden then 'hidden'
            when by_itself.few then 'few'
            when by_itself.unit_id is null
                and by_itself.is_of_people
                and by_itself.figure in (select figure from by_itself where unit_id is not null)
                and case
                    when by_itself.is_of_members then left_over.moved_members
                    when left_over.more <> 0 then abs(left_over.more)
                    else abs(left_over.more_of_them)
                end between 1 and smallest_n() - 1
                then 'few'
            else 'open'
        end as told
    from by_itself
    left join left_over
        on left_over.figure = by_itself.figure
        and left_over.year is not distinct from by_itself.year

),

touched as (

    select *
    from judged
    qualify not published or bool_or(revised and told <> 'hidden') over (partition by figure, year)

)

select
    touched.figure,
    touched.year,
    touched.unit_id,
    coalesce(named.unit, touched.unit_id)                           as unit,
    touched.published,
    touched.told,
    case when told <> 'hidden' then touched.before_numerator end    as before_numerator,
    case when told <> 'hidden' then touched.before_denominator end  as before_denominator,
    case when told = 'open' then touched.after_numerator end        as after_numerator,
    case when told = 'open' then touched.after_denominator end      as after_denominator
from touched
left join before.unit as named
    on touched.unit_id = named.unit_id
where published and (told = 'hidden' or revised)
   or not published and touched.unit_id is null
order by told = 'hidden', touched.unit_id is not null, touched.figure, touched.year desc nulls first, unit
