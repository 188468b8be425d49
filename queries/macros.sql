-- Arithmetic that every question shares: limits, differences, verdicts. Scalar, exact, no table is read here.
-- What a metric divides by what stands in metrics.toml; the series that several questions read stand in tables/.

-- The 97.5 % point of the normal distribution: every interval of the house is a 95 % interval.
create or replace macro z() as 1.959963984540054::double;

-- Fewer valid answers than this are not shown (methods §6).
create or replace macro smallest_n() as 10;

-- A list parameter restricts only when it names something.
create or replace macro chosen(code, codes) as
    (codes is null or len(codes) = 0 or list_contains(codes, code));

-- Whether a figure of suppressed_unit is part of what is chosen: units when some are named, else classes.
create or replace macro is_part_of(level, unit_class, unit_id, units, unit_classes) as (
    case
        when len(coalesce(units, [])) > 0
            then level = 'unit' and chosen(unit_id, units) and chosen(unit_class, unit_classes)
        else level = 'class' and len(coalesce(unit_classes, [])) > 0 and chosen(unit_class, unit_classes)
    end
);

create or replace macro within_years(year, year_from, year_to) as
    (year >= coalesce(year_from, year) and year <= coalesce(year_to, year));

-- How far down its scale a basis counts: top 1, two 2, three 3 boxes; null for points, which counts no box.
create or replace macro boxes_of(basis) as
    (case basis when 'top' then 1 when 'two' then 2 when 'three' then 3 end);

-- What a valid answer is worth on a basis: 1 or 0 as it is satisfied or not, or its points as a share of 100.
create or replace macro value_of(basis, box, points) as
    (case when basis = 'points' then points / 100 else (coalesce(box, 99) <= boxes_of(basis))::integer end);

-- The different names of a group's rows, sorted and joined by +; null where there is none. A distinct string_agg would
-- say the same, but is planned as groups of its own that are joined back.
create or replace macro names_in(name) as
    (nullif(array_to_string(list_sort(list_distinct(list(name))), '+'), ''));

-- Wilson limits of x in n; null at n = 0. At x = 0 the lower limit is 0 and at x = n the upper one is 1: said as such,
-- since the formula gives 1 - 1e-16 for many n.
create or replace macro wilson_centre(x, n) as ((x + z() * z() / 2) / (n + z() * z()));
create or replace macro wilson_reach(x, n) as
    (z() * sqrt(x * (n - x) / n::double + z() * z() / 4) / (n + z() * z()));
create or replace macro wilson_lower(x, n) as
    (case
        when n > 0 and x = 0 then 0::double
        when n > 0 then greatest(0::double, wilson_centre(x, n) - wilson_reach(x, n))
    end);
create or replace macro wilson_upper(x, n) as
    (case
        when n > 0 and x = n then 1::double
        when n > 0 then least(1::double, wilson_centre(x, n) + wilson_reach(x, n))
    end);

-- Poisson score limits of x events over an exposure of n; null at n = 0. Not bounded by 1: a form may hold two opinions.
create or replace macro poisson_lower(x, n) as
    (case
        when n > 0 and x = 0 then 0::double
        when n > 0 then greatest(0::double, x + z() * z() / 2 - z() * sqrt(x + z() * z() / 4)) / n
    end);
create or replace macro poisson_upper(x, n) as
    (case when n > 0 then (x + z() * z() / 2 + z() * sqrt(x + z() * z() / 4)) / n end);

-- Half the width of the interval of a mean, from the sum and the sum of squares of n values; null at n < 2.
create or replace macro mean_reach(total, squares, n) as
    (case when n > 1 then z() * sqrt(greatest(0::double, squares - total * total / n::double) / (n - 1) / n) end);

-- Limits of a difference, each side's own limits squared and added: Newcombe's when the limits are Wilson's,
-- z times the root of the summed squared standard errors when they are a mean's.
create or replace macro difference_lower(rate, lower, rate_before, upper_before) as
    (rate - rate_before - sqrt((rate - lower) ** 2 + (upper_before - rate_before) ** 2));
create or replace macro difference_upper(rate, upper, rate_before, lower_before) as
    (rate - rate_before + sqrt((upper - rate) ** 2 + (rate_before - lower_before) ** 2));

-- met | undecided | not_met | too_few; null without a target. verdict_low judges a rate that should be low.
create or replace macro verdict(lower, upper, n, target) as
    (case
        when n < smallest_n() then 'too_few'
        when lower >= target then 'met'
        when upper < target then 'not_met'
        when target is not null and lower is not null then 'undecided'
    end);

create or replace macro verdict_low(lower, upper, n, target) as verdict(-upper, -lower, n, -target);

-- The verdict on a rate of all there are, as of the items of a ledger that are due: nothing is estimated from a sample,
-- so the count decides. A lower limit could never meet a target of 100 %; all of them on time do.
create or replace macro verdict_of_all(rate, n, target) as
    (case
        when n < smallest_n() then 'too_few'
        when rate >= target then 'met'
        when rate < target then 'not_met'
    end);

create or replace macro verdict_of_all_low(rate, n, target) as verdict_of_all(-rate, n, -target);

-- Log-log limits of a survival share from its Greenwood sum: 1 where nothing has happened, null where nothing is left.
create or replace macro loglog_limit(share, greenwood, side) as
    (case
        when share <= 0 then null
        when greenwood = 0 then 1::double
        else share ** exp(side * z() * sqrt(greenwood) / abs(ln(share)))
    end);
create or replace macro loglog_lower(share, greenwood) as loglog_limit(share, greenwood, 1);
create or replace macro loglog_upper(share, greenwood) as loglog_limit(share, greenwood, -1);

-- The median's test: a share that is one half but for rounding is one half.
create or replace macro half_gone(share) as (share <= 0.5 + 1e-9);
create or replace macro first_day_under(day, share, limit_share) as (min(day) filter (share <= limit_share + 1e-9));

-- Limits of a positive number from the standard error of its estimate, even on the scale of its logarithm.
create or replace macro ratio_lower(number, se) as (case when number > 0 then number * exp(-z() * se / number) end);
create or replace macro ratio_upper(number, se) as (case when number > 0 then number * exp(z() * se / number) end);

-- How long something has been open, as the ageing table says it.
create or replace macro age_bucket(days) as
    (case
        when days <= 30 then '0-30'
        when days <= 60 then '31-60'
        when days <= 90 then '61-90'
        when days <= 180 then '91-180'
        when days > 180 then '>180'
    end);
