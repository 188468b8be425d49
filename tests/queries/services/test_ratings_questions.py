"""Ratings of services in small worlds, worked out by hand."""

import datetime

import pytest

import queries
from tests.queries.small_build import ratings, small_build, unit

JANUARY, DECEMBER = datetime.date(2021, 1, 1), datetime.date(2020, 12, 1)


def built(folder, rows, units=("u1", "u2", "u3"), classes=None):
    return small_build(
        folder / "ratings.duckdb",
        unit=[unit(name, unit_class=(classes or {}).get(name, "service_heavy")) for name in units],
        service_rating=[row for part in rows for row in part],
    )


def asked(name, build, **params) -> list[dict]:
    return queries.ask(name, build=build, **params).to_dicts()


def test_what_the_system_filled_in_is_no_rating(town):
    (row,) = [row for row in asked("service_ratings", town, year_to=2020) if row["channel"] == "all"]
    assert (row["cases_n"], row["filled_n"], row["rated_n"], row["good_n"], row["bad_n"]) == (400, 300, 100, 95, 5)
    assert (row["good_rate"], row["active_share"], row["bad_rate"]) == (0.95, 0.25, 0.05)
    assert row["reported_rate"] == pytest.approx(395 / 400)
    assert row["target"] == 0.995


def test_a_month_has_a_row_for_all_channels_and_one_for_each(town):
    rows = {row["channel"]: row for row in asked("service_ratings", town, year_from=2021)}
    assert {channel: (row["rated_n"], row["cases_n"]) for channel, row in rows.items()} == {
        "all": (80, 150),
        "window": (50, 100),
        "online": (30, 50),
    }
    assert rows["online"]["bad_lower"] == 0.0


def test_months_of_other_rules_are_not_comparable(town):
    rows = [row for row in asked("service_ratings", town) if row["channel"] == "all"]
    assert [(row["regime"], row["break_before"]) for row in rows] == [("platform", False), ("standard", True)]
    assert [row["regime_since"] for row in rows] == [datetime.date(2019, 10, 1), JANUARY]
    (first,) = [row for row in asked("service_ratings", town, year_from=2021) if row["channel"] == "all"]
    assert first["break_before"]  # against the month before, though that is not chosen


def test_before_the_platform_there_are_no_rules_of_it(tmp_path):
    months = [datetime.date(2019, 9, 1), datetime.date(2019, 10, 1)]
    build = built(tmp_path, [ratings(month, 100) for month in months])
    rows = [row for row in asked("service_ratings", build) if row["channel"] == "all"]
    assert [(row["regime"], row["regime_since"], row["break_before"]) for row in rows] == [
        ("before", None, False),
        ("platform", datetime.date(2019, 10, 1), True),
    ]


def test_units_are_counted_since_the_last_change_of_rules_among_the_years_chosen(town):
    rows = {(row["unit_id"], row["channel"]): row for row in asked("service_ratings_by_unit", town)}
    assert rows.keys() == {("u1", "all"), ("u1", "window"), ("u2", "all"), ("u2", "online")}
    assert (rows["u1", "all"]["rated_n"], rows["u1", "all"]["bad_n"], rows["u1", "all"]["cases_n"]) == (50, 1, 100)
    (before,) = [row for row in asked("service_ratings_by_unit", town, year_to=2020) if row["channel"] == "all"]
    assert (before["rated_n"], before["month_from"], before["month_to"]) == (100, DECEMBER, DECEMBER)


def test_ratings_of_few_are_not_worked_out_from_the_others(tmp_path):
    """4 of u1 with 20 of u2 are hidden; the class and the city are told."""
    build = built(tmp_path, [ratings(JANUARY, n, unit_id=name) for name, n in (("u1", 4), ("u2", 20), ("u3", 60))])
    by_unit = {row["unit_id"]: row for row in asked("service_ratings_by_unit", build) if row["channel"] == "all"}
    assert {name: row["rated_n"] for name, row in by_unit.items()} == {"u1": None, "u2": None, "u3": 60}
    assert {name: row["months_hidden"] for name, row in by_unit.items()} == {"u1": 1, "u2": 1, "u3": 0}

    def month(**params):
        (row,) = [row for row in asked("service_ratings", build, **params) if row["channel"] == "all"]
        return row["rated_n"], row["good_rate"], row["suppressed"]

    assert month(units=["u2", "u3"]) == (None, None, True)
    assert month(units=["u3"]) == (60, 1.0, False)
    assert month(unit_class=["service_heavy"]) == (84, 1.0, False)
    assert month() == (84, 1.0, False)


def test_a_month_with_few_ratings_in_one_channel_is_hidden_whole(tmp_path):
    """3 of u1 online would be the sum of both channels less its windows; u2 is the next smallest online."""
    rows = [ratings(JANUARY, n, unit_id=name) for name, n in (("u1", 50), ("u2", 40), ("u3", 60))]
    rows += [ratings(JANUARY, n, unit_id=name, channel="online") for name, n in (("u1", 3), ("u2", 20), ("u3", 30))]
    rows += [ratings(datetime.date(2021, 2, 1), 70)]
    build = built(tmp_path, rows)
    by_unit = {(row["unit_id"], row["channel"]): row["rated_n"] for row in asked("service_ratings_by_unit", build)}
    assert by_unit["u1", "all"] == by_unit["u1", "window"] == 70  # February alone
    assert by_unit["u1", "online"] is by_unit["u2", "all"] is None
    assert by_unit["u3", "all"] == 90


def test_few_ratings_of_one_channel_are_not_told_by_the_others(tmp_path):
    """Of the whole city: 104 in all less 100 at the windows would be the four online."""
    rows = [ratings(month, 100) for month in (JANUARY, DECEMBER)] + [ratings(JANUARY, 4, channel="online")]
    told = {(row["month"], row["channel"]): row["rated_n"] for row in asked("service_ratings", built(tmp_path, rows))}
    assert told == {
        (JANUARY, "all"): None,
        (JANUARY, "window"): None,
        (JANUARY, "online"): None,
        (DECEMBER, "all"): 100,
        (DECEMBER, "window"): 100,
    }


def test_each_month_of_the_claim_is_judged_by_its_own_interval(tmp_path):
    months = [datetime.date(2021, at, 1) for at in (1, 2, 3, 5)]
    counts = [(765, 0), (764, 0), (940, 60), (9, 0)]
    build = built(tmp_path, [ratings(month, *pair) for month, pair in zip(months, counts, strict=True)])
    rows = {row["month"].month: row for row in asked("service_claim", build)}
    assert {at: row["verdict"] for at, row in rows.items()} == {
        1: "met",
        2: "undecided",
        3: "not_met",
        4: "too_few",  # nobody rated in April
        5: "too_few",
    }
    assert (rows[1]["lower"], rows[4]["good_rate"], rows[5]["suppressed"]) == (
        pytest.approx(765 / (765 + 1.959964**2)),
        None,
        True,
    )


def test_the_claim_is_about_windows(town):
    assert [(row["month"], row["rated_n"]) for row in asked("service_claim", town)] == [(DECEMBER, 100), (JANUARY, 50)]
    assert asked("service_claim", town, units=["u2"]) == []
