-- Satisfaction rate per year with each respondent group at its weight, and the design-based variance for its limits.
-- Groups are strata, from which answers or (by the table sampling) whole clusters were drawn. The variance always uses
-- the whole design, whatever part is chosen. If all forms issued to a group are known, their number is the size of the
-- finite population.
-- weighted_rate covers groups with valid answers: their weights are rescaled, and `missing` names the other groups.
-- Suppressed groups form one stratum with the sum of their weights, named in `merged`. Suppressed clusters form one.
-- plain_lower, plain_upper: Wilson limits, only if each answer was drawn by itself and all have equal weight. The
-- weighted rate is then the plain rate. Otherwise both are null.
--
-- grain:   year
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          item varchar
-- returns: year integer, valid_n bigint, weighted_rate double, variance double, freedom bigint, kish_effect double,
--          plain_rate double, plain_lower double, plain_upper double, missing varchar, merged varchar,
--          unweighted varchar, weights varchar, clustered varchar,
--          finite boolean, suppressed boolean, break_before boolean, target double
-- rests:   answers valid_n weighted_rate variance freedom kish_effect plain_rate plain_lower plain_upper finite,
--          forms variance

with

answered as (

    select *
    from answered_groups($basis, $item, $units, $unit_class, $groups)

),

told as (

    select
        year,
        string_agg("group", ',' order by "group") filter (hidden)                 as merged,
        string_agg("group", ',' order by "group") filter (weight is null)         as unweighted,
        string_agg(distinct concat_ws(' · ', rule_set, source), ', ') filter (weight is not null) as weights,
        string_agg("group", ',' order by "group") filter (weight is not null and drawn_by is not null) as clustered,
        names_in(scale_id)                                                        as scale_id,
        sum(n)::bigint                                                            as answered_n,
        ratio_of(sum(value_sum), sum(n))                                          as plain_rate,
        sum(value_sum)                                                            as plain_sum,
        bool_and(basis_known)                                                     as basis_known,
        -- A single stratum of all groups would be an unweighted rate.
        bool_or(gives_away) or bool_and(hidden)                                   as gives_away
    from answered
    group by year

),

collapsed as (

    select
        year,
        stratum                                                            as "group",
        sum(n)                                                             as n,
        sum(value_sum)                                                     as value_sum,
        sum(value_squares)                                                 as value_squares,
        sum(stratum_n)                                                     as stratum_n,
        case when bool_and(issued is not null) then sum(issued) end        as issued,
        sum(weight)                                                        as weight
    from answered
    group by year, stratum

),

reweighted as (

    select
        * replace (ratio_of(weight, sum(weight) over (partition by year)) as weight),
        finite_share(stratum_n, issued)                                    as drawn
    from collapsed

),

estimate as (

    select
        *,
        sum(weighted_satisfaction_rate(weight, ratio_of(value_sum, n))) over (partition by year) as weighted_rate
    from reweighted

),

clustered as (

    select
        estimate.year,
        estimate."group",
        count(*)                                                           as clusters,
        count(*) filter (cluster.n > 0)                                    as chosen_clusters,
        sum(cluster.value_sum - estimate.weighted_rate * cluster.n)        as total,
        sum((cluster.value_sum - estimate.weighted_rate * cluster.n) ** 2) as squares
    from estimate
    inner join cluster_sums($basis, $item, $units, $unit_class, $groups) as cluster
        on cluster.year = estimate.year
        and cluster."group" = estimate."group"
    group by all

),

by_year as (

    select
        year,
        coalesce(sum(n) filter (weight is not null), 0)::bigint     as n,
        any_value(weighted_rate)                                    as weighted_rate,
        sum(
            case
                when clusters is null
                    then stratum_variance(weight, n, value_sum, value_squares, weighted_rate, stratum_n, drawn)
                else cluster_variance(weight, n, total, squares, clusters)
            end
        )                                                           as variance,
        (sum(coalesce(chosen_clusters, n)) filter (weight is not null) - count(weight))::bigint as freedom,
        kish_effect(sum(n) filter (weight is not null), sum(ratio_of(weight ** 2, n))) as kish_effect,
        coalesce(bool_or(drawn > 0 and clusters is null), false)    as finite
    from estimate
    left join clustered using (year, "group")
    group by year

),

missing_group as (

    select
        year.year,
        string_agg(weighed."group", ',' order by weighed."group") as missing
    from (select distinct year from answered) as year
    inner join weights_of($groups) as weighed
        on within_years(year.year, weighed.valid_from, weighed.valid_to)
    anti join answered
        on answered.year = year.year
        and answered."group" = weighed."group"
    group by year.year

),

judged as (

    select
        by_year.*,
        told.* exclude (year),
        answered_n < smallest_n() or too_small(n) or gives_away or hidden.key is not null as suppressed,
        not suppressed and basis_known                         as shown,
        shown
            and $basis <> 'points'
            and kish_effect < 1 + 1e-9
            and not finite
            and clustered is null
            and unweighted is null                             as all_alike,
        lag(case when not suppressed then scale_id end ignore nulls) over (order by by_year.year) as scale_before
    from by_year
    inner join told
        on told.year = by_year.year
    left join hidden_keys('all', $units, $unit_class, $groups) as hidden
        on hidden.year = by_year.year

),

final as (

    select
        judged.year,
        case when not suppressed then n end     as valid_n,
        case when shown then weighted_rate end  as weighted_rate,
        case when shown then variance end       as variance,
        case when shown then freedom end        as freedom,
        case when shown then kish_effect end    as kish_effect,
        case when shown then plain_rate end     as plain_rate,
        case when all_alike then wilson_lower(plain_sum, n) end as plain_lower,
        case when all_alike then wilson_upper(plain_sum, n) end as plain_upper,
        missing_group.missing,
        case when shown then judged.merged end  as merged,
        judged.unweighted,
        judged.weights,
        judged.clustered,
        judged.finite,
        judged.suppressed,
        not suppressed and coalesce(judged.scale_before <> judged.scale_id and bridge.from_scale is null, false)
                                                as break_before,
        target.target
    from judged
    left join missing_group
        on missing_group.year = judged.year
    left join approved_bridges($basis) as bridge
        on bridge.from_scale = judged.scale_before
        and bridge.to_scale = judged.scale_id
    left join target
        on target.metric = 'satisfaction_rate'
        and target.basis = $basis
    where within_years(judged.year, $year_from, $year_to)

)

select *
from final
order by year
