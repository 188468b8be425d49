-- Index scores of subjects, with the score of the same subject in the year before, and the measures of each unit that
-- composites and couplings are computed from.

-- One row per subject, index and year, under the subject's current unit.
create or replace macro index_subject_scores(units, unit_classes, indices) as table
select
    index_score.survey_year      as year,
    index_score."index",
    index_score.current_unit_id  as unit_id,
    index_score.subject_id,
    index_score.subject_grain,
    index_score.rule_set,
    avg(index_score.score)       as score
from index_score
left join unit
    on unit.unit_id = index_score.current_unit_id
where chosen(index_score.current_unit_id, units)
  and chosen(unit.unit_class, unit_classes)
  and chosen(index_score."index", indices)
group by all;

-- The same rows with the score of the year before. It is null when the subject is new or its rule set changed, because
-- scores under two rule sets cannot be compared.
create or replace macro index_subjects(units, unit_classes, indices) as table
with

subject as (

    select *
    from index_subject_scores(units, unit_classes, indices)

)

select
    now.*,
    before.score as score_before
from subject as now
left join subject as before
    on before."index" = now."index"
    and before.unit_id = now.unit_id
    and before.subject_id = now.subject_id
    and before.subject_grain = now.subject_grain
    and before.rule_set is not distinct from now.rule_set
    and before.year = now.year - 1;

-- The suppressed figures of members of units, by year: an index, or INDEX_change.
create or replace macro hidden_index_units() as table
select distinct year(period) as year, figure, unit_id
from suppressed_unit
where level = 'unit'
union
select distinct year(period), figure, unit_id
from suppressed_member
where level = 'unit';

-- Members are persons: figures of fewer members than the smallest n are suppressed. Branches, brands and units are not
-- persons.
create or replace macro too_few_members(subject_grain, subjects_n) as
    (bool_or(subject_grain = 'member') and subjects_n < smallest_n());

-- One row per unit, year, side and measure that has a weight on that side. score: for an index, the mean over the
-- unit's subjects; for programmes, the mean progress of the unit's projects as last reported in the year; for business,
-- the points as a share of the full points (both in percent). score_se: the standard error of that mean, null for fewer
-- than two subjects. Figures of fewer members than the smallest n are suppressed. A missing measure is a row without a
-- score.
create or replace macro side_measures(sides, unit_classes) as table
with

index_measure as (

    select
        scored.year,
        scored.unit_id,
        scored."index"                                as measure,
        count(*)                                      as subjects_n,
        index_score(sum(score), count(*))             as score,
        stddev_samp(score) / sqrt(count(*))           as score_se,
        too_few_members(subject_grain, count(*)) or bool_or(hidden.year is not null) as suppressed
    from index_subject_scores([], unit_classes, []) as scored
    left join hidden_index_units() as hidden
        on hidden.year = scored.year
        and hidden.figure = scored."index"
        and hidden.unit_id = scored.unit_id
    group by all

),

project as (

    select
        year,
        current_unit_id as unit_id,
        progress
    from programme_project
    where progress is not null
    qualify row_number() over (
        partition by year, programme, project_id, current_unit_id order by reported_on desc
    ) = 1

),

measured as (

    select *
    from index_measure

    union all

    select year, unit_id, 'programmes', count(*), 100 * avg(progress), null, false
    from project
    group by all

    union all

    select year, current_unit_id, 'business', count(*), 100 * sum(score) / sum(full_score), null, false
    from business_score
    group by all

),

-- Every unit with any measure in the year, joined with every measure of a side: a missing measure is a row too.
declared as (

    select
        scored.year,
        scored.unit_id,
        index_weights.side,
        index_weights.measure,
        index_weights.weight,
        goalposts.low,
        goalposts.high
    from (select distinct year, unit_id from measured) as scored
    inner join index_weights
        on index_weights.is_default
        and within_years(scored.year, index_weights.valid_from, index_weights.valid_to)
        and list_contains(sides, index_weights.side)
    inner join goalposts
        on goalposts.measure = index_weights.measure
        and goalposts.is_default
        and within_years(scored.year, goalposts.valid_from, goalposts.valid_to)

)

select
    declared.year,
    declared.unit_id,
    coalesce(unit.unit, declared.unit_id)                          as unit,
    coalesce(unit.unit_class, 'unclassified')                      as unit_class,
    declared.side,
    declared.measure,
    case when not measured.suppressed then measured.subjects_n end as subjects_n,
    case when not measured.suppressed then measured.score end      as score,
    case when not measured.suppressed then measured.score_se end   as score_se,
    declared.low,
    declared.high,
    declared.weight,
    coalesce(measured.suppressed, false)                           as suppressed
from declared
left join measured
    on measured.year = declared.year
    and measured.unit_id = declared.unit_id
    and measured.measure = declared.measure
left join unit
    on unit.unit_id = declared.unit_id
where chosen(unit.unit_class, unit_classes);
