-- Arithmetic that all questions share: limits, differences, verdicts. The macros are scalar and exact and read no
-- table. The formulas of the metrics are in metrics.toml. Series that several questions read are in the folders
-- tables/.

-- The 97.5 % point of the normal distribution: every confidence interval in this project is a 95 % interval.
create or replace macro z() as 1.959963984540054::double;

-- Figures from fewer valid answers than this are suppressed (methods §6).
create or replace macro smallest_n() as 10;

-- A null or empty list parameter restricts nothing.
create or replace macro chosen(code, codes) as
    (codes is null or len(codes) = 0 or list_contains(codes, code));

-- True if a row of suppressed_unit or suppressed_member belongs to the choice: by unit if units are given, else by
-- class if classes are, else of the city.
create or replace macro is_part_of(level, unit_class, unit_id, units, unit_classes) as (
    case
        when len(coalesce(units, [])) > 0
            then level = 'unit' and chosen(unit_id, units) and chosen(unit_class, unit_classes)
        when len(coalesce(unit_classes, [])) > 0
            then level = 'class' and chosen(unit_class, unit_classes)
        else level = 'city'
    end
);

create or replace macro within_years(year, year_from, year_to) as
    (year >= coalesce(year_from, year) and year <= coalesce(year_to, year));

-- The number of boxes, from the best level down, that a basis counts: top 1, two 2, three 3. Null for points.
create or replace macro boxes_of(basis) as
    (case basis when 'top' then 1 when 'two' then 2 when 'three' then 3 end);

-- The satisfied among the valid answers of a cell (columns of answer_total) on a basis, the sum of the answers' values
-- and the sum of their squares. A value is 1 if satisfied and 0 if not, or the points divided by 100.
create or replace macro satisfied_of(basis, top_n, two_n, three_n) as
    (case basis when 'top' then top_n when 'two' then two_n when 'three' then three_n end);
create or replace macro value_sum_of(basis, satisfied_n, points_sum) as
    (case when basis = 'points' then points_sum / 100 else coalesce(satisfied_n, 0) end);
create or replace macro value_squares_of(basis, satisfied_n, points_squares) as
    (case when basis = 'points' then points_squares / 10000 else coalesce(satisfied_n, 0) end);

-- Whether the scale of a cell of answers has the basis: the boxes that it counts, or points.
create or replace macro has_basis(basis, boxes, has_points) as
    (case when basis = 'points' then has_points else boxes >= boxes_of(basis) end);

-- The distinct names in a group of rows, sorted and joined by +. Null if there is none. string_agg(distinct …) gives
-- the same text, but DuckDB plans it as a separate aggregation and a join, which is slower.
create or replace macro names_in(name) as
    (nullif(array_to_string(list_sort(list_distinct(list(name))), '+'), ''));

-- Wilson limits of x out of n, null at n = 0. The lower limit at x = 0 and the upper limit at x = n are set to 0 and 1,
-- because the formula gives 1 - 1e-16 for many n.
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

-- Poisson score limits of x events in n units of exposure, null at n = 0. They may exceed 1: one form may hold two
-- opinions.
create or replace macro poisson_lower(x, n) as
    (case
        when n > 0 and x = 0 then 0::double
        when n > 0 then greatest(0::double, x + z() * z() / 2 - z() * sqrt(x + z() * z() / 4)) / n
    end);
create or replace macro poisson_upper(x, n) as
    (case when n > 0 then (x + z() * z() / 2 + z() * sqrt(x + z() * z() / 4)) / n end);

-- Half the width of the confidence interval of a mean, from the sum and the sum of squares of n values. Null at n < 2.
create or replace macro mean_reach(total, squares, n) as
    (case when n > 1 then z() * sqrt(greatest(0::double, squares - total * total / n::double) / (n - 1) / n) end);

-- Limits of a difference: the distances of both sides to their own limits, squared and added. With Wilson limits this
-- is Newcombe's method. With limits of means it is z times the root of the sum of the squared standard errors.
create or replace macro difference_lower(rate, lower, rate_before, upper_before) as
    (rate - rate_before - sqrt((rate - lower) ** 2 + (upper_before - rate_before) ** 2));
create or replace macro difference_upper(rate, upper, rate_before, lower_before) as
    (rate - rate_before + sqrt((upper - rate) ** 2 + (rate_before - lower_before) ** 2));

-- The relative change of a count: 0.1 is a tenth more than before. Null without anything before.
create or replace macro relative_change(now, before) as (now / nullif(before, 0)::double - 1);

