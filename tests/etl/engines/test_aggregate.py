"""What an engine aggregates is what a load of the same answers would have, whole, in parts, and after an accident."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

import etl
from etl.engines import run
from etl.storage import home
from tests.etl.engines.generated_answers import corrections, write, year_of_answers
from tests.etl.workbooks import asked, environment, units

CELLS = """select survey_year, wave, unit_id, "group", channel, division_code, item, scale_id, answer,
cast(sum(n) as bigint) from survey_answer group by all"""
FORMS = """select survey_year, wave, unit_id, "group", channel, division_code, cast(sum(returned) as bigint),
cast(sum(valid) as bigint) from survey_form group by all"""
RESULT = ("cells.parquet", "forms.parquet", "places.parquet", "rejected.parquet")
WIDE = """
dataset = "survey_response"
skip_rows_where = { "答卷" = ["作废"] }
[columns]
survey_year = "年度"
form_id = "答卷"
unit_id = "单位"
group = "层面"
[constants]
scale_id = "cz4"
[unpivot]
headers = ["总体", "效率"]
name_to = "item"
value_to = "answer"
[values.item]
"总体" = "overall"
"效率" = "efficiency"
[values.answer]
"好" = "满意"
"""
# Dies with the second group of parts.
KILLED = """
import os, signal, sys
from etl.engines import run
aggregate_parts, met = run.aggregate_parts, []
def dying(engine, together):
    met.append(together)
    if len(met) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return aggregate_parts(engine, together)
run.aggregate_parts = dying
run.aggregate(sys.argv[2:], sys.argv[1])
"""


def result(folder: Path) -> dict[str, list[dict]]:
    return {name: pl.read_parquet(folder / name).to_dicts() for name in RESULT}


def fresh(sources: list[str], tmp_path: Path) -> dict[str, list[dict]]:
    """The result of a run that knows nothing of an earlier one."""
    etl.aggregate(sources, tmp_path / "fresh")
    return result(tmp_path / "fresh")


@pytest.fixture
def aggregated(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The parts that a run aggregates, group by group."""
    groups: list[list[str]] = []
    aggregate_parts = run.aggregate_parts

    def noted(engine, together):
        groups.append([one.part.name for one in together])
        return aggregate_parts(engine, together)

    monkeypatch.setattr(run, "aggregate_parts", noted)
    return groups


def test_cells_and_counts_are_those_of_a_plain_load(sources, tmp_path, monkeypatch):
    made = etl.aggregate(sources, tmp_path / "out")
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "plain"))
    whole = write(tmp_path, "2018.csv", year_of_answers("2018"))
    etl.load(units(tmp_path))
    report = etl.load([whole, *sources[1:]])
    assert Counter(pl.read_parquet(tmp_path / "out" / "cells.parquet").rows()) == Counter(asked(CELLS))
    forms = pl.read_parquet(tmp_path / "out" / "forms.parquet").drop("issued")
    assert Counter(forms.rows()) == Counter(asked(FORMS))
    counts = {
        name: sum(getattr(file, f) for file in report.files)
        for name, f in (("read", "rows_read"), ("accepted", "accepted"), ("rejected", "rejected"))
    }
    assert {name: made["counts"][name] for name in counts} == counts
    assert made["counts"]["superseded"] == sum(sum(batch["revises"].values()) for batch in plain_manifests())
    assert made["reasons"] == dict(sum((Counter(file.reasons) for file in report.files), Counter()))


def plain_manifests() -> list[dict]:
    return [json.loads(file.read_text(encoding="utf-8")) for file in (home() / "batches").glob("*/manifest.json")]


