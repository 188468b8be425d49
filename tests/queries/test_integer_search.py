"""Statistics made of many cells give no hidden cell away: a search through all whole numbers that would fit.

Of a unit the attacker knows how many answers its hidden groups have together. He tries every way to deal these out, and
keeps those by which the expected numbers of all bases would be what is published.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
import pytest

import queries

BASES = ("top", "two", "three")
MOST = 200_000  # ways that are tried for one unit
EVERY = 4  # units of which one is looked at


@dataclass(frozen=True)
class Asked:
    """A unit's year: how many answers its groups have that are shown, and those that are hidden."""

    unit_id: str
    year: int
    shown: dict[str, int]
    hidden: dict[str, int]

    def ways(self) -> np.ndarray:
        """Ways × hidden groups: at least one answer in each, in all as many as there are."""
        total, parts = sum(self.hidden.values()), len(self.hidden)
        grid = np.indices((total,) * (parts - 1)).reshape(parts - 1, -1).T + 1
        grid = grid[grid.sum(axis=1) < total]
        return np.column_stack([grid, total - grid.sum(axis=1)])

    def determined(self, ways: np.ndarray) -> list[str]:
        """The hidden groups that have as many answers in every way that is left as they do have."""
        counts = list(self.hidden.values())
        return [group for at, group in enumerate(self.hidden) if len(ways) and (ways[:, at] == counts[at]).all()]


def asked_of(year: int) -> Iterator[Asked]:
    sql = """select current_unit_id, "group", sum(n)::integer from survey_answer
        where class = 'valid' and headline and survey_year = ? and n > 0 group by all order by all"""
    with queries.connect() as cursor:
        known = cursor.execute(sql, [year]).fetchall()
    for unit_id in queries.ask("satisfaction_by_unit", year_from=year, year_to=year).drop_nulls("valid_n")["unit_id"][
        ::EVERY
    ]:
        rows = queries.ask("satisfaction_by_group", year_from=year, year_to=year, units=[unit_id])
        gone = set(rows.filter("suppressed")["group"])
        groups = {group: n for unit, group, n in known if unit == unit_id}
        hidden = {group: n for group, n in groups.items() if group in gone}
        if len(hidden) > 1 and sum(hidden.values()) ** (len(hidden) - 1) < MOST:
            yield Asked(unit_id, year, {group: n for group, n in groups.items() if group not in gone}, hidden)


def dissatisfied(year: int, basis: str) -> dict[str, float]:
    """The share of each group in the whole city, as far as it is shown."""
    rows = queries.ask("satisfaction_by_group", year_from=year, year_to=year, basis=basis).drop_nulls("rate")
    return dict(rows.select("group", 1 - pl.col("rate")).iter_rows())


def expected_fit(asked: Asked, ways: np.ndarray, shares: dict[str, float], expected: float) -> np.ndarray:
    """The ways by which a unit would have this expected number."""
    rest = expected - sum(n * shares[group] for group, n in asked.shown.items())
    return ways[np.abs(ways @ [shares[group] for group in asked.hidden] - rest) < 1e-7]


def kish_fit(asked: Asked, ways: np.ndarray, weights: dict[str, float], effect: float) -> np.ndarray:
    """The ways by which a unit would have this design effect: n Σ(w²/n) / (Σw)²."""
    in_all = sum(weights[group] for group in (*asked.shown, *asked.hidden))
    n = sum(asked.shown.values()) + sum(asked.hidden.values())
    of_shown = sum(weights[group] ** 2 / count for group, count in asked.shown.items())
    squares = of_shown + (np.array([weights[group] for group in asked.hidden]) ** 2 / ways).sum(axis=1)
    return ways[np.abs(n * squares / in_all**2 - effect) < 1e-9]


def weights_of(year: int) -> dict[str, float]:
    with queries.connect() as cursor:
        rows = cursor.sql('select "group", weight from group_weights where is_default').fetchall()
    return {group: float(weight) for group, weight in rows}


@pytest.fixture(scope="module")
def every_unit(demo_home) -> list[Asked]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(demo_home))
        return list(asked_of(2025))


def test_expected_numbers_give_no_cell_away(every_unit, demo_home):
    published = {
        basis: queries.ask("unit_case_mix", year_to=2025, basis=basis).drop_nulls("expected_n").select(
            "unit_id", "expected_n"
        )
        for basis in BASES
    }  # fmt: skip
    shares = {basis: dissatisfied(2025, basis) for basis in BASES}
    searched = 0
    for asked in every_unit:
        ways = asked.ways()
        for basis in BASES:
            expected = dict(published[basis].iter_rows()).get(asked.unit_id)
            if expected is not None:
                ways = expected_fit(asked, ways, shares[basis], expected)
                searched += 1
        assert asked.determined(ways) == []
    assert searched > 20


def test_the_search_would_find_cells_in_expected_numbers_of_every_group(every_unit, demo_home):
    """The check can fail: with each group at its own share, as it was once published, the search finds them."""
    shares = {basis: dissatisfied(2025, basis) for basis in BASES}
    found = 0
    for asked in every_unit:
        ways = asked.ways()
        for basis in BASES:
            expected = sum(n * shares[basis][group] for group, n in (asked.shown | asked.hidden).items())
            ways = expected_fit(asked, ways, shares[basis], expected)
        found += len(asked.determined(ways))
    assert found > len(every_unit)


def test_design_effects_are_made_of_what_is_shown(every_unit, demo_home):
    """With hidden groups as one, at their weights together. A search that takes each group by itself meets the same for
    the way that is in proportion to the weights, whichever is true."""
    weights = weights_of(2025)
    searched = 0
    for asked in every_unit:
        rows = queries.ask("satisfaction_weighted", year_from=2025, year_to=2025, units=[asked.unit_id])
        for effect in rows.drop_nulls("kish_effect")["kish_effect"]:
            merged = Asked(asked.unit_id, 2025, asked.shown, {"merged": sum(asked.hidden.values())})
            together = weights | {"merged": sum(weights[group] for group in asked.hidden)}
            assert len(kish_fit(merged, np.array([list(merged.hidden.values())]), together, effect)) == 1
            searched += 1
    assert searched > 5


def test_the_search_would_find_cells_in_design_effects_of_every_group(every_unit, demo_home):
    weights = weights_of(2025)
    found = 0
    for asked in every_unit:
        counts = asked.shown | asked.hidden
        in_all = sum(weights[group] for group in counts)
        effect = sum(counts.values()) * sum(weights[group] ** 2 / n for group, n in counts.items()) / in_all**2
        found += len(asked.determined(kish_fit(asked, asked.ways(), weights, effect)))
    assert found > len(every_unit)
