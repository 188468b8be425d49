-- The entries of the points ledgers by kind (plus, minus, zeroing) and aspect: how many, and their points without a
-- sign. Deductions are written with or without a minus in the ledgers. members_n: all members of the choice. Aspects of
-- which few members of the city have an entry are one (merged). suppressed: few members of the choice have such an
-- entry, or they could be derived. Points are shown of all entries that add or of none, and of all that deduct or none,
-- and not where few members lost any in another way (by deductions, by a cap or a zeroing): the mean score and all
-- points but a part tell that part.
--
-- grain:   year, points_kind, points_aspect
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, points_kind varchar, points_aspect varchar, entries_n bigint, points double, members_n bigint,
--          suppressed boolean
-- rests:   members entries_n points members_n

with

member as (

    select *
    from ledger_members($units, $unit_class)
    where within_years(year, $year_from, $year_to)

),

in_all as (

    select
        member.year,
        count(points)                                                  as members_n,
        members_n < smallest_n() or bool_or(hidden.year is not null)   as suppressed
    from member
    left join hidden_ledger_years($units, $unit_class) as hidden
        on hidden.year = member.year
    group by member.year

),

hidden as (

    select *
    from hidden_ledger_figures($units, $unit_class)

),

-- Every kind and aspect of the city has a row. A figure that the whole city does not show is not told of any choice.
counted as (

    select
        year,
        points_kind,
        points_aspect,
        coalesce(sum(entries_n) filter (is_chosen), 0)::bigint                           as entries_n,
        coalesce(sum(points) filter (is_chosen), 0)                                      as points,
        coalesce(sum(with_n) filter (is_chosen), 0) between 1 and smallest_n() - 1
        or sum(with_n) < smallest_n()                                                    as is_small
    from (
        select *, chosen(unit_id, $units) and chosen(unit_class, $unit_class) as is_chosen
        from ledger_total
        where within_years(year, $year_from, $year_to)
    )
    group by all

),

judged as (

    select
        counted.*,
        in_all.members_n,
        in_all.suppressed                                                as none_told,
        none_told or counted.is_small or hidden.figure is not null       as suppressed,
        hidden_losses.year is not null                                   as losses_suppressed
    from counted
    inner join in_all
        on in_all.year = counted.year
    left join hidden
        on hidden.year = counted.year
        and hidden.figure = concat('points_', counted.points_kind, '_', counted.points_aspect)
    left join hidden as hidden_losses
        on hidden_losses.year = counted.year
        and hidden_losses.figure = case counted.points_kind when 'plus' then 'points_losing' else 'points_cut' end

),

final as (

    select
        year,
        points_kind,
        points_aspect,
        case when not suppressed then entries_n end      as entries_n,
        case
            when losses_suppressed or points_kind = 'zeroing' then null
            when not bool_or(suppressed) over (partition by year, points_kind = 'plus') then points
        end                                              as points,
        case when not none_told then members_n end       as members_n,
        suppressed
    from judged

)

select *
from final
order by year, points_kind, points_aspect
