-- The entries of the points ledgers by kind (plus, minus, zeroing) and aspect: how many, and their points without a
-- sign. Deductions are written with or without a minus in the ledgers. members_n: all members of the choice.
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

entry as (

    select year, points_kind, points_aspect, sum(entries_n)::bigint as entries_n, sum(points) as points
    from ledger_total
    where within_years(year, $year_from, $year_to)
      and chosen(unit_id, $units)
      and chosen(unit_class, $unit_class)
    group by all

),

final as (

    select
        entry.year,
        entry.points_kind,
        entry.points_aspect,
        case when not in_all.suppressed then entry.entries_n end                              as entries_n,
        case when not in_all.suppressed and entry.points_kind <> 'zeroing' then entry.points end     as points,
        case when not in_all.suppressed then in_all.members_n end                             as members_n,
        in_all.suppressed
    from entry
    inner join in_all
        on in_all.year = entry.year

)

select *
from final
order by year, points_kind, points_aspect
