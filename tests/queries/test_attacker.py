"""No choice of filters gives a hidden figure away: an attacker puts together all that the questions tell.

What exhibits, slides, their worksheets and downloads show is made of the same answers of questions.
"""

import itertools
import random
from pathlib import Path

import polars as pl
import pytest

import queries
from tests.queries.question_attacker import OF_GROUPS, OF_PARTS, Attack
from tests.queries.random_towns import YEARS, answers_of, town
from tests.queries.small_build import cells, small_build

# Towns with many small figures, and any others.
SOME_TOWNS, MORE_TOWNS = (27,), (24, 35, *range(100, 110))


def heard(attack: Attack, doubles: int, singles: int | None = None) -> Attack:
    """The attack after every choice of one filter (or so many of them), and so many of two."""
    of = {name: attack.cells[column].drop_nulls().unique().sort().to_list()
          for name, column in (("units", "unit_id"), ("unit_class", "unit_class"), ("groups", "group"))}  # fmt: skip
    single = [{name: [code]} for name, codes in of.items() for code in codes]
    pairs = [{name: list(two)} for name, codes in of.items() for two in itertools.combinations(codes, 2)]
    crossed = [
        {one: [code], other: [code2]}
        for one, other in (("units", "groups"), ("unit_class", "groups"))
        for code, code2 in itertools.product(of[one], of[other])
    ]
    double = pairs + crossed
    dice = random.Random(3)
    single = single if singles is None else dice.sample(single, min(singles, len(single)))
    for chosen in [{}, *single, *dice.sample(double, min(doubles, len(double)))]:
        attack.listen(**chosen)
    return attack


def attacked(
    build: Path | None,
    year: int,
    years: tuple[int, ...],
    doubles: int,
    singles: int | None = None,
    most: int | None = None,
) -> list[int]:
    """Numbers collected and small figures looked at, of one year by division and of several together."""
    counted = [0, 0]
    for attack, kinds in (
        (Attack(build, (year,)), (*OF_GROUPS, *OF_PARTS)),
        (Attack(build, years, parts=False), OF_GROUPS),
    ):
        heard(attack, doubles, singles)
        small = list(attack.small(kinds))
        asked = random.Random(4).sample(small, min(most or len(small), len(small)))
        assert attack.found(asked) == []
        counted = [counted[0] + attack.numbers, counted[1] + len(asked)]
    return counted


@pytest.mark.parametrize("seed", SOME_TOWNS)
def test_a_town_gives_nothing_away(seed, tmp_path):
    numbers, small = attacked(town(seed, tmp_path / "town.duckdb"), YEARS[-1], YEARS, doubles=4)
    assert numbers > 100 and small


@pytest.mark.slow
@pytest.mark.parametrize("seed", MORE_TOWNS)
def test_more_towns_give_nothing_away(seed, tmp_path):
    attacked(town(seed, tmp_path / "town.duckdb"), YEARS[-1], YEARS, doubles=200)


def test_a_small_load_gives_nothing_away(tmp_path, monkeypatch):
    """Two kept builds of a town: before and after a few more answers of one unit and group."""
    assert second_look(tmp_path, monkeypatch, SOME_TOWNS[0]) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", MORE_TOWNS)
def test_small_loads_give_nothing_away(seed, tmp_path, monkeypatch):
    assert second_look(tmp_path, monkeypatch, seed) == []


def second_look(folder: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> list:
    """What is found of a town with two kept builds."""
    builds = folder / "builds"
    builds.mkdir()
    monkeypatch.setenv("RONGHE_HOME", str(folder))
    answers, units = answers_of(seed)
    of = random.Random(seed).choice([row for row in answers if row["survey_year"] == YEARS[-1]])
    more = cells(YEARS[-1], of["unit_id"], {"satisfied": 4}, group=of["group"], division_code=of["division_code"])
    files = [
        small_build(builds / f"{name}.duckdb", unit=units, survey_answer=rows)
        for name, rows in (("one", answers), ("two", answers + more))
    ]
    attack = heard(Attack(files[0], (YEARS[-1],), later=files[1]), doubles=4)
    small = list(attack.small((*OF_GROUPS, *OF_PARTS)))
    assert small
    return attack.found(small)


def test_the_demonstration_gives_nothing_away(demo_home):
    year = queries.ask("build_facts")["last_year"][0]
    numbers, small = attacked(None, year, (year - 1, year), doubles=1, singles=5, most=15)
    assert numbers > 1000 and small == 30


@pytest.mark.slow
@pytest.mark.parametrize("year", range(2017, 2026))
def test_the_demonstration_gives_nothing_away_in_any_year(year, demo_home):
    numbers, small = attacked(None, year, (max(year - 2, 2017), max(year - 1, 2018), year), doubles=150)
    print(f"{year}: {numbers} numbers, {small} small figures, none found")


def test_the_attacker_finds_what_is_not_hidden_with_it(tmp_path):
    """The check can fail: with the complements shown, a small figure is what its totals leave."""
    attack = Attack(town(27, tmp_path / "town.duckdb"), YEARS[-1:], parts=False)
    heard(attack, doubles=0, singles=0)
    counted = attack.cells.with_columns(n=pl.sum_horizontal("b1", "b2", "b3", "b0"))
    for row in counted.filter(pl.col("n") >= 10).select("unit_id", "group").iter_rows():
        mask = ((attack.cells["unit_id"] == row[0]) & (attack.cells["group"] == row[1])).to_numpy()
        attack.hear(mask, attack.cells.filter(mask).select("b1", "b2", "b3", "b0").row(0))
    for unit_id in attack.cells["unit_id"].unique():
        mask = (attack.cells["unit_id"] == unit_id).to_numpy()
        attack.hear(mask, list(attack.cells.filter(mask).select("b1", "b2", "b3", "b0").sum().row(0)))
    assert attack.found(list(attack.small([("unit_id", "group")])))
