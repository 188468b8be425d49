-- One row per year, index and unit: the mean over the unit's subjects, and the mean change of the subjects that were
-- scored by the same rules in both years. Figures of fewer members than the smallest n are suppressed. Branches, brands
-- and units are not persons and are always shown.
--
-- grain:   year, index, unit_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], index varchar[]
-- returns: year integer, index varchar, unit_id varchar, unit varchar, unit_class varchar, subject_grain varchar,
--          subjects_n bigint, score double, pairs_n bigint, change double, suppressed boolean
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
        bool_or(hidden.period is not null)                                       as gives_away,
        gives_away or too_few_members(subject_grain, count(*))                   as suppressed,
        gives_away or too_few_members(subject_grain, count(score_before))        as pairs_suppressed
    from subject
    left join suppressed_unit as hidden
        on hidden.level = 'unit'
        and hidden.figure = subject."index"
        and hidden.period = make_date(subject.year, 1, 1)
        and hidden.unit_id = subject.unit_id
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
        measured.suppressed
    from measured
    left join unit
        on unit.unit_id = measured.unit_id

)

select *
from final
order by year, "index", unit_id
