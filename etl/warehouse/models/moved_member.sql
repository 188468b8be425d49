-- The number of members whose score of an index differs between two attached builds, `before` and `after`. Scores are
-- compared to six digits, because the order of summation varies.
--
-- reads:   before, after (index_score)
-- grain:   figure, year, unit_id (null: the whole city)
-- returns: the grain, moved

with

score_before as (

    select survey_year, "index", current_unit_id, subject_id, rule_set, round(score, 6) as score
    from before.index_score
    where subject_grain = 'member'

),

score_after as (

    select survey_year, "index", current_unit_id, subject_id, rule_set, round(score, 6) as score
    from after.index_score
    where subject_grain = 'member'

),

moved_score as (

    (select * from score_before except all select * from score_after)
    union all
    (select * from score_after except all select * from score_before)

)

select
    'index_mean.' || "index"         as figure,
    survey_year                      as year,
    current_unit_id                  as unit_id,
    count(distinct subject_id)       as moved
from moved_score
group by grouping sets (("index", survey_year), ("index", survey_year, current_unit_id))
