-- The batches of data about people whose row counts may be shown: in every year, they hold either all units suppressed
-- in that year (by survey or index) or none of them. With only some of them, the row count minus the shown figures
-- would give a suppressed one. A batch without current rows tells nothing about its units and is not listed here.
with

sent as (

    select distinct batch_id, 'answers' as kind, 'survey' as of_what, survey_year as year, current_unit_id
    from survey_answer
    union
    select distinct batch_id, 'opinions', 'survey', survey_year, current_unit_id
    from opinion
    union
    select distinct batch_id, 'scores', 'index', survey_year, current_unit_id
    from index_score
    union
    select distinct batch_id, 'points', 'index', year, current_unit_id
    from member_points
    union
    select distinct batch_id, 'appraisals', 'nothing', year, current_unit_id
    from appraisal
    union
    select distinct batch_id, 'bad ratings', 'rating', year(rated_on), current_unit_id
    from bad_rating

),

hiding as (

    select
        sent.batch_id,
        sent.kind,
        sent.year,
        count(distinct hidden.unit_id) as units_n
    from sent
    left join hidden_unit as hidden
        on hidden.of_what = sent.of_what
        and hidden.year = sent.year
        and hidden.unit_id = sent.current_unit_id
    group by all

),

all_of_year as (

    select
        sent.kind,
        sent.year,
        count(distinct sent.current_unit_id) as units_n
    from sent
    inner join hidden_unit as hidden
        on hidden.of_what = sent.of_what
        and hidden.year = sent.year
        and hidden.unit_id = sent.current_unit_id
    group by all

)

select hiding.batch_id
from hiding
left join all_of_year
    on all_of_year.kind = hiding.kind
    and all_of_year.year = hiding.year
group by hiding.batch_id
having bool_and(hiding.units_n = 0 or hiding.units_n = all_of_year.units_n)
