-- The opinions of a build over all former units, with the class of the unit today. Merged opinions are counted; raw_n:
-- problem opinions before merging.
select
    opinion.survey_year,
    opinion.current_unit_id,
    unit.unit_class,
    opinion."group",
    opinion.channel,
    opinion.theme,
    coalesce(sum(opinion.merged_n) filter (opinion.polarity = 'problem'), 0)::bigint as problems_n,
    coalesce(sum(opinion.merged_n) filter (opinion.polarity = 'praise'), 0)::bigint  as praise_n,
    coalesce(sum(opinion.raw_n) filter (opinion.polarity = 'problem'), 0)::bigint    as raw_n
from opinion
left join unit
    on unit.unit_id = opinion.current_unit_id
group by all
