-- Sums of valid answers by unit and group, for weighted rates, parts of a change and comparisons of units. The sums
-- include suppressed figures, so a question must never return a single one of them.

-- One row per year, unit and group: the number of valid answers, and the sum and sum of squares of their values. A
-- value is 1 if satisfied and 0 if not. On the basis `points` it is the answer's points / 100. A null group is
-- 'unknown'.
create or replace macro answer_sums(of_basis, of_item, units, unit_classes, groups) as table
with

answer as (

    select
        *,
        satisfied_of(of_basis, top_n, two_n, three_n) as satisfied_n
    from answer_total
    where valid_n > 0
      and case when of_item = 'overall' then headline else item = of_item end
      and chosen(current_unit_id, units)
      and chosen(unit_class, unit_classes)
      and chosen("group", groups)

)

select
    survey_year                                                     as year,
    current_unit_id                                                 as unit_id,
    unit_class,
    coalesce("group", 'unknown')                                    as "group",
    names_in(scale_id)                                              as scale_id,
    sum(valid_n)::bigint                                            as valid_n,
    sum(value_sum_of(of_basis, satisfied_n, points_sum))            as value_sum,
    sum(value_squares_of(of_basis, satisfied_n, points_squares))    as value_squares,
    bool_and(has_basis(of_basis, boxes, has_points))                as basis_known
from answer
group by all;

-- The answers of all units in the last year of the range, or (span 'three') in up to three years that end with it and
-- have the same scale. One row per unit, group and answered_year. hidden: the unit's answers of that year are
-- suppressed, so sums over years leave them out. group_hidden: only this group of the unit is suppressed.
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

-- Limits of the rate of one part: Wilson limits for shares, limits of a mean for points.
create or replace macro value_lower(basis, total, squares, n) as
    (case
        when basis = 'points' then ratio_of(total, n) - mean_reach(total, squares, n)
        else wilson_lower(total, n)
    end);
create or replace macro value_upper(basis, total, squares, n) as
    (case
        when basis = 'points' then ratio_of(total, n) + mean_reach(total, squares, n)
        else wilson_upper(total, n)
    end);

-- The share of a stratum that was drawn. 0 if its size is unknown, or if there are more valid than issued forms (a
-- fault in the data).
create or replace macro finite_share(n, population) as
    (case when population >= n then ratio_of(n, population) else 0::double end);

-- The variance that a stratum adds to a weighted rate, linearised. For each answer z = weight / n · (value − rate), or
-- 0 if it is not chosen. The variance is (1 − drawn) · N / (N − 1) · [Σz² − (Σz)² / N] over all N answers of the
-- stratum. With N = 1 there is no variance within the stratum: z is then taken about the city's rate.
create or replace macro stratum_variance(weight, n, total, squares, rate, stratum_n, drawn) as
    ((1 - drawn) * (weight / n::double) ** 2 * (
        case
            when stratum_n > 1 then
                stratum_n / (stratum_n - 1)::double
                * (squares - 2 * rate * total + n * rate ** 2 - (total - n * rate) ** 2 / stratum_n::double)
            else (total - rate) ** 2
        end
    ));

-- The same for a stratum of whole clusters: the z of a cluster is the sum over its answers. total, squares: of the
-- clusters' sums of (value − rate). clusters: their number in the whole stratum. The population of clusters is unknown.
create or replace macro cluster_variance(weight, n, total, squares, clusters) as
    ((weight / n::double) ** 2 * (
        case
            when clusters > 1 then clusters / (clusters - 1)::double * (squares - total ** 2 / clusters)
            else squares
        end
    ));

-- The factor by which unequal weights increase the variance: n·Σw² / (Σw)². The weights here add up to 1.
create or replace macro kish_effect(n, squared_weights) as (n * squared_weights);
