-- One row per year and index over its own subjects: mean, median, quartiles, and the mean change of the subjects that
-- were scored by the same rules in both years. A change of the rule set is a break in the series. The change is
-- suppressed where few members joined or left, for it and the two means would tell their scores (change_suppressed).
--
-- grain:   year, index
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], index varchar[]
-- returns: year integer, index varchar, subject_grain varchar, subjects_n bigint, mean double, median double,
--          q1 double, q3 double, pairs_n bigint, change double, change_sd double, suppressed boolean,
--          change_suppressed boolean, break_before boolean, rule_set varchar
-- rests:   members mean median q1 q3 change change_sd

with

subject as (

    select *
    from index_subjects($units, $unit_class, $index)

),

hidden as (

    select distinct year(period) as year, figure as "index"
    from suppressed_unit
    where is_part_of(level, unit_class, unit_id, $units, $unit_class)

),

hidden_change as (

    select distinct year(period) as year, figure
    from suppressed_member
    where is_part_of(level, unit_class, unit_id, $units, $unit_class)

),

measured as (

    select
        subject.year,
        subject."index",
        names_in(subject_grain)              as subject_grain,
        names_in(rule_set)                        as rule_set,
        count(*)                                                                    as subjects_n,
        bool_or(hidden.year is not null)                                            as gives_away,
        gives_away or too_few_members(subject_grain, count(*))                      as suppressed,
        index_score(sum(score), count(*))                                           as mean,
        median(score)                                                               as median,
        quantile_cont(score, 0.25)                                                  as q1,
        quantile_cont(score, 0.75)                                                  as q3,
        count(score_before)                                                         as pairs_n,
        gives_away
        or bool_or(hidden_change.year is not null)
        or too_few_members(subject_grain, count(score_before))                      as pairs_suppressed,
        index_score(sum(score - score_before), count(score_before))                 as change,
        stddev_samp(score - score_before)                                           as change_sd
    from subject
    left join hidden
        on hidden.year = subject.year
        and hidden."index" = subject."index"
    left join hidden_change
        on hidden_change.year = subject.year
        and hidden_change.figure = subject."index" || '_change'
    group by subject.year, subject."index"

),

final as (

    select
        year,
        "index",
        subject_grain,
        case when not suppressed then subjects_n end      as subjects_n,
        case when not suppressed then mean end            as mean,
        case when not suppressed then median end          as median,
        case when not suppressed then q1 end              as q1,
        case when not suppressed then q3 end              as q3,
        case when not pairs_suppressed then pairs_n end   as pairs_n,
        case when not pairs_suppressed then change end    as change,
        case when not pairs_suppressed then change_sd end as change_sd,
        suppressed,
        pairs_suppressed and pairs_n > 0                  as change_suppressed,
        coalesce(
            lag(year) over series = year - 1 and lag(rule_set) over series is distinct from rule_set, false
        )                                                 as break_before,
        rule_set
    from measured
    window series as (partition by "index" order by year)

)

select *
from final
where within_years(year, $year_from, $year_to)
order by year, "index"
