"""Satisfaction by class of units, and what mergers, splits and transfers did to units, worked out by hand."""

import datetime

import pytest

import queries
from tests.queries.small_build import share, small_build, unit

REFORM = datetime.date(2019, 1, 15)
Z = 1.959963984540054


def wilson(x: int, n: int) -> tuple[float, float]:
    middle, half = x + Z**2 / 2, Z * (x * (n - x) / n + Z**2 / 4) ** 0.5
    return (middle - half) / (n + Z**2), (middle + half) / (n + Z**2)


def by_class(build, **params) -> dict:
    rows = queries.ask("satisfaction_by_class", build=build, **params)
    return rows.rows_by_key(["year", "unit_class"], named=True, unique=True)


def test_the_answers_of_a_class_are_added_and_divided_once(town):
    rows = by_class(town)
    heavy, party = rows[2019, "service_heavy"], rows[2019, "party_mass"]
    assert (heavy["satisfied_n"], heavy["valid_n"]) == (97 + 4 + 11, 100 + 5 + 12)
    assert (party["satisfied_n"], party["valid_n"], party["rate"]) == (430, 500, 0.86)
    assert (party["lower"], party["upper"]) == pytest.approx(wilson(430, 500))
    lower, upper = wilson(480, 500)
    now_lower, now_upper = wilson(430, 500)
    assert party["change"] == pytest.approx(-0.1)
    assert party["change_lower"] == pytest.approx(-0.1 - ((0.86 - now_lower) ** 2 + (upper - 0.96) ** 2) ** 0.5)
    assert party["change_upper"] == pytest.approx(-0.1 + ((now_upper - 0.86) ** 2 + (0.96 - lower) ** 2) ** 0.5)
    assert (rows[2020, "service_heavy"]["break_before"], rows[2020, "service_heavy"]["change"]) == (True, None)


def test_chosen_units_and_classes_narrow_it(town):
    assert set(by_class(town, year_from=2019, units=["u2"])) == {(2019, "party_mass")}
    assert set(by_class(town, year_from=2019, year_to=2019, unit_class=["service_heavy"])) == {(2019, "service_heavy")}


def test_a_class_of_few_answers_takes_the_next_one_with_it(tmp_path):
    answers = {"u1": ("party_mass", 4), "u2": ("service_light", 30), "u3": ("service_heavy", 200)}
    build = small_build(
        tmp_path / "b.duckdb",
        unit=[unit(name, unit_class=code) for name, (code, _) in answers.items()],
        survey_answer=[cell for name, (_, n) in answers.items() for cell in share(2019, name, n, n)],
    )
    shown = {code: row["valid_n"] for (_, code), row in by_class(build).items()}
    assert shown == {"party_mass": None, "service_light": None, "service_heavy": 200}


def lineage(predecessor, successor, event, on=REFORM) -> dict:
    return {"predecessor_id": predecessor, "successor_id": successor, "effective_on": on, "event": event}


@pytest.fixture
def reformed(tmp_path):
    """p1 and p2 merge into u1; u2 gives a part to u1; u3 is split off u2; p4 is only renamed to u4."""
    return small_build(
        tmp_path / "reform.duckdb",
        unit=[
            *(unit(name, unit=name.upper()) for name in ("u1", "u2", "u3", "u4")),
            unit("p1", unit="P1", current_unit_id="u1"),
            unit("p2", unit="P2", current_unit_id="u1"),
            unit("p4", unit="P4", current_unit_id="u4"),
        ],
        unit_lineage=[
            lineage("p1", "u1", "merge"),
            lineage("p2", "u1", "merge"),
            lineage("u2", "u1", "transfer", datetime.date(2021, 5, 1)),
            lineage("u2", "u3", "split"),
            lineage("p4", "u4", "rename"),
        ],
    )


def changed(build, **params) -> set[tuple]:
    rows = queries.ask("unit_reorganisations", build=build, **params)
    return set(rows.select("unit_id", "event", "role", "other").iter_rows())


def test_both_sides_of_a_reorganisation_are_told_and_a_new_name_is_none(reformed):
    assert changed(reformed) == {
        ("u1", "merge", "gained", "P1"),
        ("u1", "merge", "gained", "P2"),
        ("u1", "transfer", "gained", "U2"),
        ("u2", "transfer", "gave", "U1"),
        ("u2", "split", "gave", "U3"),
        ("u3", "split", "gained", "U2"),
    }


def test_years_and_units_narrow_them(reformed):
    assert changed(reformed, year_from=2020) == {("u1", "transfer", "gained", "U2"), ("u2", "transfer", "gave", "U1")}
    assert changed(reformed, units=["u3"]) == {("u3", "split", "gained", "U2")}


def test_what_moved_within_a_unit_of_today_is_no_change_of_it(tmp_path):
    """o1 gave a part to o2 before both became u1."""
    build = small_build(
        tmp_path / "b.duckdb",
        unit=[unit("u1"), unit("o1", unit="O1", current_unit_id="u1"), unit("o2", unit="O2", current_unit_id="u1")],
        unit_lineage=[
            lineage("o1", "o2", "transfer", datetime.date(2015, 1, 1)),
            lineage("o1", "u1", "merge"),
            lineage("o2", "u1", "merge"),
        ],
    )
    assert changed(build) == {("u1", "merge", "gained", "O1"), ("u1", "merge", "gained", "O2")}
