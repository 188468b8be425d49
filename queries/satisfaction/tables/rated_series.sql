-- From cells of answers to rates with limits and changes: the steps of every series of satisfaction.
-- Counts are added first and divided once. After a break, a missing or a suppressed year the change is null.

-- The changes of scale for which a steward has approved the comparison of answers on a basis.
create or replace macro approved_bridges(of_basis) as table
select distinct from_scale, to_scale
from scale_bridge
where basis = of_basis
  and approved_by is not null
  and approved_on is not null;

-- The sums of cells by year and key. cell_table: the name of a table or CTE with year, key and the columns of
-- answer_total. basis_known: every scale with valid answers has the basis.
create or replace macro summed_answers(cell_table, of_basis) as table
with

by_scale as (

    select
        year,
        key,
        scale_id,
        has_basis(of_basis, boxes, bool_and(has_points))      as has_basis,
        sum(valid_n)                                          as valid_n,
        sum(satisfied_of(of_basis, top_n, two_n, three_n))    as satisfied_n,
        sum(dk_n)                                             as dk_n,
        sum(abstained_n)                                      as abstained_n,
        sum(points_sum)                                       as points_sum,
        sum(points_squares)                                   as points_squares
    from query_table(cell_table)
    group by year, key, scale_id, boxes

)

select
    year,
    key,
    names_in(scale_id)                                             as scale_id,
    coalesce(sum(valid_n), 0)::bigint                              as valid_n,
    coalesce(sum(satisfied_n), 0)::bigint                          as satisfied_n,
    coalesce(sum(dk_n), 0)::bigint                                 as dk_n,
    coalesce(sum(abstained_n), 0)::bigint                          as abstained_n,
    sum(points_sum)                                                as points_sum,
    sum(points_squares)                                            as points_squares,
    coalesce(bool_and(has_basis) filter (valid_n > 0), false)      as basis_known
from by_scale
group by year, key;

-- Rates, limits and changes of the sums in sum_table: the name of a table or CTE with one row per year and key, and the
-- columns of summed_answers and gives_away. Under the smallest n all figures are null and `suppressed` is true. So are
-- those from which a small one could be computed (gives_away). If the year's scale does not have the basis (third box,
-- points), the rate is null and valid_n is not. break_before: another scale than the last year before that is not
-- suppressed, whether or not that is the year before.
create or replace macro rated_series(sum_table, of_basis) as table
with

-- Each step reads columns of the step before: DuckDB would repeat the expression of an alias used in its own step.
judged as (

    select
        * exclude (gives_away),
        valid_n < smallest_n() or gives_away as suppressed
    from query_table(sum_table)

),

rated as (

    select
        *,
        not suppressed and basis_known as rated,
        case
            when suppressed or not basis_known then null
            when of_basis = 'points' then satisfaction_points(points_sum, valid_n)
            else satisfaction_rate(satisfied_n, valid_n)
        end                            as rate
    from judged

),

measured as (

    select
        *,
        case
            when not rated then null
            when of_basis = 'points' then rate - mean_reach(points_sum, points_squares, valid_n) / 100
            else wilson_lower(satisfied_n, valid_n)
        end                            as lower,
        case
            when not rated then null
            when of_basis = 'points' then rate + mean_reach(points_sum, points_squares, valid_n) / 100
            else wilson_upper(satisfied_n, valid_n)
        end                            as upper
    from rated

),

in_order as (

    select
        *,
        lag(case when not suppressed then scale_id end ignore nulls) over (partition by key order by year)
            as scale_before
    from measured

),

beside_last_year as (

    select
        now.*,
        coalesce(now.scale_before = now.scale_id, true) or bridge.from_scale is not null   as same_scale,
        before.rate                                                                        as rate_before,
        before.lower                                                                       as lower_before,
        before.upper                                                                       as upper_before
    from in_order as now
    left join measured as before
        on before.key is not distinct from now.key and before.year = now.year - 1
    left join approved_bridges(of_basis) as bridge
        on bridge.from_scale = now.scale_before
        and bridge.to_scale = now.scale_id

)

select
    now.year,
    now.key,
    now.scale_id,
    case when now.rated and of_basis <> 'points' then now.satisfied_n end   as satisfied_n,
    case when not now.suppressed then now.valid_n end                       as valid_n,
    case when not now.suppressed then now.dk_n end                          as dk_n,
    case when not now.suppressed then now.abstained_n end                   as abstained_n,
    now.rate,
    now.lower,
    now.upper,
    case when now.same_scale then now.rate - now.rate_before end            as change,
    case when now.same_scale then difference_lower(now.rate, now.lower, now.rate_before, now.upper_before) end
                                                                            as change_lower,
    case when now.same_scale then difference_upper(now.rate, now.upper, now.rate_before, now.lower_before) end
                                                                            as change_upper,
    case
        when now.suppressed and target.target is not null then 'too_few'
        else verdict(now.lower, now.upper, now.valid_n, target.target)
    end                                                                     as verdict,
    now.suppressed,
    not now.suppressed and not now.same_scale                               as break_before
from beside_last_year as now
left join target
    on target.metric = 'satisfaction_rate'
    and target.basis = of_basis;
