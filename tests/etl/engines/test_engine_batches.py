"""Cells of an engine are a batch like any other: history, withdrawal, revision, trace; and what is refused of them."""

import io
import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import etl
from etl.__main__ import main
from etl.engines.source_lookup import rows_of_sources
from etl.warehouse import aggregation, engine_result
from tests.etl.engines.generated_answers import corrections, write, year_of_answers
from tests.etl.unsuppressed_trace import trace_unsuppressed
from tests.etl.workbooks import answers, asked, units

CELLS = "select * exclude (batch_id) from survey_answer order by all"


@pytest.fixture
def out(sources, tmp_path) -> Path:
    """A result of the generated answers."""
    etl.aggregate(sources, tmp_path / "省调查")
    return tmp_path / "省调查"


def said(call, *arguments) -> tuple[str, str]:
    with pytest.raises(etl.WarehouseError) as failed:
        call(*arguments)
    return failed.value.zh, failed.value.en


def test_it_is_loaded_listed_and_withdrawn(out):
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    report = etl.load([out])
    (file,) = report.files
    assert (file.file, file.dataset, file.rows_read) == ("省调查", "survey_response", manifest["counts"]["read"])
    assert file.reasons == manifest["reasons"]
    assert report.exit_code == 1  # some were rejected
    (batch,) = [one for one in etl.history() if one["dataset"] == "survey_response"]
    assert (batch["batch_id"], batch["state"]) == (file.batch_id, "live")
    assert asked("select sum(n) from survey_answer") == [
        (manifest["counts"]["answers"] - manifest["counts"]["superseded"],)
    ]
    assert len(asked("select * from rejected_row")) == etl.batch_faults(file.batch_id).height > 0
    etl.withdraw(file.batch_id)
    assert asked("select count(*) from survey_answer") == [(0,)]


def test_the_same_result_twice_changes_nothing(out):
    first = etl.load([out])
    assert etl.check([out]).files[0].accepted == first.files[0].accepted
    again = etl.load([out])
    assert again.files[0].unchanged and again.build_id == first.build_id


def test_a_new_run_replaces_the_batch_of_the_former_one(out, sources, tmp_path):
    before = etl.load([out]).files[0].batch_id
    write(tmp_path / "given", "corrections.parquet", corrections(year_of_answers("2019"))[:7])
    etl.aggregate(sources, out)
    report = etl.load([out], confirmed=True)
    states = {one["batch_id"]: one["state"] for one in etl.history() if one["dataset"] == "survey_response"}
    assert states == {before: "replaced", report.files[0].batch_id: "live"}
    assert asked("select sum(n) from survey_answer") == [(pl.read_parquet(out / "cells.parquet")["n"].sum(),)]


def test_a_trace_leads_to_files_and_row_groups_and_to_rows_in_the_engine(out, tmp_path):
    etl.load([out])
    found = trace_unsuppressed("survey", year=2018, units=["C"], item="overall")
    (file,) = found.files.to_dicts()
    assert file["file"] == "省调查" and file["rows_n"] == found.rows_n
    assert file["sheets"] == [f"2018/part-{part}.parquet #{group}" for part in (0, 1) for group in (0, 1, 2)]
    assert found.rows.is_empty()  # they are where the engine has read them
    rows = rows_of_sources(found, limit=1000)
    assert rows.height == found.rows_n
    assert set(rows.columns) == {"batch_id", "file", "source_row", "survey_year", "item", "scale_id", "answer"}
    written = pl.read_parquet(tmp_path / "given" / "2018" / "part-0.parquet").with_row_index("source_row", offset=1)
    there = written.join(rows.filter(pl.col("file") == "2018/part-0.parquet"), on="source_row")
    assert set(there["unit_id"]) == {"市教育局"} and set(there["item"]) == {"overall"}
    valid = {"very_satisfied", "satisfied", "basically_satisfied", "dissatisfied"}
    assert found.n == rows.filter(pl.col("answer").is_in(valid)).height


def test_rows_are_not_looked_up_in_a_source_that_has_changed(out, tmp_path):
    etl.load([out])
    found = trace_unsuppressed("survey", year=2018)
    write(tmp_path / "given" / "2018", "part-1.parquet", year_of_answers("2018")[:9])
    zh, en = said(rows_of_sources, found, 10)
    assert zh == "“2018/part-1.parquet”在汇总之后改动过或已移走，不能再按它查原行。请再汇总一次并导入。"
    assert en.startswith("“2018/part-1.parquet” has changed or gone since it was aggregated")


def test_a_trace_for_readers_hides_what_it_hides_of_a_plain_load(sources, out, tmp_path, monkeypatch):
    etl.load([out])
    of_engine = etl.trace("survey", year=2018)
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "plain"))
    etl.load([*units(tmp_path), write(tmp_path, "2018.csv", year_of_answers("2018")), *sources[1:]])
    plain = etl.trace("survey", year=2018)
    assert (of_engine.n, of_engine.rows_n, of_engine.withheld) == (plain.n, plain.rows_n, plain.withheld)


