"""Closing times against R's survival (tests/cases d3 and x1: each with its README and tolerance), and the peers of the
figures that the cases leave out."""

import datetime
import json
import math

import polars as pl
import pytest

import queries
from tests.queries.small_build import episode, small_build
from tests.queries.test_question_goldens import (
    D3,
    DAY_AFTER,
    X1,
    by,
    close,
    d3_build,
    in_both_groupings,
    read,
    x1_build,
)

__all__ = ["d3_build", "x1_build"]  # fixtures shared with the older goldens

Z = 1.959963984540054
DAYS = (30, 60, 90, 180, 365)


def at(curve: pl.DataFrame, day: int) -> dict:
    return curve.filter(pl.col("day") <= day).row(-1, named=True)


def test_closed_and_withdrawn_shares_equal_aalen_johansen(d3_build):
    curve = queries.ask("rectification_closure", build=d3_build, competing="withdrawn")
    expected = read(D3 / "expected_aalen_johansen.csv")
    assert [row["time"] for row in expected] == list(DAYS)
    for row in expected:
        found = at(curve, row["time"])
        assert (found["open_share"], found["closed_share"], found["withdrawn_share"]) == close(
            row["p_open"], row["p_closed"], row["p_withdrawn"]
        )
        # The limits are log-log limits of what is not closed: the standard error can be read back from them.
        rest = 1 - found["closed_share"]
        for limit, side in ((found["closed_lower"], -1), (found["closed_upper"], 1)):
            reach = math.log(math.log(1 - limit) / math.log(rest))
            se = side * reach * rest * abs(math.log(rest)) / Z
            assert se == pytest.approx(row["se_closed"], abs=1e-9)


def test_without_withdrawals_both_ways_say_the_same(d3_build):
    censored = in_both_groupings(d3_build, "rectification_closure").filter(pl.col("withdrawn") == 0)
    for row in censored.iter_rows(named=True):
        mirrored = [None if row[side] is None else 1 - row[side] for side in ("open_share", "upper", "lower")]
        assert (row["closed_share"], row["closed_lower"], row["closed_upper"]) == close(*mirrored)
        assert row["withdrawn_share"] == 0


def test_durations_equal_the_peers(d3_build):
    answer = by(in_both_groupings(d3_build, "rectification_duration"), "group")
    for row in read(D3 / "expected_quantiles.csv"):
        found = answer[row["strata"]]
        assert [found[name] for name in ("total", "closed", "median_days", "median_lower", "median_upper", "q90_days",
                                         "q90_lower", "q90_upper")] == [
            row[name] for name in ("n", "events", "median", "lo", "hi", "q90", "q90_lo", "q90_hi")
        ]  # fmt: skip
        assert (found["mean_days"], found["mean_se"], found["closed_mean_days"], found["closed_median_days"]) == close(
            row["rmst180"], row["se_rmst180"], row["naive_mean_closed_only"], row["naive_median_closed_only"]
        )
        assert found["mean_lower"] == pytest.approx(found["mean_days"] - Z * found["mean_se"])


def test_a_group_not_watched_until_tau_has_no_restricted_mean(d3_build):
    answer = by(queries.ask("rectification_duration", build=d3_build, group_by="unit", tau=540), "group")
    # D3's last item was watched for fewer days and is still open, all of D8's are closed or were watched longer.
    watched = queries.ask("rectification_closure", build=d3_build, group_by="unit").group_by("group").agg(
        pl.col("day").max(), pl.col("open_share").min()
    )  # fmt: skip
    for group, last, least in watched.iter_rows():
        assert (answer[group]["mean_days"] is None) == (last < 540 and least > 0), group
    assert {row["mean_days"] is None for row in answer.values()} == {True, False}


@pytest.mark.parametrize("tau", [0, -5])
def test_a_mean_over_no_days_is_refused(tau, d3_build):
    with pytest.raises(queries.QuestionError) as refused:
        queries.ask("rectification_duration", build=d3_build, tau=tau)
    assert refused.value.sentence("zh") == f"参数 tau 至少为1，给出的是{tau}。"
    assert refused.value.sentence("en") == f"tau must be at least 1, not {tau}."


def test_reopening_equals_the_peers(d3_build):
    curve = queries.ask("rectification_reopening", build=d3_build)
    for row in read(D3 / "expected_reopen_km.csv"):
        found = at(curve, row["days_since_closure"])
        assert (found["reopened_share"], found["lower"], found["upper"]) == close(
            row["p_reopened"], row["lo"], row["hi"]
        )
    assert curve["reopened"].sum() == 50
    assert curve["total"].unique().to_list() == [408]


