-- Valid answers of units and groups as sums, for what is made of them beyond one rate: weighted rates, the parts of a
-- change, units beside one another. Hidden figures are in these sums: a question makes nothing of them by themselves.

-- One row a year, unit and group: how many valid answers, the sum and the sum of squares of their values. A value is 1
-- for satisfied and 0 for not; on the basis `points` the answer's points / 100. An unnamed group is 'unknown'.
create or replace macro answer_sums(of_basis, of_item, units, unit_classes, groups) as table
select
    answer.survey_year                                              as year,
    answer.current_unit_id                                          as unit_id,
    coalesce(answer."group", 'unknown')                             as "group",
    names_in(answer.scale_id) as scale_id,
    sum(answer.n)::bigint                                           as valid_n,
    sum(answer.n * value_of(of_basis, box, points))                 as value_sum,
    sum(answer.n * value_of(of_basis, box, points) ** 2)            as value_squares,
    bool_and(case when of_basis = 'points' then points is not null else scale_reach.boxes >= boxes_of(of_basis) end)
                                                                    as basis_known
from answer_total as answer
left join unit
    on unit.unit_id = answer.current_unit_id
left join scale_reach
    on scale_reach.scale_id = answer.scale_id
where answer.class = 'valid'
  and answer.n > 0
  and case when of_item = 'overall' then answer.headline else answer.item = of_item end
  and chosen(answer.current_unit_id, units)
  and chosen(unit.unit_class, unit_classes)
  and chosen(answer."group", groups)
group by all;

-- The answers of all units in the last year in range, or (span 'three') in up to three years that end with it and share
-- its scale: one row a unit, group and answered_year. hidden: the unit's answers of that year may not be shown, so no sum
-- over years holds them; group_hidden: of this group alone.
create or replace macro spanned_answers(of_basis, of_item, groups, year_from, year_to, span) as table
with

answer as (

    select *
    from answer_sums(of_basis, of_item, [], [], groups)
    where basis_known
      and of_basis <> 'points'

),

scale_of_year as (

    select year, names_in(scale_id) as scale_id
    from answer
    group by year

),

last_year as (

    select max(year) as year
    from scale_of_year
    where within_years(year, year_from, year_to)

),

comparable_year as (

    select
        earlier.year,
        bool_and(earlier.scale_id = final.scale_id or bridge.from_scale is not null)
            over (order by earlier.year desc) as comparable
    from scale_of_year as earlier
    cross join last_year
    inner join scale_of_year as final
        on final.year = last_year.year
    left join approved_bridges(of_basis) as bridge
        on bridge.from_scale = earlier.scale_id
        and bridge.to_scale = final.scale_id
    where earlier.year between last_year.year - (case span when 'three' then 2 else 0 end) and last_year.year

),

counted_year as (

    select year
    from comparable_year
    where comparable

)

select
    last_year.year,
    (select min(year) from counted_year)            as year_first,
    answer.year                                     as answered_year,
    answer.unit_id,
    answer."group",
    answer.valid_n,
    answer.value_sum::bigint                        as satisfied_n,
    hidden_group.unit_id is not null                as group_hidden,
    hidden_unit.key is not null
        or sum(answer.valid_n) over (partition by answer.unit_id, answer.year) < smallest_n() as hidden
from answer
inner join counted_year using (year)
cross join last_year
left join hidden_keys('unit', [], [], groups) as hidden_unit
    on hidden_unit.year = answer.year
    and hidden_unit.key = answer.unit_id
left join hidden_groups_of_units(groups) as hidden_group
    on hidden_group.year = answer.year
    and hidden_group.unit_id = answer.unit_id
    and coalesce(hidden_group."group", 'unknown') = answer."group";

create or replace macro ratio_of(total, n) as (total / nullif(n, 0)::double);
create or replace macro too_small(n) as (n > 0 and n < smallest_n());

-- Limits of a part's own rate: Wilson's for shares, the mean's for points.
create or replace macro value_lower(basis, total, squares, n) as
    (case when basis = 'points' then ratio_of(total, n) - mean_reach(total, squares, n) else wilson_lower(total, n) end);
create or replace macro value_upper(basis, total, squares, n) as
    (case when basis = 'points' then ratio_of(total, n) + mean_reach(total, squares, n) else wilson_upper(total, n) end);

-- How much of a stratum was drawn, 0 where its size is not known. More valid than issued: a fault in the forms, so 0.
create or replace macro finite_share(n, population) as
    (case when population >= n then ratio_of(n, population) else 0::double end);

-- A stratum's part of the variance of a weighted rate, linearised: each answer's z = weight / n · (value − rate), 0 outside
-- of what is chosen; (1 − drawn) · N / (N − 1) · [Σz² − (Σz)² / N] over the N answers of the whole stratum. A stratum of
-- one answer has no spread of its own: its z is taken about the city's rate instead.
create or replace macro stratum_variance(weight, n, total, squares, rate, stratum_n, drawn) as
    ((1 - drawn) * (weight / n::double) ** 2 * (
        case
            when stratum_n > 1 then
                stratum_n / (stratum_n - 1)::double
                * (squares - 2 * rate * total + n * rate ** 2 - (total - n * rate) ** 2 / stratum_n::double)
            else (total - rate) ** 2
        end
    ));

-- The same of a stratum of which whole clusters were drawn: each cluster's z is the sum of its answers'. total, squares: of
-- the clusters' (value − rate) sums; clusters: of the whole stratum. How many there are to draw from is not known.
create or replace macro cluster_variance(weight, n, total, squares, clusters) as
    ((weight / n::double) ** 2
    * case when clusters > 1 then clusters / (clusters - 1)::double * (squares - total ** 2 / clusters) else squares end);

-- How much unequal weights alone widen an interval: n·Σw² / (Σw)², of weights that add up to 1.
create or replace macro kish_effect(n, squared_weights) as (n * squared_weights);
