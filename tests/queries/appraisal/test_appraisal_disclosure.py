"""No figure of fewer than ten persons is told of an appraisal, nor follows from the others, nor from a second build."""

import random
from pathlib import Path

import duckdb
import polars as pl
import pytest

import queries
from tests.queries.small_build import appraised, small_build, unit

SMALLEST = 10
CLASSES = ("service_heavy", "service_light", "party_mass", "unclassified")
POSTS = ("secretary", "deputy_secretary", "discipline_secretary", "member")
GRADES = ("good", "fairly_good", "fair", "poor")
SUMMED = ("part_n", "persons_n")


def random_city(seed: int) -> tuple[list[dict], list[dict]]:
    """Persons of up to 8 units, many in small classes, levels and grades; and the units."""
    dice = random.Random(seed)
    units = [unit(f"u{at}", unit_class=dice.choice(CLASSES)) for at in range(dice.randint(1, 8))]
    persons: list[dict] = []
    for row in units:
        for post in POSTS:
            counts = {grade: dice.choice([0, 0, 1, 3, 8, 15]) // (at + 1) for at, grade in enumerate(GRADES)}
            persons += appraised(2022, row["unit_id"], counts, post_level=post)
    return persons, units


def told(build: Path) -> pl.DataFrame:
    return queries.ask("appraisal_grades", build=build).drop_nulls("part_n")


def gives_away(rows: pl.DataFrame, persons: list[dict]) -> list[str]:
    """Counts of 1 to 9 persons that are told, or that a total leaves to the groups of a kind shown."""
    city = rows.filter(pl.col("level") == "city")
    found = [f"told: {row}" for row in rows.select(*SUMMED).iter_rows() if any(0 < n < SMALLEST for n in row)]
    for level in ("class", "post"):
        of_level = rows.filter(pl.col("level") == level)
        sizes = of_level.unique("key")["persons_n"].sum()
        if of_level.height and sizes != city["persons_n"][0]:
            found.append(f"{level}: groups do not add up to the city")
    if city.height and city["persons_n"][0] != len(persons):
        found.append("city: not everybody")
    return found


@pytest.mark.parametrize("seed", range(40))
def test_a_random_city_gives_nothing_away(seed, tmp_path):
    persons, units = random_city(seed)
    rows = told(small_build(tmp_path / "city.duckdb", unit=units, appraisal=persons))
    assert rows.is_empty() == (len(persons) < SMALLEST)
    assert gives_away(rows, persons) == []


def test_the_check_can_fail(tmp_path):
    persons, units = random_city(1)
    file = small_build(tmp_path / "city.duckdb", unit=units, appraisal=persons)
    with duckdb.connect(str(file)) as build:
        build.execute("delete from suppressed_appraisal")
    assert gives_away(told(file), persons)


@pytest.mark.parametrize("question", ["appraisal_grades", "appraisal_ballots", "appraisal_followup"])
def test_no_question_can_be_narrowed_to_a_unit_or_a_post(question):
    assert not {"units", "post", "level", "key"} & set(queries.parameters(question))


@pytest.mark.parametrize("seed", range(40, 52))
def test_a_second_build_tells_no_more(seed, tmp_path, monkeypatch):
    """After a small load both kept builds show the same groups and grades together."""
    builds = tmp_path / "builds"
    builds.mkdir()
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path))
    persons, units = random_city(seed)
    more = appraised(2022, "u0", {"good": 1, "fair": 2}, post_level="other")
    files = [
        small_build(builds / f"{name}.duckdb", unit=units, appraisal=rows)
        for name, rows in (("one", persons), ("two", persons + more))
    ]
    first, second = (told(file) for file in files)
    assert gives_away(first, persons) == [] and gives_away(second, persons + more) == []
    if first.height and second.height:
        parts = [rows.select("level", "part").unique().sort("level", "part").rows() for rows in (first, second)]
        assert parts[0] == parts[1]
