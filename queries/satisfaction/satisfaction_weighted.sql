-- Satisfaction with every respondent group at its weight, year by year, and the design-based variance that its limits
-- are made from: groups are strata, of which answers or (by the table sampling) whole clusters were drawn; the whole
-- design stays in force whatever is chosen. Where the forms issued to a group are all known, they are the finite
-- population that its answers were drawn from.
-- weighted_rate is over groups with valid answers: the weights are shared out anew, and `missing` names the others. Hidden
-- groups of a choice are one stratum, at their weights together: `merged` names them. Hidden clusters are one cluster.
-- plain_lower, plain_upper: Wilson limits, where every answer was drawn by itself and counts as much as any other; null
-- elsewhere. There the weighted rate is the plain one, and is judged as it is.
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

answer as (

    select
        every_answer.*,
        chosen(every_answer.unit_id, $units)
            and chosen(unit.unit_class, $unit_class)
            and chosen(every_answer."group", $groups) as is_chosen
    from answer_sums($basis, $item, [], [], []) as every_answer
    left join unit
        on unit.unit_id = every_answer.unit_id

),

domain_sum as (

    select
        year,
        "group",
        names_in(scale_id) as scale_id,
        sum(valid_n)::bigint                                 as n,
        sum(value_sum)                                       as value_sum,
        sum(value_squares)                                   as value_squares,
        bool_and(basis_known)                                as basis_known
    from answer
    where is_chosen
    group by all

),

stratum as (

    select year, "group", sum(valid_n) as n
    from answer
    group by all

),

issued_form as (

    select
        survey_year as year,
        "group",
        case when bool_and(issued is not null) then sum(issued) end as issued
    from survey_form
    anti join hidden_parts_of_groups('form') as hidden
        on hidden.year = survey_form.survey_year
        and hidden."group" = survey_form."group"
    group by all

),

weighed as (

    select
        year.year,
        weight.rule_set,
        weight.source,
        weight."group",
        weight.weight
    from (select distinct year from domain_sum) as year
    inner join group_weights as weight
        on weight.is_default
        and year.year between coalesce(weight.valid_from, year.year) and coalesce(weight.valid_to, year.year)
    where chosen(weight."group", $groups)

),

hidden_group as (

    select year, coalesce("group", 'unknown') as "group"
    from hidden_groups($units, $unit_class, $groups)

),

answered as (

    select
        domain_sum.*,
        weighed.rule_set,
        weighed.source,
        stratum.n                                                       as stratum_n,
        issued_form.issued,
        weighed.weight,
        hidden_group."group" is not null or too_small(domain_sum.n)     as hidden,
        case when hidden then 'merged' else domain_sum."group" end      as stratum,
        drawn.drawn_by,
        -- A group without a weight could be told as what the plain rate counts more. Clusters of a hidden group, and
        -- divisions of a choice of units, are finer than what is shown.
        hidden and (weighed.weight is null or drawn.drawn_by is not null)
            or coalesce(drawn.drawn_by = 'division' and len($units) + len($unit_class) > 0, false) as gives_away
    from domain_sum
    inner join stratum
        on stratum.year = domain_sum.year
        and stratum."group" = domain_sum."group"
    left join weighed
        on weighed.year = domain_sum.year
        and weighed."group" = domain_sum."group"
    left join issued_form
        on issued_form.year = domain_sum.year
        and issued_form."group" = domain_sum."group"
    left join hidden_group
        on hidden_group.year = domain_sum.year
        and hidden_group."group" = domain_sum."group"
    left join clustered_groups() as drawn
        on drawn."group" = domain_sum."group"
        and within_years(domain_sum.year, drawn.valid_from, drawn.valid_to)

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
        -- One stratum of all groups would be no weighting.
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

cluster as (

    select *
    from cluster_sums($basis, $item, $units, $unit_class, $groups)

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
    inner join cluster
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
        weighed.year,
        string_agg(weighed."group", ',' order by weighed."group") as missing
    from weighed
    anti join domain_sum
        on domain_sum.year = weighed.year
        and domain_sum."group" = weighed."group"
    group by weighed.year

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
        lag(by_year.year) over (order by by_year.year) = by_year.year - 1              as follows,
        lag(scale_id) over (order by by_year.year)                     as scale_before
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
        coalesce(judged.follows and judged.scale_before <> judged.scale_id and bridge.from_scale is null, false)
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
