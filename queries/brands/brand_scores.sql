-- The marks of the panel by criterion: brands with any award in the year against the other judged brands. Brands under
-- different rule sets are not compared. A mark is the points as a share of the criterion's full points, in percent.
-- difference: winners' mean minus the others'. gap_points: this difference times the weight, in points of the total;
-- over the criteria these add up to the difference of the totals if every brand has all marks.
--
-- grain:   year, rule_set, criterion
-- params:  year_from integer, year_to integer, units varchar[], unit_class varchar[]
-- returns: year integer, rule_set varchar, criterion varchar, weight double, winners_n bigint, others_n bigint,
--          winners_mean double, others_mean double, winners_sd double, others_sd double, difference double,
--          gap_points double
-- rests:   nothing

with

mark as (

    select *
    from brand_marks($year_from, $year_to, $units, $unit_class)

),

counted as (

    select
        year,
        rule_set,
        criterion,
        any_value(weight)                                 as weight,
        count(*) filter (award is not null)               as winners_n,
        count(*) filter (award is null)                   as others_n,
        avg(mark) filter (award is not null)              as winners_mean,
        avg(mark) filter (award is null)                  as others_mean,
        stddev_samp(mark) filter (award is not null)      as winners_sd,
        stddev_samp(mark) filter (award is null)          as others_sd
    from mark
    group by year, rule_set, criterion

),

final as (

    select
        *,
        winners_mean - others_mean                          as difference,
        brand_gap_points(weight, winners_mean, others_mean) as gap_points
    from counted

)

select *
from final
order by year, rule_set, weight desc, criterion
