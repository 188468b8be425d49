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
        answer.survey_year                            as year,
        answer."group",
        case
            when hidden_unit.unit_id is not null or hidden_division.year is not null then 'hidden'
            when drawn.drawn_by = 'unit' then answer.current_unit_id
            else answer.division_code
        end                                                  as cluster,
        answer.valid_n                                as n,
        value_sum_of(
            of_basis, satisfied_of(of_basis, top_n, two_n, three_n), points_sum
        )                                                    as value_sum,
        chosen(answer.current_unit_id, units)
            and chosen(answer.unit_class, unit_classes)
            and chosen(answer."group", groups)        as is_chosen
    from place_answer as answer
    inner join clustered_groups() as drawn
        on drawn."group" = answer."group"
        and within_years(answer.survey_year, drawn.valid_from, drawn.valid_to)
    left join hidden_groups_of_units([]) as hidden_unit
        on drawn.drawn_by = 'unit'
        and hidden_unit.year = answer.survey_year
        and hidden_unit.unit_id = answer.current_unit_id
        and hidden_unit."group" = answer."group"
    left join hidden_parts_of_groups('division') as hidden_division
        on drawn.drawn_by = 'division'
        and hidden_division.year = answer.survey_year
        and hidden_division."group" = answer."group"
        and hidden_division.part is not distinct from answer.division_code
    where answer.valid_n > 0
      and case when of_item = 'overall' then answer.headline else answer.item = of_item end

)

select
    year,
    "group",
    cluster,
    coalesce(sum(n) filter (is_chosen), 0)         as n,
    coalesce(sum(value_sum) filter (is_chosen), 0) as value_sum
from answer
group by all;