def test_a_wide_file_is_read_with_its_layout(units_home, tmp_path, text_file, monkeypatch):
    layout = text_file("wide.toml", WIDE)
    answers = ["好", "非常满意", "很好", None]
    rows = [
        {"答卷": f"F{at}", "年度": 2024, "单位": "市教育局", "层面": "群众", "总体": answers[at % 4], "效率": "满意"}
        for at in range(40)
    ]
    rows += [rows[0] | {"答卷": "作废"}, {"答卷": "作废"}]
    path = tmp_path / "答卷.parquet"
    pl.DataFrame(rows).write_parquet(path)
    made = etl.aggregate([str(path)], tmp_path / "out", layout=layout)
    assert made["counts"] == {
        "read": 42,
        "accepted": 30,
        "rejected": 10,
        "skipped": 2,
        "answers": 60,
        "superseded": 0,
    }
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "plain"))
    etl.load(units(tmp_path))
    etl.load([path], layout)
    assert Counter(pl.read_parquet(tmp_path / "out" / "cells.parquet").rows()) == Counter(asked(CELLS))


def test_where_a_rejected_answer_stands_is_said(sources, tmp_path):
    etl.aggregate(sources[:1], tmp_path / "out")
    faults = pl.read_parquet(tmp_path / "out" / "rejected.parquet")
    row = faults.filter(pl.col("found") == "没有这个单位").row(0, named=True)
    assert (row["file"], row["source_sheet"], row["source_row"]) == ("2018/part-0.parquet", "#0", 41)
    assert row["message_zh"] == (
        "2018/part-0.parquet › 行组0 › 第41行 “unit_id”列：“没有这个单位”不在单位名录中。请更正，或先在单位名录中登记。"
    )
    twice = faults.filter(pl.col("rule") == "repeated_row")["message_en"][0]
    assert "Form “F2018-0” has identical rows. An answer may occur only once; one of them was kept." in twice


# --- again ----------------------------------------------------------------------------------------------------------


def test_the_same_again_changes_nothing(sources, tmp_path):
    out = tmp_path / "out"
    etl.aggregate(sources, out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    etl.aggregate(sources, out)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()} == before


def test_only_what_has_changed_is_judged_again(sources, tmp_path, aggregated):
    out = tmp_path / "out"
    third = write(tmp_path, "2017.parquet", year_of_answers("2018", seed=3)[60:])
    etl.aggregate([*sources, str(third)], out)
    assert sorted(map(sorted, aggregated)) == [
        ["2017.parquet", "2018/part-0.parquet", "2018/part-1.parquet"],
        ["2019.csv", "corrections.parquet"],
    ]
    aggregated.clear()
    write(tmp_path / "given", "corrections.parquet", corrections(year_of_answers("2019"))[:7])
    etl.aggregate([*sources, str(third)], out)
    assert aggregated == [["2019.csv", "corrections.parquet"]]
    assert result(out) == fresh([*sources, str(third)], tmp_path)


def test_what_a_source_had_superseded_counts_again_without_it(sources, tmp_path, aggregated):
    out = tmp_path / "out"
    etl.aggregate(sources, out)
    aggregated.clear()
    made = etl.aggregate(sources[:2], out)
    assert aggregated == [["2019.csv"]]
    assert made["counts"]["superseded"] == 0
    assert result(out) == fresh(sources[:2], tmp_path)


def test_a_key_that_a_new_file_repeats_takes_the_old_answer_out(units_home, tmp_path):
    """Two files of one batch, the second one added later: none of the two answers stays."""
    row = {
        "survey_year": "2019",
        "form_id": "F1",
        "unit_id": "B",
        "item": "overall",
        "group": "residents",
        "scale_id": "cz4",
    }
    folder, out = tmp_path / "answers", tmp_path / "out"
    write(folder, "a.parquet", [row | {"answer": "satisfied"}, row | {"answer": "satisfied", "form_id": "F2"}])
    assert etl.aggregate([str(folder)], out)["counts"]["accepted"] == 2
    write(folder, "b.parquet", [row | {"answer": "dissatisfied"}])
    made = etl.aggregate([str(folder)], out)
    assert made["counts"] == {"read": 3, "accepted": 1, "rejected": 2, "skipped": 0, "answers": 1, "superseded": 0}
    assert made["reasons"] == {"repeated_key": 2}
    (folder / "b.parquet").rename(tmp_path / "b.parquet")
    made = etl.aggregate([str(folder), str(tmp_path / "b.parquet")], out)  # now a batch of its own, and later
    assert made["counts"] == {"read": 3, "accepted": 3, "rejected": 0, "skipped": 0, "answers": 3, "superseded": 1}
    assert pl.read_parquet(out / "cells.parquet").select("answer", "n").rows() == [
        ("dissatisfied", 1),
        ("satisfied", 1),
    ]