-- The standard error of a ratio of two sums, relative to the ratio: squares is the sum of (part - ratio * whole) ** 2
-- over the n members of the sample, total the sum of the parts (ratio estimator, Cochran 1977, 6.3). Null for one
-- member.
create or replace macro relative_error_of_ratio(squares, n, total) as
    (sqrt(squares * n / nullif(n - 1, 0)::double) / nullif(total, 0));

-- The limits of a relative change of two such ratios of independent samples, from their relative errors, on the log
-- scale.
create or replace macro growth_lower(growth, error, error_before) as
    ((1 + growth) * exp(-z() * sqrt(error ** 2 + error_before ** 2)) - 1);

create or replace macro growth_upper(growth, error, error_before) as
    ((1 + growth) * exp(z() * sqrt(error ** 2 + error_before ** 2)) - 1);

-- met | undecided | not_met | too_few, null without a target. verdict_low is for a rate that should be low.
create or replace macro verdict(lower, upper, n, target) as
    (case
        when target is null then null
        when n < smallest_n() then 'too_few'
        when lower >= target then 'met'
        when upper < target then 'not_met'
        when lower is not null then 'undecided'
    end);

create or replace macro verdict_low(lower, upper, n, target) as verdict(-upper, -lower, n, -target);

-- The verdict on a rate of a whole population, for example of all due items of a ledger. Nothing is estimated from a
-- sample, so the count decides. With limits, a target of 100 % could never be met, even if every item is on time.
create or replace macro verdict_of_all(rate, n, target) as
    (case
        when target is null then null
        when n < smallest_n() then 'too_few'
        when rate >= target then 'met'
        when rate < target then 'not_met'
    end);

create or replace macro verdict_of_all_low(rate, n, target) as verdict_of_all(-rate, n, -target);

-- Log-log limits of a survival share, from its Greenwood sum. 1 before the first event, null if the share is 0.
create or replace macro loglog_limit(share, greenwood, side) as
    (case
        when share <= 0 then null
        when greenwood = 0 then 1::double
        else share ** exp(side * z() * sqrt(greenwood) / abs(ln(share)))
    end);
create or replace macro loglog_lower(share, greenwood) as loglog_limit(share, greenwood, 1);
create or replace macro loglog_upper(share, greenwood) as loglog_limit(share, greenwood, -1);

-- The test for a median. The tolerance makes a share count as one half if only rounding makes it differ.
create or replace macro half_gone(share) as (share <= 0.5 + 1e-9);
create or replace macro first_day_under(day, share, limit_share) as (min(day) filter (share <= limit_share + 1e-9));

-- Limits of a positive number from the standard error of its estimate, symmetric on the logarithmic scale.
create or replace macro ratio_lower(number, se) as (case when number > 0 then number * exp(-z() * se / number) end);
create or replace macro ratio_upper(number, se) as (case when number > 0 then number * exp(z() * se / number) end);

-- The class of an item's age in days, as the ageing table names it.
create or replace macro age_bucket(days) as
    (case
        when days <= 30 then '0-30'
        when days <= 60 then '31-60'
        when days <= 90 then '61-90'
        when days <= 180 then '91-180'
        when days > 180 then '>180'
    end);

-- Progress (0 to 1) per day. Null without a day.
create or replace macro pace_of_progress(gained, days) as (gained / nullif(days, 0)::double);

-- The first day on which a straight line between two points of a plan has reached a progress.
create or replace macro planned_day(from_day, from_share, to_day, to_share, progress) as (
    from_day + ceil(
        date_diff('day', from_day, to_day) * (progress - from_share) / nullif(to_share - from_share, 0)::double - 1e-6
    )::integer
);

-- The number of working days that a deadline text grants, null if it grants none. The text is Chinese ("15 ge gongzuo
-- ri nei", within 15 working days), so the pattern uses code points.
create or replace macro working_days_in(due_text) as
    try_cast(regexp_extract(
        translate(due_text, '０１２３４５６７８９', '0123456789'),
        '(\d{1,3})\s*\x{4E2A}?\s*\x{5DE5}\x{4F5C}\x{65E5}', 1
    ) as integer);

-- True for a dataset whose rows are about people: row counts under the smallest n are suppressed.
create or replace macro is_of_people(dataset) as (
    list_contains(
        ['survey_response', 'survey_count', 'survey_answer', 'survey_form', 'opinion', 'index_score', 'member_points',
         'appraisal', 'bad_rating'],
        dataset
    )
);

-- The rate if added_n of the rejected records were in its numerator; n_with: its records with the rejected ones.
create or replace macro rate_with(rate, n, added_n, n_with) as ((rate * n + added_n) / nullif(n_with, 0));
