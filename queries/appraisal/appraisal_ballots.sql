-- The ballots of 述评考 by year and grade scale, summed over persons: votes for each grade in the city, by class of units
-- and by level of post. All who voted at the meetings are counted, so there is no interval. share: of the marked votes.
-- Groups and suppression as in appraisal_grades; persons without votes by grade are left out.
--
-- grain:   year, grade_scale, level, key, grade
-- params:  year_from integer, year_to integer, unit_class varchar[]
-- returns: year integer, grade_scale varchar, level varchar, key varchar, grade varchar, position integer,
--          votes bigint, votes_n bigint, share double, ballots_n bigint, unmarked_n bigint, persons_n bigint,
--          break_before boolean, suppressed boolean
-- rests:   appraisals votes votes_n share ballots_n unmarked_n persons_n

with

person as (

    select *
    from appraised_in_groups()
    where votes is not null
      and group_is_chosen(level, key, $unit_class)

),

"group" as (

    select
        year,
        grade_scale,
        level,
        key,
        bool_or(suppressed) or count(*) < smallest_n() as suppressed,
        count(*)                                       as persons_n,
        sum(votes)::bigint                             as votes_n,
        sum(ballots)::bigint                           as ballots_n,
        coalesce(lag(grade_scale) over earlier <> grade_scale, false)
            or year in (select valid_from from appraisal_rules) as break_before
    from person
    group by year, grade_scale, level, key
    window earlier as (partition by level, key order by year, grade_scale)

),

voted as (

    select
        person.year,
        person.grade_scale,
        person.level,
        person.key,
        appraisal_grade.grade,
        appraisal_grade.position,
        sum(votes_by_position[appraisal_grade.position])::bigint as votes
    from person
    inner join appraisal_grade
        on appraisal_grade.grade_scale = person.grade_scale
    group by all

),

final as (

    select
        voted.year,
        voted.grade_scale,
        voted.level,
        voted.key,
        voted.grade,
        voted.position,
        case when not suppressed then voted.votes end                            as votes,
        case when not suppressed then votes_n end                                as votes_n,
        case when not suppressed then ballot_share(voted.votes, votes_n) end     as share,
        case when not suppressed then ballots_n end                              as ballots_n,
        case when not suppressed then ballots_n - votes_n end                    as unmarked_n,
        case when not suppressed then persons_n end                              as persons_n,
        break_before,
        suppressed
    from voted
    inner join "group"
        on "group".year = voted.year
        and "group".grade_scale = voted.grade_scale
        and "group".level = voted.level
        and "group".key = voted.key

)

select *
from final
where within_years(year, $year_from, $year_to)
order by year, grade_scale, level, key, position
