"""Batches: nothing twice, nothing lost, the later one wins, a withdrawn one no longer counts."""

import json

import pytest

import etl
from etl.warehouse import aggregation, batches
from tests.etl.workbooks import ANSWER_COLUMNS, ITEM_COLUMNS, UNITS, answers, asked, files_below, sent, units

THREE = [("f1", "B", "very_satisfied"), ("f2", "B", "satisfied"), ("f3", "C", "dissatisfied")]
BY_ANSWER = "select unit_id, answer, sum(n) from survey_answer group by all order by all"


def test_the_same_bytes_twice_change_nothing(fresh_home, tmp_path):
    paths = [*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)]
    first = etl.load(paths)
    before = files_below(fresh_home)
    again = etl.load(paths)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert [file.unchanged for file in first.files] == [False] * 3
    assert [file.unchanged for file in again.files] == [True] * 3
    assert [file.batch_id for file in first.files] == [file.batch_id for file in again.files]
    assert first.build_id == again.build_id
    assert files_below(fresh_home) == before


def test_the_same_bytes_under_another_name_change_nothing(fresh_home, tmp_path):
    etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)])
    assert etl.load([answers(tmp_path, "copy.csv", *THREE)]).files[0].unchanged


def test_files_of_one_call_are_loaded_directory_first(fresh_home, tmp_path):
    report = etl.load([answers(tmp_path, "answers.csv", *THREE), *reversed(units(tmp_path))])
    assert report.exit_code == 0
    assert asked("select distinct current_unit_id from unit where unit_id in ('A1', 'A2')") == [("B",)]


def test_check_says_what_load_would_and_writes_nothing(fresh_home, tmp_path):
    paths = [answers(tmp_path, "answers.csv", *THREE, ("f4", "nowhere", "satisfied")), *units(tmp_path)]
    checked = etl.check(paths)
    assert files_below(fresh_home) == {}
    loaded = etl.load(paths)
    assert checked.exit_code == loaded.exit_code == 1
    counts = [(file.dataset, file.rows_read, file.accepted, file.rejected, file.reasons) for file in loaded.files]
    assert counts == [
        (file.dataset, file.rows_read, file.accepted, file.rejected, file.reasons) for file in checked.files
    ]


def test_a_later_batch_wins_row_by_row(fresh_home, tmp_path):
    etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)])
    etl.load([answers(tmp_path, "corrected.csv", ("f2", "B", "dissatisfied"), ("f4", "B", "dissatisfied"))])
    assert asked(BY_ANSWER) == [("B", "dissatisfied", 2), ("B", "very_satisfied", 1), ("C", "dissatisfied", 1)]
    assert asked("select unit_id, sum(returned), sum(valid) from survey_form group by all order by all") == [
        ("B", 3, 3),
        ("C", 1, 1),
    ]
    *_, older, newest = batches.all_batches()
    assert newest.revises == {older.batch_id: 1}
    assert etl.history()[0]["revises"] == {older.batch_id: None}  # so few are not told


def test_an_item_that_comes_later_does_not_count_the_form_twice(fresh_home, tmp_path):
    etl.load([*units(tmp_path), answers(tmp_path, "overall.csv", ("f1", "B", "satisfied"))])
    etl.load([answers(tmp_path, "attitude.csv", ("f1", "B", "satisfied", 2019, "attitude"))])
    assert asked("select sum(returned), sum(valid) from survey_form") == [(1, 1)]
    assert asked("select item, headline from survey_answer order by item") == [("attitude", False), ("overall", True)]


def test_batches_of_different_forms_add_up(fresh_home, tmp_path):
    etl.load([*units(tmp_path), answers(tmp_path, "one.csv", ("f1", "B", "satisfied"))])
    etl.load([answers(tmp_path, "two.csv", ("f2", "B", "satisfied"))])
    assert etl.history()[0]["overlaps"] == []
    assert asked(BY_ANSWER) == [("B", "satisfied", 2)]


