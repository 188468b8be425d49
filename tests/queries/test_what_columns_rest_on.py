"""Every question says which of its columns are made of the records of persons: changed records change no others.

A new question must say it too. That these columns tell nothing of hidden figures is what the twins and the attacker
look at (test_twins.py, test_attacker.py).
"""

import shutil
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_series_equal

import queries

# What is done to the records of each kind: other counts, and other shares of each answer. What is hidden stays.
CHANGED = {
    "answers": "update survey_answer set n = n + 20 + (hash(answer) % 7)::integer where class = 'valid'",
    "forms": """update survey_form
        set valid = valid + 20 + (hash(channel) % 7)::integer, returned = returned + 30, issued = issued + 60""",
    "callbacks": """update hotline set value = value + 20 + (hash(measure) % 7)::integer
        where measure in ('valid_callbacks', 'satisfied') and unit_id is not null;
        update bad_rating set callback_satisfied = not callback_satisfied where rowid % 3 = 0""",
    "appraisals": """update appraisal set ballots = ballots + 40, good = good + 20 + (hash(unit_id) % 7)::integer,
        poor = poor + 1, problems_n = problems_n + 1, read_on = case when rowid % 3 = 0 then read_on end,
        feedback_on = case when rowid % 3 = 0 then feedback_on end,
        consequence = case when rowid % 2 = 0 then consequence end,
        grade = case when grade in ('good', 'fairly_good') and rowid % 4 = 0 then 'fair' else grade end""",
    "ratings": """update service_rating set n = n + 20 + (hash(answer) % 7)::integer
        where active and class = 'valid';
        update bad_rating set rectified_on = rectified_on + 9, replied_on = null where rowid % 3 = 0;
        insert into bad_rating select * replace (case_id || 'x' as case_id, null as callback_satisfied) from bad_rating
        where rowid % 4 = 0""",
    "members": """update index_score set score = score * 0.9 + rowid % 5 where subject_grain = 'member';
        update index_reconciled set computed = computed * 0.9 + rowid % 5 where subject_grain = 'member';
        update member_points set points = points + 1 + rowid % 5 where kind in ('plus', 'minus')""",
}
CHOICES: tuple[dict, ...] = (
    {},
    {"basis": "points", "split_by": "group", "series": "hotline_satisfaction_rate"},
    {"groups": ["residents"], "span": "three", "item": "attitude"},
    {"unit_class": ["service_heavy"], "year_to": 2024},
)


@pytest.fixture(scope="module")
def changed(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demonstration build as it is (plain), and with the records of each kind changed."""
    folder = tmp_path_factory.mktemp("changed")
    current = (demo_home / "builds" / "current").read_text(encoding="utf-8").strip()
    builds = {}
    for kind, sql in {"plain": "", **CHANGED}.items():
        builds[kind] = folder / f"{kind}.duckdb"
        shutil.copy(demo_home / "builds" / f"{current}.duckdb", builds[kind])
        builds[kind].chmod(0o600)
        if sql:
            with duckdb.connect(str(builds[kind])) as connection:
                connection.execute(sql)
    return builds


def test_every_kind_is_changed():
    assert set(CHANGED) == set(queries.PERSONAL)


@pytest.mark.parametrize("name", queries.NAMES)
def test_a_question_says_what_it_rests_on(name):
    assert queries.contract(name).get("rests"), f"{name}: say what it rests on, or nothing"
    columns = {column.split()[0] for column in queries.contract(name)["returns"]}
    for kind, of_kind in queries.rests(name).items():
        assert kind in queries.PERSONAL and of_kind and of_kind <= columns


@pytest.mark.parametrize("name", queries.NAMES)
def test_changed_records_change_no_other_columns(name, changed):
    plain = answers(name, changed["plain"])
    for kind in queries.PERSONAL:
        found = moved(plain, answers(name, changed[kind]))
        assert found <= queries.rests(name).get(kind, frozenset()), kind


def test_the_check_can_fail(changed):
    plain, other = (answers("satisfaction_trend", changed[kind]) for kind in ("plain", "answers"))
    assert {"valid_n", "rate", "lower"} <= moved(plain, other)


def answers(name: str, build: Path) -> list[pl.DataFrame]:
    """The answers under each choice, those a question does not know left out."""
    known = queries.parameters(name)
    chosen = [{param: value for param, value in choice.items() if param in known} for choice in CHOICES]
    return [queries.ask(name, build, **one) for at, one in enumerate(chosen) if one not in chosen[:at]]


def moved(plain: list[pl.DataFrame], other: list[pl.DataFrame]) -> set[str]:
    """The columns that differ under any of the choices; with other rows all of them."""
    found: set[str] = set()
    for here, there in zip(plain, other, strict=True):
        if here.height != there.height:
            return set(here.columns)
        found |= {column for column in here.columns if not _same(here[column], there[column])}
    return found


def _same(here: pl.Series, there: pl.Series) -> bool:
    """Sums of floating numbers are added in any order, so their last digits may differ."""
    try:
        assert_series_equal(here, there, check_exact=False, rel_tol=1e-9, abs_tol=1e-9)
    except AssertionError:
        return False
    return True
