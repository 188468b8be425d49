"""Hot topics of small worlds, worked out by hand."""

import datetime
import math

import pytest

import queries
from tests.queries.small_build import hot_topic, hotline, small_build

day = datetime.date
WEEKS = [day(2024, 1, 5) + datetime.timedelta(weeks=at) for at in range(5)]
EARLIER = [week - datetime.timedelta(days=364) for week in WEEKS]


def received(week, n):
    return hotline(week, unit_id=None, period_kind="week", received=n)


def asked(folder, topics, totals, **params):
    build = small_build(
        folder / f"topics{len(topics)}.duckdb", hotline_topic=topics, hotline=[row for each in totals for row in each]
    )
    return {row["hot_topic"]: row for row in queries.ask("hotline_topics", build=build, **params).to_dicts()}


def test_a_topic_is_compared_with_the_bulletins_that_name_it_alone(tmp_path):
    topics = [hot_topic(WEEKS[0], "noise", 50), hot_topic(WEEKS[0], "wages", 30), hot_topic(WEEKS[1], "noise", 100)]
    found = asked(tmp_path, topics, [received(WEEKS[0], 1000), received(WEEKS[1], 2000)])
    noise, wages = found["noise"], found["wages"]
    assert (noise["topic_n"], noise["bulletins"], noise["bulletins_all"], noise["share"]) == (150, 2, 2, 0.05)
    assert (wages["topic_n"], wages["bulletins"], wages["received"], wages["share"]) == (30, 1, 1000, 0.03)
    assert noise["reason"] == wages["reason"] == "no_period"


def test_a_bulletin_without_a_total_counts_and_has_no_share(tmp_path):
    topics = [hot_topic(WEEKS[0], "noise", 50), hot_topic(WEEKS[1], "noise", 70)]
    (row,) = asked(tmp_path, topics, [received(WEEKS[0], 1000)]).values()
    assert (row["topic_n"], row["counted_n"], row["received"], row["share"]) == (120, 50, 1000, 0.05)


def test_a_change_has_limits_from_the_spread_between_bulletins(tmp_path):
    """Now 100 of 500: residuals -10, 0, -10, 0, 20, so the relative error is √(600 · 5/4) / 100. Before 10 in each of
    five hundred: share 0.1 without an error. The growth is 1."""
    now = [hot_topic(week, "noise", n) for week, n in zip(WEEKS, (10, 20, 10, 20, 40), strict=True)]
    before = [hot_topic(week, "noise", 10) for week in EARLIER]
    totals = [received(week, 100) for week in (*WEEKS, *EARLIER)]
    row = asked(tmp_path, [*now, *before], totals, year_from=2024)["noise"]
    assert (row["share"], row["before_share"], row["growth"], row["reason"]) == (0.2, 0.1, 1.0, None)
    reach = math.exp(1.959963984540054 * math.sqrt(750) / 100)
    assert (row["growth_lower"], row["growth_upper"]) == pytest.approx((2 / reach - 1, 2 * reach - 1))
    few = asked(tmp_path, [*now[:4], *before], totals, year_from=2024)["noise"]
    assert (few["reason"], few["growth_lower"]) == ("few", None) and few["growth"] == pytest.approx(0.5)


def test_a_topic_that_was_not_printed_before_is_unknown_not_new(tmp_path):
    topics = [hot_topic(WEEKS[0], "noise", 50), hot_topic(EARLIER[0], "wages", 30)]
    row = asked(tmp_path, topics, [received(week, 1000) for week in (WEEKS[0], EARLIER[0])], year_from=2024)["noise"]
    assert (row["growth"], row["earlier_n"], row["reason"]) == (None, None, "not_named")


def test_topics_of_units_and_places_are_not_the_citys(tmp_path):
    topics = [
        hot_topic(WEEKS[0], "noise", 50),
        hot_topic(WEEKS[0], "noise", 9, unit_id="u1", current_unit_id="u1"),
        hot_topic(WEEKS[0], "wages", 9, division_code="NTKFQ"),
    ]
    assert {name: row["topic_n"] for name, row in asked(tmp_path, topics, []).items()} == {"noise": 50}


def test_the_shortest_periods_are_shown(tmp_path):
    topics = [hot_topic(WEEKS[0], "noise", 50), hot_topic(day(2024, 1, 1), "noise", 900, period_kind="month")]
    assert asked(tmp_path, topics, [])["noise"]["topic_n"] == 50


def test_no_bulletin_is_both_now_and_before(tmp_path):
    """From 1 January to 31 December, three days later than a year before would be 3 January again."""
    days = [day(2024, 1, 1), day(2024, 12, 30), day(2023, 1, 2), day(2023, 12, 29)]
    row = asked(tmp_path, [hot_topic(each, "noise", 10) for each in days], [], year_from=2024)["noise"]
    assert (row["bulletins"], row["before_bulletins"], row["earlier_n"]) == (2, 2, None)
