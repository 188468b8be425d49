-- The index scores of a city. Members are persons: of a unit that any of them has a score for stands the mean over its
-- subjects, as the city shows it, and nothing where it shows none.
--
-- reads:   city (index_score), hidden_unit, source_batch, $city
-- grain:   survey_year, index, subject_id, unit_id
-- returns: the columns of index_score but batch_id, current_unit_id

with

given as (

    select
        scored.*,
        source_batch.told,
        bool_or(scored.subject_grain = 'member') over (
            partition by scored.survey_year, scored."index", scored.current_unit_id
        ) as of_members
    from city.index_score as scored
    left join source_batch
        on source_batch.batch_id = scored.batch_id

),

subject as (

    select
        survey_year,
        "index",
        current_unit_id,
        subject_id,
        subject_grain,
        rule_set,
        avg(score)    as score,
        min(told)     as told
    from given
    where of_members
    group by all

)

select
    survey_year,
    "index",
    'unit'                                                             as subject_grain,
    concat($city, ':', current_unit_id)                                as subject_id,
    concat($city, ':', current_unit_id)                                as unit_id,
    round(avg(score), 9)                                               as score,
    case when count(distinct coalesce(rule_set, '')) = 1 then min(rule_set) end as rule_set,
    string_agg(distinct told, '; ' order by told)                      as source_sheet,
    cast(null as integer)                                              as source_row
from subject
anti join hidden_unit as hidden
    on hidden.level = 'unit'
    and hidden.figure = subject."index"
    and hidden.period = make_date(subject.survey_year, 1, 1)
    and hidden.unit_id = subject.current_unit_id
group by survey_year, "index", current_unit_id
having count(*) >= smallest_n()

union all

select
    survey_year,
    "index",
    subject_grain,
    concat($city, ':', subject_id),
    concat($city, ':', unit_id),
    score,
    rule_set,
    concat_ws(' › ', told, nullif(source_sheet, '')),
    source_row
from given
where not of_members
order by all
