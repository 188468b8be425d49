-- The persons appraised, each under the current unit, with its class, and with its votes by the position of the grade.
-- A build without levels of posts has none: it was made before figures of appraisals were suppressed.
with

person as (

    select *
    from appraisal
    union all by name
    select *
    from appraisal_columns

)

select
    person.year,
    person.grade_scale,
    person.current_unit_id                                                           as unit_id,
    coalesce(unit.unit_class, 'unclassified')                                        as unit_class,
    person.post_level,
    person.grade,
    appraisal_grade.position,
    [person.good, person.fairly_good, person.fair, person.poor]                      as votes_by_position,
    person.good + person.fairly_good + person.fair + person.poor                     as votes,
    greatest(person.ballots, person.good + person.fairly_good + person.fair + person.poor) as ballots,
    person.held_on,
    person.feedback_on,
    person.read_on,
    person.problems_n,
    person.consequence
from person
inner join appraisal_grade
    on appraisal_grade.grade = person.grade
left join unit
    on unit.unit_id = person.current_unit_id
where person.post_level is not null