def test_mean_number_of_reopenings_is_nelsons_with_the_influences_of_the_items(d3_build):
    """By hand: every item's own path, squared and summed; three items came back twice."""
    as_of, stories = datetime.date(2024, 6, 30), {}
    for row in read(D3 / "episodes.csv"):
        stories.setdefault(row["item_id"], []).append(row)
    items = []  # days watched since the first closure, days of the re-openings
    for story in stories.values():
        if story[0]["outcome"] == "closed":
            closed, last = story[0]["ep_closed"], story[-1]
            end = last["ep_closed"] if last["outcome"] == "withdrawn" else as_of
            items.append(((end - closed).days, [(each["ep_opened"] - closed).days for each in story[1:]]))
    mean, paths = 0.0, [0.0] * len(items)
    answer = by(queries.ask("rectification_reopening", build=d3_build), "day")
    days = sorted({day for _, events in items for day in events})
    assert list(answer) == [0, *days]
    assert (answer[0]["at_risk"], answer[0]["reopened_share"], answer[0]["mean_number"]) == (len(items), 0, 0)
    for day in days:
        watched = sum(end >= day for end, _ in items)
        events = sum(own.count(day) for _, own in items)
        mean += events / watched
        for no, (end, own) in enumerate(items):
            paths[no] += (own.count(day) - events / watched) / watched if end >= day else 0
        se = math.sqrt(sum(path**2 for path in paths))
        limits = (mean * math.exp(-Z * se / mean), mean * math.exp(Z * se / mean))
        found = answer[day]
        assert (found["mean_number"], found["mean_lower"], found["mean_upper"]) == close(mean, *limits)
    assert answer[days[-1]]["mean_number"] > answer[days[-1]]["reopened_share"]


def test_cohorts_equal_the_peers(d3_build):
    answer = by(queries.ask("rectification_cohorts", build=d3_build, cohort="quarter"), "cohort", "day")
    expected = read(D3 / "expected_cohort_closed60.csv")
    assert {cohort for cohort, _ in answer} == {row["cohort"] for row in expected}
    for row in expected:
        found = answer[row["cohort"], 60]
        assert (found["total"], found["at_risk"]) == (row["n"], row["n_risk60"])
        assert (found["closed_share"], found["closed_lower"], found["closed_upper"]) == close(
            row["km_closed60"], row["lo"], row["hi"]
        )
        assert found["closed"] / found["total"] == pytest.approx(row["naive_closed60"], abs=1e-9)


def test_a_cohort_too_young_has_no_share(d3_build):
    answer = by(
        queries.ask("rectification_cohorts", build=d3_build, cohort="quarter", as_of="2024-05-15"), "cohort", "day"
    )
    young = answer["2024Q2", 60]
    assert (young["observable"], young["closed_share"], young["closed_lower"]) == (0, None, None)
    part = answer["2024Q2", 30]
    assert 0 < part["observable"] < part["total"]
    assert part["closed_share"] is not None
    assert answer["2024Q1", 60]["closed_share"] is not None


def test_counts_on_time_equal_the_peers(d3_build):
    answer = by(queries.ask("rectification_on_time", build=d3_build, group_by="unit", as_of=DAY_AFTER), "group")
    for row in read(D3 / "expected_on_time.csv"):
        found = answer[row["dept"]]
        assert [found[name] for name in ("total", "due", "on_time", "overdue", "withdrawn")] == [
            row[name]
            for name in ("n", "deadline_passed", "deadline_passed_closed_on_time", "open_overdue", "withdrawn")
        ]


def test_logrank_of_a_unit_against_the_rest_equals_the_peers(d3_build):
    answer = by(queries.ask("rectification_logrank", build=d3_build), "group")
    for row in json.loads((D3 / "expected.json").read_text(encoding="utf-8"))["dept_vs_rest"]:
        found = answer[row["dept"]]
        assert found["observed"] == row["observed"]
        chisq = (found["observed"] - found["expected"]) ** 2 / found["variance"]
        assert (found["expected"], chisq) == close(row["expected"], row["chisq"])


# The case whose input the peer's file leaves out.
ALL_CENSORED = [{"set": "all_censored_two_groups", "g": g, "time": time, "status": 0} for g in "ab" for time in (3, 5)]


@pytest.mark.parametrize("case", ["one_group_no_events", "identical_groups", "all_censored_two_groups"])
def test_logrank_at_the_edges_equals_the_peers(case, tmp_path):
    found_on = datetime.date(2020, 1, 1)
    rows = [
        episode(
            str(no),
            found_on,
            unit_id=row["g"],
            **{"closed_on" if row["status"] else "withdrawn_on": found_on + datetime.timedelta(days=row["time"])},
        )
        for no, row in enumerate([*read(X1 / "logrank_input.csv"), *ALL_CENSORED])
        if row["set"] == case
    ]
    build = small_build(tmp_path / "b.duckdb", rectification_episode=rows)
    answer = queries.ask("rectification_logrank", build=build).sort("group").to_dicts()
    expected = json.loads((X1 / "expected.json").read_text(encoding="utf-8"))["logrank"][case]
    if "obs" in expected:
        assert [row["observed"] for row in answer] == expected["obs"]
        assert tuple(row["expected"] for row in answer) == close(*expected["exp"])
    first = answer[0]
    if expected["chisq"]:
        chisq = (first["observed"] - first["expected"]) ** 2 / first["variance"]
        assert chisq == pytest.approx(expected["chisq"], abs=1e-9)
    else:
        assert first["observed"] == pytest.approx(first["expected"], abs=1e-9)


def test_edge_curves_have_no_impossible_share(x1_build):
    for competing in queries.CHOICES["competing"]:
        curve = queries.ask("rectification_closure", build=x1_build, group_by="unit", competing=competing)
        parts = curve.select(pl.col("open_share") + pl.col("closed_share") + pl.col("withdrawn_share")).to_series()
        assert (parts - 1).abs().max() < 1e-9
        known = curve.drop_nulls(["closed_lower", "closed_upper"])
        assert known.filter(~pl.col("closed_share").is_between("closed_lower", "closed_upper")).is_empty()
        assert not known.select(pl.col("closed_lower", "closed_upper").is_nan().any()).to_series().any()
