"""A build: a pure function of what it is made from, whole or not there."""

import shutil

import pytest

import etl
from etl.storage import build_folder
from tests.etl.workbooks import COUNT_COLUMNS, LINEAGE, UNITS, answers, asked, sent, units

THREE = [("f1", "B", "very_satisfied"), ("f2", "B", "dont_know"), ("f3", "C", "dissatisfied")]


def test_with_nothing_loaded_the_build_is_empty_but_whole(fresh_home):
    identity = etl.build()
    assert (fresh_home / "builds" / "current").read_text() == identity
    assert asked("select count(*) from survey_answer") == [(0,)]
    assert dict(asked("select key, value from meta")) == {
        "build_id": identity,
        "as_of": None,
        "sample": "false",
        "built_from": "0",
        "definitions": asked("select value from meta where key = 'definitions'")[0][0],
    }
    assert asked("select count(*) > 10 from scale_level") == [(True,)]
    assert asked("select count(*) > 50 from contract_column") == [(True,)]


def test_the_same_workbooks_give_the_same_build_in_another_home(fresh_home, tmp_path, monkeypatch):
    paths = [*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)]
    here = etl.load(paths).build_id
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "elsewhere"))
    assert etl.load(paths).build_id == here


def test_a_build_that_was_lost_is_made_again_alike(fresh_home, tmp_path):
    before = etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)]).build_id
    rows = asked("select * from survey_answer order by all")
    shutil.rmtree(build_folder())
    assert etl.build() == before
    assert asked("select * from survey_answer order by all") == rows


def test_cells_and_forms_of_answered_forms(fresh_home, tmp_path):
    items = [("f1", "B", "satisfied", 2019, "attitude"), ("f2", "B", "dont_know", 2019, "attitude")]
    etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", *THREE, *items)])
    assert asked("select item, headline, answer, class, box, points, n from survey_answer order by all") == [
        ("attitude", False, "dont_know", "dk", None, None, 1),
        ("attitude", False, "satisfied", "valid", 2, 80.0, 1),
        ("overall", True, "dissatisfied", "valid", None, 50.0, 1),
        ("overall", True, "dont_know", "dk", None, None, 1),
        ("overall", True, "very_satisfied", "valid", 1, 90.0, 1),
    ]
    assert asked("select unit_id, issued, returned, valid from survey_form order by all") == [
        ("B", None, 2, 1),
        ("C", None, 1, 1),
    ]


def test_a_wave_without_an_overall_item_has_every_item_as_headline(fresh_home, tmp_path):
    etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", ("f1", "B", "satisfied", 2018, "attitude"))])
    assert asked("select headline from survey_answer") == [(True,)]


def test_count_tables_give_cells_and_forms_once(fresh_home, tmp_path):
    def cell(answer, n, issued=110, returned=100, valid=95):
        return [2017, "A1", "residents", "paper", "overall", "cz4", answer, n, issued, returned, valid]

    counts = sent(tmp_path, "counts.csv", [COUNT_COLUMNS, cell("very_satisfied", 60), cell("dissatisfied", 35)])
    etl.load([*units(tmp_path), counts])
    assert asked("select answer, n, current_unit_id from survey_answer order by n") == [
        ("dissatisfied", 35, "B"),
        ("very_satisfied", 60, "B"),
    ]
    assert asked("select issued, returned, valid from survey_form") == [(110, 100, 95)]
    etl.load([sent(tmp_path, "later.csv", [COUNT_COLUMNS, cell("dissatisfied", 30, 110, 95, 90)])])
    assert asked("select sum(n) from survey_answer") == [(90,)]
    assert asked("select issued, returned, valid from survey_form") == [(110, 95, 90)]


@pytest.mark.parametrize(
    ("edges", "becomes"),
    [
        ([("A1", "A2", "2018-01-01", "rename"), ("A2", "B", "2019-01-01", "merge")], {"A1": "B", "A2": "B", "B": "B"}),
        ([("A1", "B", "2019-01-01", "split"), ("A1", "C", "2019-01-01", "transfer")], {"A1": "A1", "B": "B"}),
        # A name that was taken back: both are now what they were at the end.
        ([("A1", "B", "2018-01-01", "rename"), ("B", "A1", "2020-01-01", "rename")], {"A1": "A1", "B": "A1"}),
        # A circle on one day means nothing: everybody stays who they are.
        ([("A1", "B", "2019-01-01", "rename"), ("B", "A1", "2019-01-01", "rename")], {"A1": "A1", "B": "B"}),
        # Two ways to go: the later one.
        ([("A1", "B", "2018-01-01", "merge"), ("A1", "C", "2019-01-01", "merge")], {"A1": "C"}),
    ],
    ids=["chain", "split", "came back", "circle", "fork"],
)
def test_lineage_is_followed_to_the_end(fresh_home, tmp_path, edges, becomes):
    paths = [sent(tmp_path, "units.csv", UNITS), sent(tmp_path, "lineage.csv", [LINEAGE[0], *edges])]
    assert etl.load(paths).exit_code == 0
    current = dict(asked("select unit_id, current_unit_id from unit"))
    assert {unit: current[unit] for unit in becomes} == becomes


def test_five_builds_are_kept_and_the_one_in_force_is_among_them(fresh_home, tmp_path):
    etl.load(units(tmp_path))
    for at in range(7):
        identity = etl.load([answers(tmp_path, f"{at}.csv", (f"f{at}", "B", "satisfied"))]).build_id
    kept = list(build_folder().glob("*.duckdb"))
    assert len(kept) == 5
    assert build_folder() / f"{identity}.duckdb" in kept


def test_one_sample_workbook_makes_the_build_a_sample(fresh_home, tmp_path):
    etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)])
    assert asked("select value from meta where key = 'sample'") == [("false",)]
    etl.load([answers(tmp_path, "示例数据_答卷.csv", ("f9", "B", "satisfied"))])
    assert asked("select value from meta where key = 'sample'") == [("true",)]
