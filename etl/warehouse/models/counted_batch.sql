-- Batches about people whose row counts may be published: in every year they contain all suppressed units that sent any
-- rows, or none of them. Otherwise the row count of a file less the published counts of its units would disclose a
-- suppressed one. Batches without any counted row are not returned.
--
-- reads:   build (survey_answer, opinion, index_score, member_points, appraisal, bad_rating,
--          suppressed_rating); hidden_figure, hidden_unit
-- returns: batch_id

with

hidden as (

    select 'survey' as of_what, survey_year as year, unit_id
    from hidden_figure
    where unit_level = 'unit'
      and group_level = 'all'
      and part_level in ('all', 'form')
    union
    select 'survey', survey_year, current_unit_id
    from build.survey_answer
    where headline
      and class = 'valid'
    group by survey_year, current_unit_id
    having sum(n) < smallest_n()
    union
    select 'index', cast(extract(year from period) as integer), unit_id
    from hidden_unit
    where level = 'unit'
      and figure <> 'valid_callbacks'
    union
    select 'rating', year, place
    from build.suppressed_rating
    where place_by = 'unit'
      and figure = 'ratings'

),

sent as (

    select distinct batch_id, 'answers' as kind, 'survey' as of_what, survey_year as year, current_unit_id
    from build.survey_answer
    union
    select distinct batch_id, 'opinions', 'survey', survey_year, current_unit_id
    from build.opinion
    union
    select distinct batch_id, 'scores', 'index', survey_year, current_unit_id
    from build.index_score
    union
    select distinct batch_id, 'points', 'index', year, current_unit_id
    from build.member_points
    union
    select distinct batch_id, 'appraisals', 'nothing', year, current_unit_id
    from build.appraisal
    union
    select distinct batch_id, 'bad ratings', 'rating', year(rated_on), current_unit_id
    from build.bad_rating

),

hiding as (

    select
        sent.batch_id,
        sent.kind,
        sent.year,
        count(distinct hidden.unit_id) as units_n
    from sent
    left join hidden
        on hidden.of_what = sent.of_what
        and hidden.year = sent.year
        and hidden.unit_id = sent.current_unit_id
    group by sent.batch_id, sent.kind, sent.year

),

all_of_year as (

    select
        sent.kind,
        sent.year,
        count(distinct hidden.unit_id) as units_n
    from sent
    inner join hidden
        on hidden.of_what = sent.of_what
        and hidden.year = sent.year
        and hidden.unit_id = sent.current_unit_id
    group by sent.kind, sent.year

)

select hiding.batch_id
from hiding
left join all_of_year
    on all_of_year.kind = hiding.kind
    and all_of_year.year = hiding.year
group by hiding.batch_id
having bool_and(hiding.units_n = 0 or hiding.units_n = all_of_year.units_n)
