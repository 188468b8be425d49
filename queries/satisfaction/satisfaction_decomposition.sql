-- The change of satisfaction, split into effects of units or groups (split_by), for the last year in the range that can
-- be compared with the year before. Each part has a mix effect (its share of the answers changed) and a rate effect
-- (its own rate changed, with limits). All effects add up exactly to the change. Parts too small to be shown are one
-- part, 'other', with as many of the next smallest as are needed to hide them. No row if no two years share a scale.
--
-- grain:   key
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[], groups varchar[], basis varchar,
--          item varchar, split_by varchar
-- returns: year integer, key varchar, unit varchar, valid_n_before bigint, valid_n bigint, rate_before double,
--          rate_now double, mix double, rate double, lower double, upper double, total double, change double
-- rests:   answers key unit valid_n_before valid_n rate_before rate_now mix rate lower upper total change

with

answer as (

    select *
    from answer_sums($basis, $item, $units, $unit_class, $groups)

),

hidden_year as (

    select year
    from hidden_keys('all', $units, $unit_class, $groups)

),

year_total as (

    select
        year,
        names_in(scale_id) as scale_id,
        bool_and(basis_known)                                as basis_known,
        sum(valid_n)                                         as valid_n,
        sum(value_sum)                                       as value_sum
    from answer
    anti join hidden_year using (year)
    group by year

),

pair as (

    select
        now.year,
        before.valid_n                                  as n_before,
        now.valid_n                                     as n,
        ratio_of(before.value_sum, before.valid_n)      as rate_before,
        ratio_of(now.value_sum, now.valid_n)            as rate
    from year_total as now
    inner join year_total as before
        on before.year = now.year - 1
    left join approved_bridges($basis) as bridge
        on bridge.from_scale = before.scale_id
        and bridge.to_scale = now.scale_id
    where within_years(now.year, $year_from, $year_to)
      and (before.scale_id = now.scale_id or bridge.from_scale is not null)
      and now.basis_known
      and before.basis_known
      and least(now.valid_n, before.valid_n) >= smallest_n()
    qualify row_number() over (order by now.year desc) = 1

),

each_part as (

    select
        case $split_by when 'group' then answer."group" else answer.unit_id end as key,
        coalesce(sum(answer.valid_n) filter (answer.year = pair.year - 1), 0)   as n_before,
        coalesce(sum(answer.valid_n) filter (answer.year = pair.year), 0)       as n,
        coalesce(sum(answer.value_sum) filter (answer.year = pair.year - 1), 0) as sum_before,
        coalesce(sum(answer.value_sum) filter (answer.year = pair.year), 0)     as sum_now,
        coalesce(sum(answer.value_squares) filter (answer.year = pair.year - 1), 0) as squares_before,
        coalesce(sum(answer.value_squares) filter (answer.year = pair.year), 0)     as squares_now
    from answer
    inner join pair
        on answer.year in (pair.year - 1, pair.year)
    group by all

),

hidden_key as (

    select distinct coalesce(hidden.key, 'unknown') as key
    from hidden_keys($split_by, $units, $unit_class, $groups) as hidden
    inner join pair
        on hidden.year in (pair.year - 1, pair.year)

),

judged_part as (

    select
        each_part.*,
        too_small(n) or too_small(n_before) or hidden_key.key is not null as small
    from each_part
    left join hidden_key
        on hidden_key.key = each_part.key

),

hidden_part as (

    select
        *,
        coalesce(sum(n_before) over before, 0) as hidden_before,
        coalesce(sum(n) over before, 0)        as hidden_now,
        small or (bool_or(small) over () and least(hidden_before, hidden_now) < smallest_n()) as hidden
    from judged_part
    window before as (order by not small, least(n_before, n), key rows between unbounded preceding and 1 preceding)

),

part as (

    select
        case when hidden then 'other' else key end as key,
        sum(n_before)::bigint                      as n_before,
        sum(n)::bigint                             as n,
        sum(sum_before)                            as sum_before,
        sum(sum_now)                               as sum_now,
        sum(squares_before)                        as squares_before,
        sum(squares_now)                           as squares_now
    from hidden_part
    group by all

),

limited as (

    select
        part.key,
        part.n_before,
        part.n,
        ratio_of(sum_before, part.n_before)      as rate_before,
        ratio_of(sum_now, part.n)                as rate_now,
        ratio_of(part.n_before, pair.n_before)     as share_before,
        ratio_of(part.n, pair.n)                   as share,
        value_lower($basis, sum_before, squares_before, part.n_before) as lower_before,
        value_upper($basis, sum_before, squares_before, part.n_before) as upper_before,
        value_lower($basis, sum_now, squares_now, part.n)              as lower_now,
        value_upper($basis, sum_now, squares_now, part.n)              as upper_now
    from part
    cross join pair

),

final as (

    select
        pair.year,
        limited.key,
        unit.unit,
        limited.n_before                                                           as valid_n_before,
        limited.n                                                                  as valid_n,
        limited.rate_before,
        limited.rate_now,
        mix_effect(share_before, share, limited.rate_before, rate_now, pair.rate_before, pair.rate) as mix,
        rate_effect(rate_now - limited.rate_before, share_before, share)           as rate,
        rate_effect(
            difference_lower(rate_now, lower_now, limited.rate_before, upper_before), share_before, share
        )                                                                          as lower,
        rate_effect(
            difference_upper(rate_now, upper_now, limited.rate_before, lower_before), share_before, share
        )                                                                          as upper,
        mix + rate_effect(rate_now - limited.rate_before, share_before, share)     as total,
        pair.rate - pair.rate_before                                               as change
    from limited
    cross join pair
    left join unit
        on $split_by = 'unit'
        and unit.unit_id = limited.key

)

select *
from final
order by abs(total) desc, key
