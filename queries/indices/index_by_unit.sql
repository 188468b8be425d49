-- One row per year, index and unit: the mean over the unit's subjects, and the mean change of the subjects that were
-- scored by the same rules in both years. Figures of fewer members than the smallest n are suppressed. So is the change
-- where few members joined or left, for it and the two means would tell their scores (change_suppressed). Branches,
-- brands and units are not persons and are always shown.
--
-- grain:   year, index, unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], index varchar[]
-- returns: year integer, index varchar, unit_id varchar, unit varchar, unit_class varchar, subject_grain varchar,
--          subjects_n bigint, score double, pairs_n bigint, change double, suppressed boolean,
--          change_suppressed boolean
-- rests:   members score change

with

subject as (

    select *
    from index_subjects($units, $unit_class, $index)
    where within_years(year, $year_from, $year_to)

),

measured as (

    select
        subject.year,
        subject."index",
        subject.unit_id,
        names_in(subject_grain)           as subject_grain,
        count(*)                                                                 as subjects_n,
        index_score(sum(score), count(*))                                        as score,
        count(score_before)                                                      as pairs_n,
        index_score(sum(score - score_before), count(score_before))              as change,
        bool_or(hidden.year is not null)                                         as gives_away,
        gives_away or too_few_members(subject_grain, count(*))                   as suppressed,
        gives_away
        or bool_or(hidden_change.year is not null)
        or too_few_members(subject_grain, count(score_before))                   as pairs_suppressed
    from subject
    left join hidden_index_units() as hidden
        on hidden.year = subject.year
        and hidden.figure = subject."index"
        and hidden.unit_id = subject.unit_id
    left join hidden_index_units() as hidden_change
        on hidden_change.year = subject.year
        and hidden_change.figure = subject."index" || '_change'
        and hidden_change.unit_id = subject.unit_id
    group by subject.year, subject."index", subject.unit_id

),

final as (

    select
        measured.year,
        measured."index",
        measured.unit_id,
        coalesce(unit.unit, measured.unit_id)                             as unit,
        unit.unit_class,
        measured.subject_grain,
        case when not measured.suppressed then measured.subjects_n end    as subjects_n,
        case when not measured.suppressed then measured.score end         as score,
        case when not measured.pairs_suppressed then measured.pairs_n end as pairs_n,
        case when not measured.pairs_suppressed then measured.change end  as change,
        measured.suppressed,
        measured.pairs_suppressed and measured.pairs_n > 0                as change_suppressed
    from measured
    left join unit
        on unit.unit_id = measured.unit_id

)

select *
from final
order by year, "index", unit_id
