-- Answers by the sampled clusters, for the variance of a weighted rate.

-- The groups in which whole clusters were drawn, and the kind of cluster: unit or division.
create or replace macro clustered_groups() as table
select "group", drawn_by, valid_from, valid_to
from sampling
where is_default
  and drawn_by <> 'answer';

-- One row per year, such group and cluster: the number of chosen valid answers and the sum of their values. A cluster
-- without chosen answers still counts in the stratum. Suppressed clusters form one cluster.
create or replace macro cluster_sums(of_basis, of_item, units, unit_classes, groups) as table
with

answer as (

    select
        survey_answer.survey_year                            as year,
        survey_answer."group",
        case
            when hidden_unit.unit_id is not null or hidden_division.year is not null then 'hidden'
            when drawn.drawn_by = 'unit' then survey_answer.current_unit_id
            else survey_answer.division_code
        end                                                  as cluster,
        survey_answer.n,
        survey_answer.n * value_of(of_basis, box, points)    as value_sum,
        chosen(survey_answer.current_unit_id, units)
            and chosen(unit.unit_class, unit_classes)
            and chosen(survey_answer."group", groups)        as is_chosen
    from survey_answer
    inner join clustered_groups() as drawn
        on drawn."group" = survey_answer."group"
        and within_years(survey_answer.survey_year, drawn.valid_from, drawn.valid_to)
    left join hidden_groups_of_units([]) as hidden_unit
        on drawn.drawn_by = 'unit'
        and hidden_unit.year = survey_answer.survey_year
        and hidden_unit.unit_id = survey_answer.current_unit_id
        and hidden_unit."group" = survey_answer."group"
    left join hidden_parts_of_groups('division') as hidden_division
        on drawn.drawn_by = 'division'
        and hidden_division.year = survey_answer.survey_year
        and hidden_division."group" = survey_answer."group"
        and hidden_division.part is not distinct from survey_answer.division_code
    left join unit
        on unit.unit_id = survey_answer.current_unit_id
    where survey_answer.class = 'valid'
      and survey_answer.n > 0
      and case when of_item = 'overall' then survey_answer.headline else survey_answer.item = of_item end

)

select
    year,
    "group",
    cluster,
    coalesce(sum(n) filter (is_chosen), 0)         as n,
    coalesce(sum(value_sum) filter (is_chosen), 0) as value_sum
from answer
group by all;
