"""Asking: defaults, lists, units by any name, refusals, builds side by side, threads, the command line."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import queries
from queries.__main__ import main
from tests.queries.small_build import REPO, share, small_build, unit


@pytest.fixture
def home(fresh_home: Path, town: Path) -> Path:
    """A home whose published build is the town's."""
    (fresh_home / "builds").mkdir()
    (fresh_home / "builds" / "town.duckdb").write_bytes(town.read_bytes())
    (fresh_home / "builds" / "current").write_text("town")
    return fresh_home


def test_published_build_is_asked(home):
    assert queries.build_id() == "town"
    assert queries.ask("build_facts")["build_id"].to_list() == ["town"]


def test_without_a_build_the_reader_is_told(fresh_home):
    with pytest.raises(queries.NoBuild, match="python -m etl load"):
        queries.ask("headline")


def test_a_new_build_is_seen_at_once_and_the_old_can_still_be_asked(home):
    assert queries.ask("satisfaction_trend").height == 4
    small_build(home / "builds" / "later.duckdb", survey_answer=share(2021, "u1", 90, 100))
    (home / "builds" / "current").write_text("later\n")
    assert queries.ask("satisfaction_trend")["year"].to_list() == [2021]
    assert queries.ask("satisfaction_trend", build="town").height == 4


@pytest.mark.parametrize("name", ["甲局", "u1", "old1", "原甲局", "老甲"])
def test_a_unit_may_be_named_by_any_of_its_names(town, name):
    answer = queries.ask("satisfaction_by_unit", build=town, units=[name])
    assert set(answer["unit_id"]) == {"u1"}


def test_lists_may_be_text_and_empty_means_no_restriction(town):
    assert queries.ask("satisfaction_by_unit", build=town, units="u1,u2").equals(
        queries.ask("satisfaction_by_unit", build=town, units=("u2", "u1"))
    )
    everything = queries.ask("satisfaction_trend", build=town)
    assert everything.equals(queries.ask("satisfaction_trend", build=town, units=[], groups="", unit_class=None))


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"basis": "four"}, "points, three, top, two"),
        ({"color": "red"}, "Parameters: year_from"),
        ({"units": "甲局局"}, "甲局"),
        ({"groups": "aliens"}, "enterprises, residents"),
        ({"unit_class": "x"}, "party_mass"),
        ({"year_from": "last"}, "integer"),
        ({"item": "smell"}, "attitude, overall"),
    ],
)
def test_a_refusal_says_what_is_allowed(town, params, told):
    with pytest.raises(queries.QuestionError, match=told) as refused:
        queries.ask("satisfaction_trend", build=town, **params)
    assert refused.value.sentence("zh") != str(refused.value)


def test_unknown_question_and_build_are_refused(home):
    with pytest.raises(queries.QuestionError, match="satisfaction_trend"):
        queries.ask("weather")
    for build in ("nowhere", "../town", "current"):
        with pytest.raises(queries.QuestionError, match="town"):
            queries.ask("headline", build=build)


def test_values_are_never_sql(town):
    answer = queries.ask("rectification_items", build=town, search="'; drop table unit; --")
    assert answer.is_empty()


def test_fifty_readers_at_once_get_the_same_answers(town):
    alone = queries.ask("satisfaction_by_unit", build=town)
    with ThreadPoolExecutor(8) as readers:
        answers = list(readers.map(lambda _: queries.ask("satisfaction_by_unit", build=town), range(50)))
    assert all(answer.equals(alone) for answer in answers)


def test_two_builds_are_asked_side_by_side(town, tmp_path):
    other = small_build(tmp_path / "other.duckdb", unit=[unit("v1")], survey_answer=share(2019, "v1", 5, 50))
    with ThreadPoolExecutor(4) as readers:
        answers = list(
            readers.map(lambda build: queries.ask("satisfaction_trend", build=build).height, [town, other] * 10)
        )
    assert answers == [4, 1] * 10


# --- the command line -------------------------------------------------------------------------------------------------


def test_listing_names_every_question(home, capsys):
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in queries.NAMES)


def test_json_is_a_list_of_objects_with_iso_dates(home, capsys):
    assert main(["rectification_backlog", "--set", "year_from=2024", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[0]["month_end"] == "2024-01-31"
    assert main(["satisfaction_by_unit", "--set", "units=u3", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["rate"] is None


def test_csv_never_starts_a_cell_like_a_formula(home, capsys):
    assert main(["rejected_rows", "--format", "csv"]) == 0
    assert ",'=1+1," in capsys.readouterr().out


def test_table_and_kept_build(home, capsys):
    assert main(["headline", "--build", "town"]) == 0
    assert "satisfaction_rate" in capsys.readouterr().out


def test_a_refusal_ends_with_2_in_the_language_of_the_office():
    def run(lang: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "queries", "weather"],
            cwd=REPO,
            env=os.environ | {"RONGHE_LANG": lang},
            capture_output=True,
            text=True,
        )

    chinese, english = run("zh"), run("en")
    assert (chinese.returncode, english.returncode) == (2, 2)
    assert "没有名为“weather”的查询" in chinese.stderr
    assert "There is no question 'weather'" in english.stderr
    assert chinese.stdout == ""


def test_a_set_without_equals_is_refused(home, capsys):
    assert main(["headline", "--set", "basis"]) == 2
