"""Limits at the ends: exactly 0 where nothing was counted, exactly 1 where all was, for every n."""

import pytest

import queries

LARGEST = 5000

ENDS = f"""
    select
        n,
        wilson_lower(0, n) as none_lower, wilson_upper(0, n) as none_upper,
        wilson_lower(n, n) as all_lower, wilson_upper(n, n) as all_upper,
        wilson_lower(n - 1, n) as one_less_lower, wilson_upper(n - 1, n) as one_less_upper,
        wilson_lower(n::double, n::double) as float_lower, wilson_upper(n::double, n::double) as float_upper,
        poisson_lower(0, n) as no_event_lower, poisson_upper(0, n) as no_event_upper,
        mean_reach(n, n, n) as reach_of_ones, mean_reach(0, 0, n) as reach_of_zeros
    from (select unnest(range(1, {LARGEST + 1})) as n)
"""


@pytest.fixture(scope="module")
def ends(town):
    with queries.connect(town) as cursor:
        return cursor.sql(ENDS).pl()


def test_wilson_limits_are_exact_at_both_ends(ends):
    assert ends.height == LARGEST
    assert ends["none_lower"].unique().to_list() == [0.0]
    assert ends["all_upper"].unique().to_list() == ends["float_upper"].unique().to_list() == [1.0]
    assert (ends["none_upper"] > 0).all() and (ends["all_lower"] < 1).all()
    assert (ends["float_lower"] == ends["all_lower"]).all()


def test_one_less_than_all_is_less_than_all(ends):
    """Or a target of 100 % could not be told from one that is missed by one."""
    assert (ends["one_less_upper"] < 1).all()
    assert (ends["one_less_lower"] >= 0).all()


def test_poisson_and_mean_limits_are_exact_where_nothing_varies(ends):
    assert ends["no_event_lower"].unique().to_list() == [0.0]
    assert (ends["no_event_upper"] > 0).all()
    assert ends.drop_nulls("reach_of_ones").select("reach_of_ones", "reach_of_zeros").unique().rows() == [(0.0, 0.0)]


def test_all_of_them_are_never_below_a_target_of_one(town):
    with queries.connect(town) as cursor:
        (said,) = cursor.sql(f"""
            select
                list(distinct verdict(wilson_lower(n, n), wilson_upper(n, n), n, 1)),
                list(distinct verdict_of_all(n / n::double, n, 1)),
                list(distinct verdict_of_all((n - 1) / n::double, n, 1)),
                list(distinct verdict_of_all_low(0 / n::double, n, 0)),
                list(distinct verdict_of_all_low(1 / n::double, n, 0))
            from (select unnest(range(10, {LARGEST + 1})) as n)
        """).fetchall()
    # A sample can't prove 100 %; of all there are, the count does.
    assert said == (["undecided"], ["met"], ["not_met"], ["met"], ["not_met"])


@pytest.mark.parametrize(
    ("part", "whole", "target", "verdict"),
    [
        (29, 29, 1.0, "met"),
        (28, 29, 1.0, "not_met"),
        (19, 20, 0.95, "met"),
        (18, 20, 0.95, "not_met"),
        (10, 10, 0.95, "met"),
        (9, 9, 1.0, "too_few"),
        (29, 29, None, None),
        (9, 9, None, None),
        (None, None, 1.0, None),
    ],
)
def test_of_all_there_are_the_count_decides_at_any_target(part, whole, target, verdict, town):
    with queries.connect(town) as cursor:
        asked = "select verdict_of_all($part / $whole::double, $whole::bigint, $target::double)"
        assert cursor.execute(asked, {"part": part, "whole": whole, "target": target}).fetchone() == (verdict,)
