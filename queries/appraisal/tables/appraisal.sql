-- 述评考: persons in posts, counted in groups of at least smallest_n(). A group (level, key) is the city, a class of units
-- or a level of post, never a class crossed with a level, never a unit. The build computes once which groups and which
-- grades are shown together (suppressed_appraisal); questions count these only.

-- One row per person and group. key: the class or the level, or those shown together, joined by +. Persons of a year
-- and scale that is not shown at all have level city only, and suppressed is true. A build without levels of posts
-- shows none.
create or replace macro appraised_in_groups() as table
with

placed as (

    select
        appraised.*,
        hidden.level is not null                      as suppressed,
        unnest(['city', 'class', 'post'])             as level,
        unnest(['all', unit_class, post_level])       as own_key
    from appraised
    left join suppressed_appraisal as hidden
        on hidden.level = 'city'
        and hidden.year = appraised.year
        and hidden.grade_scale = appraised.grade_scale

),

together as (

    select year, grade_scale, level, key, names_in(key) over (partition by year, grade_scale, level) as keys
    from suppressed_appraisal
    where level in ('class', 'post')

)

select placed.* exclude (own_key), coalesce(together.keys, placed.own_key) as key
from placed
left join together
    on together.year = placed.year
    and together.grade_scale = placed.grade_scale
    and together.level = placed.level
    and together.key = placed.own_key
where placed.level = 'city' or not placed.suppressed;

-- One row per year, scale, level and grade: `part`, the position of the best grade that it is shown together with.
create or replace macro appraisal_parts() as table
with

known as (

    select distinct year, grade_scale
    from appraised

)

select
    known.year,
    known.grade_scale,
    place.level,
    appraisal_grade.grade,
    appraisal_grade.position,
    max(case when hidden.key is null then appraisal_grade.position end) over (
        partition by known.year, known.grade_scale, place.level order by appraisal_grade.position
    ) as part
from known
cross join (select unnest(['city', 'class', 'post']) as level) as place
inner join appraisal_grade
    on appraisal_grade.grade_scale = known.grade_scale
left join suppressed_appraisal as hidden
    on hidden.year = known.year
    and hidden.grade_scale = known.grade_scale
    and hidden.level = 'grade_of_' || place.level
    and hidden.key = appraisal_grade.grade;

-- True if a group belongs to the choice of classes: the classes chosen, or without a choice every group.
create or replace macro group_is_chosen(level, key, unit_classes) as (
    len(coalesce(unit_classes, [])) = 0
    or level = 'class' and len(list_intersect(string_split(key, '+'), unit_classes)) > 0
);
