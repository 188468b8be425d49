-- How the points of members are distributed over all of the choice, in each unit and in each branch: median and
-- quartiles. A member who changed branches belongs to the branch of the latest entry. A unit with a branch of fewer
-- members than the smallest n shows none of its branches.
--
-- grain:   year, level, unit_id, branch_id
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, level varchar, unit_id varchar, unit varchar, unit_class varchar, branch_id varchar,
--          branch varchar, members_n bigint, q1 double, median double, q3 double, suppressed boolean
-- rests:   members members_n q1 median q3

with

member as (

    select *
    from ledger_members($units, $unit_class)
    where within_years(year, $year_from, $year_to)

),

measured as (

    select
        year,
        case grouping(unit_id, branch_id) when 0 then 'branch' when 1 then 'unit' else 'all' end as level,
        unit_id,
        branch_id,
        count(points)                                                                            as members_n,
        quantile_cont(points, 0.25)                                                              as q1,
        median(points)                                                                           as median,
        quantile_cont(points, 0.75)                                                              as q3
    from member
    group by grouping sets ((year), (year, unit_id), (year, unit_id, branch_id))

),

hidden as (

    select year(period) as year, unit_id, bool_or(level = 'unit') as whole
    from suppressed_unit
    where figure = 'pioneer'
      and level in ('unit', 'branch')
    group by all

),

judged as (

    select
        measured.*,
        case measured.level
            when 'all' then hidden_year.year is not null or members_n < smallest_n()
            when 'unit' then coalesce(hidden.whole, false) or members_n < smallest_n()
            else hidden.year is not null
                or min(members_n) over (partition by measured.year, measured.level, measured.unit_id) < smallest_n()
        end as suppressed
    from measured
    left join hidden_ledger_years($units, $unit_class) as hidden_year
        on hidden_year.year = measured.year
    left join hidden
        on hidden.year = measured.year
        and hidden.unit_id = measured.unit_id

),

final as (

    select
        judged.year,
        judged.level,
        judged.unit_id,
        coalesce(unit.unit, judged.unit_id)                as unit,
        unit.unit_class,
        judged.branch_id,
        coalesce(branch.branch, judged.branch_id)          as branch,
        case when not judged.suppressed then members_n end as members_n,
        case when not judged.suppressed then q1 end        as q1,
        case when not judged.suppressed then median end    as median,
        case when not judged.suppressed then q3 end        as q3,
        judged.suppressed
    from judged
    left join unit
        on unit.unit_id = judged.unit_id
    left join branch_names() as branch
        on branch.branch_id = judged.branch_id

)

select *
from final
order by year, level, unit_id, branch_id
