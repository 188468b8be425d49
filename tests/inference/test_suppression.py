"""No hidden figure can be worked back: the attacker of the golden case, of made lattices, of the demonstration."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.complements import SMALLEST
from inference.lattice import figures
from inference.suppression import hidden_figures
from tests.inference.attacker import limits, what_is_left_open

CASE = Path(__file__).parents[1] / "cases" / "g1_suppression"
SAID = json.loads((CASE / "expected.json").read_text(encoding="utf-8"))
CELLS = pl.read_csv(CASE / "input.csv").select(
    pl.lit("one").alias("unit_class"), unit_id="dept", group="group", slice=pl.lit("any"), n="n"
)


def hiding(*names: str) -> pl.DataFrame:
    """The figures of a pattern of the case, its cells named dept|group."""
    cells = figures(CELLS).filter(pl.col("unit_level") == "unit", pl.col("group_level") == "group")
    return cells.filter(pl.concat_str("unit_id", "group", separator="|").is_in(names))


@pytest.mark.parametrize("pattern", SAID["patterns"])
def test_the_attacker_finds_what_the_case_says(pattern):
    """Its own margins are what `figures` adds up."""
    lattice, said = figures(CELLS), SAID["patterns"][pattern]
    totals = lattice.filter(pl.col("unit_level") == "unit", pl.col("group_level") == "all")
    assert dict(totals.select("unit_id", "n").iter_rows()) == SAID["margins"]["dept"]
    found = what_is_left_open(lattice, hiding(*said["cells"]))
    for row in found.iter_rows(named=True):
        least, most = said["attacker_intervals"][f"{row['unit_id']}|{row['group']}"]
        assert (row["least"], row["most"]) == pytest.approx((least, most), abs=1e-6)
    assert found.height == len(SAID["primary"])


def test_the_case_is_made_safe_at_no_more_cost_than_twice_the_least():
    hidden = hidden_figures(CELLS)
    primary = hidden.filter("primary")
    assert {f"{row['unit_id']}|{row['group']}" for row in primary.iter_rows(named=True)} == set(SAID["primary"])
    assert open_to_nothing_and_smallest(CELLS, hidden)
    complements = hidden.filter(~pl.col("primary"))
    assert set(complements["unit_level"]) == {"unit"} and set(complements["group_level"]) == {"group"}
    respondents = complements.join(CELLS, ["unit_id", "group"])["n"].sum()
    assert respondents <= 2 * SAID["minimal_extra_respondents"]


def open_to_nothing_and_smallest(cells: pl.DataFrame, hidden: pl.DataFrame) -> bool:
    left = what_is_left_open(figures(cells), hidden)
    return bool(((left["least"] <= 1e-6) & (left["most"] >= SMALLEST - 1e-6)).all())


def lattice_of(tables: list[list[list[int]]]) -> pl.DataFrame:
    """classes → units → groups → n."""
    rows = [
        {"unit_class": f"class{at}", "unit_id": f"u{at}.{unit}", "group": f"g{group}", "slice": "any", "n": n}
        for at, table in enumerate(tables)
        for unit, row in enumerate(table)
        for group, n in enumerate(row)
        if n
    ]
    kinds = {"unit_class": pl.String, "unit_id": pl.String, "group": pl.String, "slice": pl.String, "n": pl.Int64}
    return pl.DataFrame(rows, schema=kinds)


sizes = st.one_of(st.integers(0, 12), st.integers(0, 60))
tables = st.integers(1, 4).flatmap(
    lambda groups: st.lists(
        st.lists(st.lists(sizes, min_size=groups, max_size=groups), min_size=1, max_size=5), max_size=3
    )
)


@settings(max_examples=150)
@given(tables)
def test_no_lattice_gives_a_small_figure_away(tables):
    cells = lattice_of(tables)
    hidden = hidden_figures(cells)
    lattice = figures(cells)
    small = lattice.filter(pl.col("n") < SMALLEST)
    assert hidden.filter("primary").height == small.height
    if lattice.filter(pl.col("unit_level") == "city")["n"].max() < SMALLEST:
        assert hidden.height == lattice.height
    else:
        assert open_to_nothing_and_smallest(cells, hidden)


def test_a_small_unit_takes_the_smallest_other_of_its_class_with_it():
    hidden = hidden_figures(lattice_of([[[3, 4], [30, 40], [20, 25]], [[50, 60], [70, 80]]]))
    totals = hidden.filter(pl.col("unit_level") == "unit", pl.col("group_level") == "all")
    assert totals.select("unit_id", "primary").rows() == [("u0.0", True), ("u0.2", False)]


def test_a_small_class_is_not_shown_beside_the_city():
    hidden = hidden_figures(lattice_of([[[3, 4]], [[50, 60], [70, 80]]]))
    assert hidden.filter(pl.col("unit_level") == "class", pl.col("group_level") == "all").height == 2


def test_a_lattice_of_large_figures_hides_nothing():
    assert hidden_figures(lattice_of([[[30, 40], [50, 60]]])).is_empty()


def test_sums_that_no_cells_can_have_are_refused():
    with pytest.raises(ValueError, match="infeasible"):
        limits(np.array([[1, 1], [1, 0]]), np.array([3, 5]), np.array([[0, 1]]))