def test_a_withdrawn_batch_no_longer_counts_and_comes_back_when_loaded_again(fresh_home, tmp_path):
    before = etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)]).build_id
    corrected = answers(tmp_path, "corrected.csv", ("f2", "B", "dissatisfied"))
    batch = etl.load([corrected]).files[0].batch_id
    assert etl.withdraw(batch) == before
    assert ("B", "satisfied", 1) in asked(BY_ANSWER)
    assert [one["state"] for one in etl.history()] == ["withdrawn", "live", "live", "live"]
    again = etl.load([corrected])
    assert not again.files[0].unchanged
    assert ("B", "dissatisfied", 1) in asked(BY_ANSWER)


def test_an_unknown_batch_cannot_be_withdrawn(fresh_home):
    with pytest.raises(etl.WarehouseError):
        etl.withdraw("000099-unit-00000000")


def test_rejected_rows_are_judged_again_when_the_directory_has_grown(fresh_home, tmp_path):
    etl.load(units(tmp_path))
    path = answers(tmp_path, "answers.csv", *THREE, ("f4", "D", "satisfied"))
    first = etl.load([path]).files[0]
    assert (first.accepted, first.rejected, first.reasons) == (3, 1, {"unknown_unit": 1})
    corrected = answers(tmp_path, "corrected.csv", ("f1", "B", "dissatisfied"))
    etl.load([corrected])
    etl.load([sent(tmp_path, "new_unit.csv", [UNITS[0], ["D", "市民政局", "service_heavy", "", ""]])])
    again = etl.load([path]).files[0]
    assert (again.accepted, again.rejected, again.unchanged) == (4, 0, False)
    assert asked("select count(*) from rejected_row") == [(0,)]
    assert ("D", "satisfied", 1) in asked(BY_ANSWER)
    states = {batch["batch_id"]: batch["state"] for batch in etl.history()}
    assert states[first.batch_id] == "replaced"
    # Judged again, the old workbook stands where it stood: the correction that came after it still wins.
    assert ("B", "very_satisfied", 1) not in asked(BY_ANSWER)


def test_units_registered_on_the_fly_outlive_the_batch_that_registered_them(fresh_home, tmp_path):
    layout = tmp_path / "scores.toml"
    layout.write_text(
        'dataset = "index_score"\nregister = ["unit", "index"]\n'
        '[columns]\nsurvey_year = "year"\nunit_id = "org"\nscore = "score"\n[constants]\nindex = "engagement"\n'
    )
    first = etl.load([sent(tmp_path, "2014.csv", [["year", "org", "score"], [2014, "HMRC", 43]])], layout)
    etl.load([sent(tmp_path, "2015.csv", [["year", "org", "score"], [2015, "HMRC", 45]])], layout)
    etl.withdraw(first.files[0].batch_id)
    assert asked("select unit_id, unit from unit") == [("HMRC", "HMRC")]
    assert asked("select survey_year, unit_id, score from index_score") == [(2015, "HMRC", 45.0)]


def test_a_batch_keeps_the_workbook_its_rows_and_its_faults(fresh_home, tmp_path):
    etl.load(units(tmp_path))
    path = answers(tmp_path, "答卷.csv", *THREE, ("f4", "nowhere", "satisfied"))
    batch = etl.load([path], by="clerk").files[0].batch_id
    folder = fresh_home / "batches" / batch
    assert (folder / "original.csv").read_bytes() == path.read_bytes()
    assert {file.name for file in folder.iterdir()} == {
        *("original.csv", "accepted.parquet", "rejected.parquet", "faults.parquet", "manifest.json"),
        *("cells.parquet", "forms.parquet", "fingerprints.npy", "mapping.parquet"),
    }
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["file"], manifest["loaded_by"], manifest["reasons"]) == ("答卷.csv", "clerk", {"unknown_unit": 1})
    assert asked("select file, source_row, rule from rejected_row") == [("答卷.csv", 5, "unknown_unit")]


