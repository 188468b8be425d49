-- The published figures as numerator and denominator. Two builds are compared on these, to show which published figures
-- a load would revise.
--
-- reads:   survey_answer, survey_form, scale_level, opinion, index_score, rectification_episode, service_rating
-- grain:   figure, year, unit_id (null: the whole city)
-- returns: figure, year, unit_id, numerator, denominator

with

scale_reach as (

    -- Three-box rate: on a scale without a neutral answer all positive answers; a scale with one has no third box.
    select scale_id
    from scale_level
    group by scale_id
    having not bool_or(answer = 'neutral')

),

satisfaction as (

    select
        'satisfaction_rate'                     as figure,
        survey_year                             as year,
        current_unit_id                         as unit_id,
        coalesce(sum(n) filter (box <= 3), 0)   as numerator,
        sum(n)                                  as denominator
    from survey_answer
    inner join scale_reach using (scale_id)
    where headline and class = 'valid'
    group by grouping sets ((survey_year), (survey_year, current_unit_id))

),

index_mean as (

    select
        'index_mean.' || index                  as figure,
        survey_year                             as year,
        current_unit_id                         as unit_id,
        sum(score)                              as numerator,
        count(*)                                as denominator
    from index_score
    group by grouping sets ((index, survey_year), (index, survey_year, current_unit_id))

),

valid_forms as (

    select
        survey_year,
        sum(valid) as valid
    from survey_form
    group by survey_year

),

problem_opinion as (

    select
        'problem_opinion_rate'                  as figure,
        opinion.survey_year                     as year,
        null                                    as unit_id,
        sum(opinion.merged_n)                   as numerator,
        any_value(valid_forms.valid)            as denominator
    from opinion
    left join valid_forms using (survey_year)
    where opinion.polarity = 'problem'
    group by opinion.survey_year

),

item as (

    -- An item counts for the unit of its first episode, as in the questions.
    select
        item_id,
        arg_min(current_unit_id, episode)                              as current_unit_id,
        arg_max(closed_on is not null, episode)                        as closed
    from rectification_episode
    group by item_id

),

closure as (

    select
        'closure_rate'                          as figure,
        null                                    as year,
        current_unit_id                         as unit_id,
        count(*) filter (closed)                as numerator,
        count(*)                                as denominator
    from item
    group by grouping sets ((), (current_unit_id))

),

good_rating as (

    select
        'good_rating_rate'                      as figure,
        year(month)                             as year,
        null                                    as unit_id,
        coalesce(sum(n) filter (box <= 3), 0)   as numerator,
        sum(n)                                  as denominator
    from service_rating
    where active  -- a rating that the system filled in is none
      and class = 'valid'
    group by year(month)

)

select * from satisfaction
union all
select * from index_mean
union all
select * from problem_opinion
union all
select * from closure where denominator > 0
union all
select * from good_rating
