-- Index scores of subjects with the same subject's score of the year before.

-- One row a subject, index and year under its current unit. `before` is the score a year earlier; null when the
-- subject is new or its rule set changed, since scores under two rule sets can't be compared.
create or replace macro index_subjects(units, unit_classes, indices) as table
with

subject as (

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
    group by all

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

-- Members are persons: fewer of them than the smallest n are not shown. Branches, brands and units are no persons.
create or replace macro too_few_members(subject_grain, subjects_n) as
    (bool_or(subject_grain = 'member') and subjects_n < smallest_n());
