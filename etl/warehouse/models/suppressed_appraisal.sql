-- Figures of 述评考 that are not shown apart, by year and grade scale: persons are counted in the city, by class of units
-- and by level of post, never by both, and never by unit. Classes (levels) with fewer than smallest_n() persons are
-- shown together as one, with the next smallest ones (at least two in all, and at least smallest_n() persons). Grades
-- that fewer than smallest_n() persons of a shown group have are shown together with the next better one, in all groups
-- of the kind alike: no figure of fewer persons can be derived from a sum. A year of fewer than smallest_n() persons is
-- not shown.
--
-- reads:   appraisal, appraisal_grade, unit
-- grain:   year, grade_scale, level, key
-- returns: year, grade_scale, level, key

with

person as (

    select
        appraisal.year,
        appraisal.grade_scale,
        coalesce(unit.unit_class, 'unclassified') as unit_class,
        appraisal.post_level,
        appraisal_grade.position,
        appraisal.ballots is not null             as voted_on,
        appraisal.problems_n is not null          as has_list
    from appraisal
    inner join appraisal_grade
        on appraisal_grade.grade = appraisal.grade
    left join unit
        on unit.unit_id = appraisal.current_unit_id

),

placed as (

    select year, grade_scale, position, voted_on, has_list, 'city' as level, 'all' as key
    from person

    union all

    select year, grade_scale, position, voted_on, has_list, 'class', unit_class
    from person

    union all

    select year, grade_scale, position, voted_on, has_list, 'post', post_level
    from person

),

-- Persons with a grade, with ballots, with a problem list: sums of each are shown.
counted as (

    select
        year,
        grade_scale,
        level,
        key,
        unnest(['graded', 'voted_on', 'has_list'])                                            as figure,
        unnest([count(*), count(*) filter (voted_on), count(*) filter (has_list)])            as n
    from placed
    group by year, grade_scale, level, key

),

together as (

    select year, grade_scale, level, key
    from counted
    where n > 0
      and level <> 'city'
    window smaller as (partition by year, grade_scale, level, figure order by n, key)
    qualify min(n) over (partition by year, grade_scale, level, figure) < smallest_n()
        and (n < smallest_n() or row_number() over smaller <= 2 or sum(n) over smaller - n < smallest_n())

),

shown as (

    select
        placed.year,
        placed.grade_scale,
        placed.level,
        case when together.key is null then placed.key else 'merged' end as key,
        placed.position,
        count(*)                                                        as n
    from placed
    left join (select distinct year, grade_scale, level, key from together) as together
        on together.year = placed.year
        and together.grade_scale = placed.grade_scale
        and together.level = placed.level
        and together.key = placed.key
    group by all

),

-- Every way to cut the grades of a scale, best to worst, into neighbours: bit i of `cuts` is a cut below
-- position i + 1.
way as (

    select grade_scale, unnest(range(0, 1 << (max(position) - 1))) as cuts
    from appraisal_grade
    group by grade_scale

),

part as (

    select
        shown.year,
        shown.grade_scale,
        shown.level,
        way.cuts,
        shown.key,
        sum(shown.n) as n
    from shown
    inner join way
        on way.grade_scale = shown.grade_scale
    group by
        shown.year, shown.grade_scale, shown.level, way.cuts, shown.key,
        bit_count(way.cuts & ((1 << (shown.position - 1)) - 1))

),

safe as (

    select year, grade_scale, level, cuts
    from part
    group by all
    having min(n) >= smallest_n()

),

-- The way with most parts; among these one that keeps the best grade apart.
chosen as (

    select *
    from safe
    qualify row_number() over (
        partition by year, grade_scale, level order by bit_count(cuts) desc, cuts & 1 desc, cuts desc
    ) = 1

)

select distinct year, grade_scale, level, key
from together
union all
select year, grade_scale, 'city', null
from counted
where level = 'city'
  and figure = 'graded'
  and n < smallest_n()
union all
select chosen.year, chosen.grade_scale, 'grade_of_' || chosen.level, appraisal_grade.grade
from chosen
inner join appraisal_grade
    on appraisal_grade.grade_scale = chosen.grade_scale
where appraisal_grade.position > 1
  and chosen.cuts & (1 << (appraisal_grade.position - 2)) = 0
order by all