def test_an_episode_waits_until_the_one_before_it_is_loaded(fresh_home, tmp_path):
    second = [*("under_lamp", "P1", 2, "B"), *("2019-05-01", "2019-06-01", "", "2019-11-30")]
    etl.load([*units(tmp_path), sent(tmp_path, "second.csv", [ITEM_COLUMNS, second])])
    assert asked("select count(*) from rectification_episode") == [(0,)]
    assert asked("select rule, found from rejected_row") == [("episode_follows_the_one_before", "2")]
    first = [*("under_lamp", "P1", 1, "B"), *("2019-03-01", "2019-04-01", "2019-03-20", "2019-11-30")]
    etl.load([sent(tmp_path, "first.csv", [ITEM_COLUMNS, first])])
    assert asked("select item_id, episode from rectification_episode order by episode") == [
        ("under_lamp/1/P1", 1),
        ("under_lamp/1/P1", 2),
    ]
    assert asked("select count(*) from rejected_row") == [(0,)]
    assert asked("select value from meta where key = 'as_of'") == [("2019-11-30",)]


def test_a_refused_file_changes_nothing_and_the_others_go_in(fresh_home, tmp_path):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"not a workbook")
    assert etl.load([broken]).exit_code == 2
    assert not (fresh_home / "builds" / "current").exists()
    report = etl.load([broken, *units(tmp_path)])
    assert report.exit_code == 1
    assert sorted(bool(file.refused) for file in report.files) == [False, False, True]
    assert asked("select count(*) from unit") == [(4,)]


def test_a_folder_is_the_workbooks_in_it(fresh_home, tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    units(inbox)
    answers(inbox, "answers.csv", *THREE)
    (inbox / "~$answers.xlsx").write_bytes(b"open in Excel")
    (inbox / "note.md").write_text("no workbook")
    assert {file.dataset for file in etl.load([inbox]).files} == {"survey_response", "unit", "unit_lineage"}


def test_a_row_counts_once_a_rule_however_many_cells_break_it(fresh_home, tmp_path):
    etl.load(units(tmp_path))
    rows = [
        [2019, "f1", "nowhere", "overall", "residents", "paper", "cz4", "satisfied"],
        [2019, "f2", "B", "overall", "nobody", "pigeon", "cz4", "satisfied"],
    ]
    report = etl.load([sent(tmp_path, "bad.csv", [ANSWER_COLUMNS, *rows])]).files[0]
    assert (report.rejected, report.reasons) == (2, {"unknown_code": 1, "unknown_unit": 1})
    assert report.faults.height == 3


def test_earlier_batches_are_looked_through_together(fresh_home, tmp_path, monkeypatch):
    """One query for all of them: with one each, a folder of hundreds of files took longer and longer."""
    asked_for = []
    count = aggregation.count_shared_keys
    monkeypatch.setattr(
        aggregation, "count_shared_keys", lambda *given: asked_for.append(sorted(given[2])) or count(*given)
    )
    head = ["source", "problem_id", "unit_id", "found_on"]
    rows = [["inspection", f"P{at}", "C", "2024-03-01"] for at in range(6)]
    files = [sent(tmp_path, f"ledger{at}.csv", [head, *rows[at : at + 2]]) for at in range(5)]
    report = etl.load([*units(tmp_path), *files])
    assert [(file.revised, file.repeated) for file in report.files[2:]] == [(0, 0), *[(0, 1)] * 4]
    assert [len(earlier) for earlier in asked_for if earlier] == [1, 1, 2, 1, 3, 1, 4, 1]


def test_a_home_with_glob_characters_and_quotes_in_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "it's [1] home*"))
    assert etl.load([*units(tmp_path), answers(tmp_path, "answers.csv", *THREE)]).exit_code == 0
    etl.load([answers(tmp_path, "corrected.csv", ("f2", "B", "dissatisfied"))])
    assert ("B", "dissatisfied", 1) in asked(BY_ANSWER)