def test_the_command_says_what_was_rejected_and_why(sources, tmp_path, capsys):
    assert main(["aggregate", *sources, "-o", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("读入 ") and "引擎 duckdb " in told[0]
    assert "    2018/part-0.parquet › 行组0 › 第41行 “unit_id”列：“没有这个单位”不在单位名录中。" in "".join(told)
    assert any(line.startswith("    unknown_unit：") for line in told)
    assert main(["aggregate", *sources, "-o", str(tmp_path / "out"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["rejected"] > 0


def test_the_command_lists_rows_in_the_engine_and_the_faults_as_a_workbook(out, tmp_path, capsys):
    assert main(["load", str(out), "--annotate", str(tmp_path / "back")]) == 1
    batch = etl.history()[0]["batch_id"]
    (back,) = (tmp_path / "back").iterdir()
    for book in (back, io.BytesIO(etl.annotated_return(etl.original_workbook(batch), etl.batch_faults(batch), "zh"))):
        rows = list(openpyxl.load_workbook(book).active.iter_rows(values_only=True))
        assert len(rows) == 1 + etl.batch_faults(batch).height
    capsys.readouterr()
    found = etl.trace("survey", year=2018, item="overall")
    assert main(["trace", "survey", "--set", "year=2018", "--set", "item=overall", "--rows"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert bool(found.withheld) == (not any("part-0.parquet  " in line for line in listed))


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*engine_result.FILES, "manifest.json"])
def test_a_result_whose_manifest_and_files_do_not_agree_is_refused(name, out):
    build = etl.load([out]).build_id
    if name == "manifest.json":
        manifest = json.loads((out / name).read_text(encoding="utf-8"))
        manifest["counts"]["accepted"] += 1
        (out / name).write_text(json.dumps(manifest), encoding="utf-8")
    else:
        (out / name).write_bytes((out / name).read_bytes()[:-1] + b"x")
    report = etl.load([out])
    assert (report.exit_code, report.build_id) == (2, build)
    assert report.files[0].refused.zh == (
        f"省调查：汇总结果不完整，{name} 与清单不符。"
        "应为 python -m etl aggregate 写完的目录。请再运行一次汇总，再导入。"
    )


def test_answers_of_a_wave_about_a_unit_come_from_one_place(out, tmp_path):
    etl.load([out])
    more = answers(tmp_path, "更正.csv", ("f1", "C", "satisfied", 2018))
    zh, _ = said(etl.load, [more])
    assert zh.startswith("更正.csv：2018年“2018”对单位C的答卷，批次 000003-survey_response")
    other = answers(tmp_path, "另一年.csv", ("f1", "C", "satisfied", 2021))
    assert etl.load([other]).exit_code == 0  # another wave
    etl.aggregate([str(other)], tmp_path / "second")
    assert said(etl.load, [tmp_path / "second"])[0].startswith(
        "second：2021年“2021”对单位C的答卷，批次 000004-survey_response"
    )


def test_answers_of_the_same_wave_about_other_units_come_from_anywhere(units_home, tmp_path):
    first, second = (answers(tmp_path, f"{unit}.csv", ("f1", unit, "satisfied")) for unit in ("B", "C"))
    third = answers(tmp_path, "A1.csv", ("f1", "A1", "satisfied"))
    etl.load([first])
    etl.aggregate([str(second)], tmp_path / "second")
    assert etl.load([tmp_path / "second"]).exit_code == 0
    assert etl.load([third]).exit_code == 0
    assert asked("select unit_id, sum(n) from survey_answer group by all order by all") == [
        ("A1", 1),
        ("B", 1),
        ("C", 1),
    ]


def test_cells_whose_scale_means_something_else_today_stop_the_build(out, monkeypatch, tmp_path):
    build = etl.load([out]).build_id
    reference = tmp_path / "reference"
    shutil.copytree(engine_result.REFERENCE, reference)
    text = (reference / "scales.csv").read_text(encoding="utf-8")
    (reference / "scales.csv").write_text(text.replace("cz4,8,dont_know,dk", "cz4,8,dont_know,valid"), encoding="utf-8")
    with monkeypatch.context() as patch:
        for module in (engine_result, aggregation):
            patch.setattr(module, "REFERENCE", reference)
        zh, en = said(etl.load, [answers(tmp_path, "more.csv", ("f1", "C", "satisfied", 2021))])
    assert "量表或汇总的定义后来改了" in zh and "python -m etl aggregate" in en
    assert etl.builds()[0]["id"] == build
    assert etl.build() == build  # what the reference says again is as it was


def test_units_that_the_warehouse_does_not_know_are_refused(out, tmp_path, monkeypatch):
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "another"))
    report = etl.load([out])
    assert report.files[0].refused.zh == (
        "省调查：汇总结果里的单位“A1”、“A2”、“B”、“C”不在单位名录中。请先导入单位名录，再汇总一次。"
    )
