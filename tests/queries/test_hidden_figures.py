"""No choice of filters gives a small figure away: an attacker puts together all that the questions answer."""

import itertools
import random
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from small_build import CASES, forms, opinions, share, small_build, unit

import queries
from inference.attacker import limits
from inference.suppression import SMALLEST

YEAR = 2024
ORGANS = ("D1", "D2", "D3", "D4", "D5", "D6")
GROUPS = ("deputies", "enterprises", "residents", "grassroots", "experts")


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden case of suppression as a survey: six units in two classes, five groups, nine of ten satisfied."""
    cells = pl.read_csv(CASES / "g1_suppression" / "input.csv")
    answers = [cell for dept, group, n in cells.iter_rows() for cell in share(YEAR, dept, n - n // 10, n, group=group)]
    classes = dict(zip(ORGANS, ["service_heavy", "party_mass"] * 3, strict=True))
    rows = [unit(name, unit_class=unit_class) for name, unit_class in classes.items()]
    return small_build(tmp_path_factory.mktemp("g1") / "g1.duckdb", unit=rows, survey_answer=answers)


def cells_of(build: Path | None, year: int) -> pl.DataFrame:
    """What nobody is told: how many answered, by unit and group."""
    sql = """
        select unit.unit_class, answer.current_unit_id as unit_id, "group", sum(n)::integer as n
        from survey_answer as answer
        left join unit on unit.unit_id = answer.current_unit_id
        where headline and class = 'valid' and survey_year = ?
        group by all having sum(n) > 0 order by all"""
    with queries.connect(build) as cursor:
        return cursor.sql(sql, params=[year]).pl()


def told(build: Path | None, year: int, cells: pl.DataFrame, **filters: list[str]) -> list[tuple[np.ndarray, int]]:
    """Every n that the questions answer under these filters, with the cells that it is the sum of."""
    filters = {name: codes for name, codes in filters.items() if codes}
    chosen = np.ones(cells.height, dtype=bool)
    for name, column in (("units", "unit_id"), ("unit_class", "unit_class"), ("groups", "group")):
        if name in filters:
            chosen &= cells[column].is_in(filters[name]).to_numpy()
    found = []
    for question, column in (
        ("satisfaction_trend", None),
        ("satisfaction_by_unit", "unit_id"),
        ("satisfaction_by_group", "group"),
        *([] if "units" in filters else [("unit_answers", "unit_id")]),
    ):
        for row in queries.ask(question, build=build, year_from=year, year_to=year, **filters).to_dicts():
            if row["valid_n"] is not None:
                own = np.ones(cells.height, dtype=bool) if column is None else (cells[column] == row[column]).to_numpy()
                assert row["valid_n"] == cells["n"].to_numpy()[chosen & own].sum()
                found.append((chosen & own, row["valid_n"]))
    return found


def nothing_is_given_away(cells: pl.DataFrame, published: list[tuple[np.ndarray, int]]) -> bool:
    """Every small cell and every small unit could still be nothing, or SMALLEST."""
    units = [(cells["unit_id"] == unit_id).to_numpy() for unit_id in cells["unit_id"].unique(maintain_order=True)]
    asked = [*np.eye(cells.height, dtype=bool), *units]
    small = [parts for parts in asked if cells["n"].to_numpy()[parts].sum() < SMALLEST]
    assert small
    ends = limits(np.array([parts for parts, _ in published]), np.array([n for _, n in published]), np.array(small))
    return all(low <= 1e-6 and high >= SMALLEST - 1e-6 for low, high in ends)


def test_many_choices_of_groups_and_units_put_together(survey):
    cells = cells_of(survey, YEAR)
    dice = random.Random(4)
    of_groups = [list(some) for size in (0, 1, 2, 4, 5) for some in itertools.combinations(GROUPS, size)]
    of_units = [[], ["D2"], ["D4"], ["D6"], *(sorted(dice.sample(ORGANS, 3)) for _ in range(2))]
    published = [
        each
        for groups in of_groups
        for units in of_units
        for each in told(survey, YEAR, cells, groups=groups, units=units)
    ]
    published += [
        each for groups in of_groups for each in told(survey, YEAR, cells, groups=groups, unit_class=["party_mass"])
    ]
    assert len(published) > 300
    assert nothing_is_given_away(cells, published)


def test_the_attacker_would_find_a_figure_if_only_the_small_ones_were_hidden(survey):
    """The check itself can fail: all cells of ten and more together with the totals give every small one away."""
    cells = cells_of(survey, YEAR)
    open_cells = [(row, int(n)) for row, n in zip(np.eye(cells.height, dtype=bool), cells["n"], strict=True) if n >= 10]
    totals = [each for each in told(survey, YEAR, cells) if each[0].sum() > 1]
    assert not nothing_is_given_away(cells, [*open_cells, *totals])


def test_a_hidden_figure_is_null_in_every_column_and_large_ones_stay(survey):
    rows = queries.ask("satisfaction_by_group", build=survey, units=["D2"])
    hidden = rows.filter("suppressed")
    assert 2 <= hidden.height < rows.height
    assert hidden.select("satisfied_n", "valid_n", "rate", "lower", "upper").null_count().row(0) == (hidden.height,) * 5
    assert set(hidden["verdict"]) == {"too_few"}  # small or not, they look alike
    assert not queries.ask("satisfaction_by_unit", build=survey)["suppressed"].any()


def test_a_part_of_what_is_hidden_is_no_answer(survey):
    """Beside a hidden cell the others of a choice are not added up: the sum would be of something else."""
    experts = queries.ask("satisfaction_trend", build=survey, units=["D5", "D6"], groups=["experts"])
    assert (experts["suppressed"][0], experts["valid_n"][0]) == (True, None)


def test_forms_do_not_tell_what_answers_may_not(tmp_path):
    cells = pl.read_csv(CASES / "g1_suppression" / "input.csv")
    answers = [cell for dept, group, n in cells.iter_rows() for cell in share(YEAR, dept, n, n, group=group)]
    returned = [
        row for dept, group, n in cells.iter_rows() for row in forms(YEAR, n, current_unit_id=dept, group=group)
    ]
    build = small_build(
        tmp_path / "forms.duckdb",
        unit=[unit(organ) for organ in ORGANS],
        survey_answer=answers,
        survey_form=returned,
        opinion=opinions(YEAR, 20, current_unit_id="D2", group="experts"),
    )
    hidden = queries.ask("satisfaction_by_group", build=build, units=["D2"]).filter("suppressed")["group"].to_list()
    assert "deputies" in hidden and len(hidden) > 1
    for group in GROUPS:
        shown = queries.ask("opinion_trend", build=build, units=["D2"], groups=[group]).filter(channel="all")["valid_n"]
        assert (shown.null_count() > 0) == (group in hidden)


def test_divisions_are_hidden_two_at_least(tmp_path):
    answers = [
        cell
        for code, n in (("320612", 4), ("320623", 30), ("320681", 60), ("320682", 90))
        for cell in share(YEAR, "u1", n, n, division_code=code)
    ]
    build = small_build(tmp_path / "places.duckdb", unit=[unit("u1")], survey_answer=answers)
    rows = queries.ask("satisfaction_by_division", build=build)
    assert dict(rows.select("division_code", "valid_n").iter_rows()) == {
        "320612": None, "320623": None, "320681": 60, "320682": 90
    }  # fmt: skip


def test_the_demonstration_gives_no_small_figure_away(demo_home):
    year = queries.ask("build_facts")["last_year"][0]
    cells = cells_of(None, year)
    classes = cells["unit_class"].unique(maintain_order=True).to_list()
    groups = cells["group"].unique(maintain_order=True).to_list()
    choices: list[dict] = [{}, *({"groups": [group]} for group in groups), *({"unit_class": [one]} for one in classes)]
    choices += [{"unit_class": [one], "groups": [group]} for one in classes for group in groups]
    dice = random.Random(7)
    units = cells["unit_id"].unique(maintain_order=True).to_list()
    choices += [{"units": sorted(dice.sample(units, 2)), "groups": dice.sample(groups, 2)} for _ in range(10)]
    published = [each for choice in choices for each in told(None, year, cells, **choice)]
    sums = {parts.tobytes(): (parts, n) for parts, n in published}
    assert len(sums) > 400
    assert nothing_is_given_away(cells, list(sums.values()))
