"""No question tells anything of hidden figures: of a build and its twin, which differ only there, it tells the same."""

import itertools
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import queries
from tests.queries.twin_build import twin_of

# What is tried for each parameter that a question has.
TRIED: dict[str, tuple] = {
    "basis": queries.CHOICES["basis"],
    "span": queries.CHOICES["span"],
    "split_by": queries.CHOICES["split_by"],
    "place_by": queries.CHOICES["place_by"],
    "year_to": (None, 2019, 2023),
    "item": ("overall", "attitude"),
}
FEW = 8


@pytest.fixture(scope="module")
def pair(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demonstration build and its twin, apart from the kept builds."""
    folder = tmp_path_factory.mktemp("twins")
    (folder / "one").mkdir()
    (folder / "other").mkdir()
    current = (demo_home / "builds" / "current").read_text(encoding="utf-8").strip()
    build = Path(shutil.copy(demo_home / "builds" / f"{current}.duckdb", folder / "one"))
    twin, moved = twin_of(build, folder / "other")
    assert moved > 5000
    return build, twin


def choices(question: str) -> list[dict]:
    """Every choice of one or two filters that are looked at, with every value of the other parameters."""
    units = queries.ask("unit_list").filter(pl.col("unit_id") == pl.col("current_unit_id")).sort("unit_id")
    return list(_with_others(question, _filters(units["unit_id"].to_list())))


def _filters(units: list[str]) -> list[dict]:
    classes, groups = ["service_heavy", "party_mass", "consulted_only"], ["leaders", "residents"]
    single = [{}, *({"unit_class": [one]} for one in classes), *({"groups": [one]} for one in groups)]
    double = [{"unit_class": [one], "groups": [other]} for one, other in itertools.product(classes, groups)]
    of_units = [{"units": [one]} for one in units] + [{"units": [one], "groups": ["leaders"]} for one in units]
    return single + double + of_units + [{"units": list(two)} for two in itertools.pairwise(units)]


def _with_others(question: str, filters: list[dict]) -> Iterator[dict]:
    known = queries.parameters(question)
    others = {name: values for name, values in TRIED.items() if name in known}
    for chosen in filters:
        if set(chosen) <= set(known):
            for values in itertools.product(*others.values()):
                yield chosen | dict(zip(others, values, strict=True))


def tells_the_same(pair: tuple[Path, Path], question: str, asked: list[dict]) -> None:
    for params in asked:
        here, there = (queries.ask(question, build, **params) for build in pair)
        try:
            assert_frame_equal(here, there, check_exact=False, rel_tol=1e-11, abs_tol=1e-11)
        except AssertionError as told:
            pytest.fail(f"{question} {params} tells of hidden figures: {told}", pytrace=False)


@pytest.mark.parametrize("question", queries.NAMES)
def test_a_question_tells_nothing_of_hidden_figures(question, pair):
    every = choices(question)
    tells_the_same(pair, question, [every[0], *random.Random(question).sample(every, min(FEW, len(every)))])


@pytest.mark.slow
@pytest.mark.parametrize("question", queries.NAMES)
def test_a_question_tells_nothing_of_hidden_figures_under_any_choice(question, pair):
    every = choices(question)
    tells_the_same(pair, question, random.Random(question).sample(every, min(400, len(every))))


def test_the_twin_differs_in_hidden_figures(pair):
    """The check can fail: asked without the rule, the two builds tell different things."""
    sql = """select "group", current_unit_id, survey_year, sum(n) as n from survey_answer
        where class = 'valid' and headline group by all order by all"""
    counted = []
    for build in pair:
        with queries.connect(build) as cursor:
            counted.append(cursor.sql(sql).pl())
    assert (counted[0]["n"] != counted[1]["n"]).sum() > 500