def test_a_copy_of_a_file_is_found_in_every_run(units_home, tmp_path):
    folder, out = tmp_path / "answers", tmp_path / "out"
    for name in ("a.parquet", "a's copy [1].parquet"):
        write(folder, name, year_of_answers("2019")[:20])
    first = etl.aggregate([str(folder)], out)
    assert first["reasons"]["repeated_row"] == 20
    assert etl.aggregate([str(folder)], out) == first


def test_two_files_stay_joined_when_the_first_that_shared_their_form_goes(units_home, tmp_path):
    row = {"survey_year": "2019", "form_id": "F1", "unit_id": "B", "item": "overall", "group": "residents"}
    words = ("satisfied", "dissatisfied", "dont_know")
    files = [str(write(tmp_path, f"{word}.parquet", [row | {"scale_id": "cz4", "answer": word}])) for word in words]
    out = tmp_path / "out"
    assert etl.aggregate(files, out)["counts"]["superseded"] == 2
    assert etl.aggregate(files[1:], out)["counts"]["superseded"] == 1
    assert pl.read_parquet(out / "cells.parquet").select("answer", "n").rows() == [("dont_know", 1)]


def test_a_unit_that_has_become_known_changes_what_is_accepted(sources, tmp_path):
    out = tmp_path / "out"
    before = etl.aggregate(sources, out)
    new = tmp_path / "new.csv"
    new.write_text("unit_id,unit,unit_class\nN,没有这个单位,service_light\n", encoding="utf-8")
    etl.load([new])
    after = etl.aggregate(sources, out)
    assert after["reasons"].get("unknown_unit", 0) < before["reasons"]["unknown_unit"]
    assert after["counts"]["accepted"] > before["counts"]["accepted"]


def test_only_the_owner_reads_cells_that_are_not_yet_suppressed(sources, tmp_path, bound_by_permissions):
    etl.aggregate(sources, tmp_path / "out")
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


# --- accidents ------------------------------------------------------------------------------------------------------


def test_a_killed_run_continues(sources, tmp_path, aggregated):
    out = tmp_path / "out"
    run_ = [sys.executable, "-c", KILLED, str(out), *sources]
    died = subprocess.run(run_, env=environment(home()), capture_output=True, text=True, cwd=Path.cwd())
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert not (out / "manifest.json").exists()
    etl.aggregate(sources, out)
    assert len(aggregated) == 1  # of two groups
    assert result(out) == fresh(sources, tmp_path)
    assert list(out.rglob("*.new")) == []


def test_two_runs_at_once_are_one_result(sources, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "etl", "aggregate", *sources, "-o", str(out), "--json"]
    both = [subprocess.Popen(command, env=environment(home()), stdout=subprocess.PIPE) for _ in range(2)]
    told = [json.loads(one.communicate()[0]) for one in both]
    assert told[0] == told[1] and {one.returncode for one in both} == {1}
    assert result(out) == fresh(sources, tmp_path)


def test_an_earlier_result_stays_when_a_source_is_broken(sources, tmp_path):
    out = tmp_path / "out"
    etl.aggregate(sources, out)
    before = result(out), (out / "manifest.json").read_bytes()
    (tmp_path / "given" / "2018" / "part-0.parquet").write_bytes(b"PAR1 not at all")
    with pytest.raises(etl.WarehouseError) as failed:
        etl.aggregate(sources, out)
    assert failed.value.zh == "“2018/part-0.parquet”：不是完整的 Parquet 文件。请重新导出。什么也没有改变。"
    assert (result(out), (out / "manifest.json").read_bytes()) == before
