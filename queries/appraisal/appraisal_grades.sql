-- How many persons got each grade in 述评考, by year and grade scale: in the city, by class of units, by level of post.
-- The two scales are never mixed. part: the grades shown as one, joined by +, best first. Groups of fewer persons than
-- the smallest n are shown together as one (key joined by +); a year of fewer is suppressed. A choice of classes leaves
-- only the groups that hold a chosen class. break_before: another scale than the year before, or the first year of a
-- rule.
--
-- grain:   year, grade_scale, level, key, part
-- params:  year_from integer, year_to integer, unit_class varchar[]
-- returns: year integer, grade_scale varchar, level varchar, key varchar, part varchar, position integer,
--          part_n bigint, persons_n bigint, share double, break_before boolean, suppressed boolean
-- rests:   appraisals part_n persons_n share

with

person as (

    select *
    from appraised_in_groups()
    where group_is_chosen(level, key, $unit_class)

),

"group" as (

    select
        year,
        grade_scale,
        level,
        key,
        suppressed,
        count(*)                                                                        as persons_n,
        coalesce(lag(grade_scale) over earlier <> grade_scale, false)
            or year in (select valid_from from appraisal_rules)                         as break_before
    from person
    group by year, grade_scale, level, key, suppressed
    window earlier as (partition by level, key order by year, grade_scale)

),

part as (

    select year, grade_scale, level, part as position, string_agg(grade, '+' order by position) as part
    from appraisal_parts()
    group by all

),

counted as (

    select person.year, person.grade_scale, person.level, person.key, grades.part as position, count(*) as part_n
    from person
    inner join appraisal_parts() as grades
        on grades.year = person.year
        and grades.grade_scale = person.grade_scale
        and grades.level = person.level
        and grades.grade = person.grade
    group by all

),

final as (

    select
        "group".year,
        "group".grade_scale,
        "group".level,
        "group".key,
        part.part,
        part.position,
        case when not suppressed then coalesce(counted.part_n, 0) end              as part_n,
        case when not suppressed then "group".persons_n end                        as persons_n,
        case when not suppressed
            then appraisal_grade_share(coalesce(counted.part_n, 0), "group".persons_n) end as share,
        "group".break_before,
        "group".suppressed
    from "group"
    inner join part
        on part.year = "group".year
        and part.grade_scale = "group".grade_scale
        and part.level = "group".level
    left join counted
        on counted.year = "group".year
        and counted.grade_scale = "group".grade_scale
        and counted.level = "group".level
        and counted.key = "group".key
        and counted.position = part.position

)

select *
from final
where within_years(year, $year_from, $year_to)
order by year, grade_scale, level, key, position
