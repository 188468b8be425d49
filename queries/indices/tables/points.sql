-- The members of the points ledgers. Only figures of at least smallest_n() members leave a question.

-- One row per member and year.
create or replace macro ledger_members(units, unit_classes) as table
select *
from ledger_member
where chosen(unit_id, units)
  and chosen(unit_class, unit_classes);

-- The years in which a figure of the whole choice is suppressed, because a part of the choice is.
create or replace macro hidden_ledger_years(units, unit_classes) as table
select distinct year(period) as year
from suppressed_unit
where figure = 'pioneer'
  and is_part_of(level, unit_class, unit_id, units, unit_classes);

-- The figures of members in the ledgers that a choice does not show, by year: points_bands (which band they are in),
-- points_KIND_ASPECT (their entries), points_losing (how many lost points), points_cut (how many not by deductions
-- only).
create or replace macro hidden_ledger_figures(units, unit_classes) as table
select distinct year(period) as year, figure
from suppressed_member
where starts_with(figure, 'points_')
  and is_part_of(level, unit_class, unit_id, units, unit_classes);

-- The bands of a distribution of points: neighbours that are shown as one in any of the years are one. They only
-- describe: no rule grants a grade for them. from_points (null: none) is in the band, to_points is not.
create or replace macro points_bands_of(year_from, year_to) as table
with

merged as (

    select distinct figure
    from suppressed_member
    where level = 'merged'
      and within_years(year(period), year_from, year_to)

),

band as (

    select
        points_bands.points_band,
        points_bands.min_points,
        lead(points_bands.min_points) over (order by points_bands.min_points nulls first) as max_points,
        row_number() over (order by points_bands.min_points nulls first)
        - count(merged.figure) over (
            order by points_bands.min_points nulls first rows between unbounded preceding and 1 preceding
        )                                                                                 as part
    from points_bands
    left join merged
        on merged.figure = 'points_' || points_bands.points_band

),

edged as (

    select
        count(*)                                                          as bands_n,
        any_value(points_band)                                            as points_band,
        case when bool_and(min_points is not null) then min(min_points) end as from_points,
        case when bool_and(max_points is not null) then max(max_points) end as to_points
    from band
    group by part

)

select
    case
        when bands_n = 1 then points_band
        when from_points is null and to_points is null then 'all'
        when from_points is null then concat('under_', to_points)
        when to_points is null then concat('over_', from_points)
        else concat('from_', from_points, '_to_', to_points)
    end as points_band,
    from_points,
    to_points
from edged;

-- The latest name of each branch.
create or replace macro branch_names() as table
select branch_id, arg_max(branch, year) as branch
from branch_rating
where branch is not null
group by branch_id;
