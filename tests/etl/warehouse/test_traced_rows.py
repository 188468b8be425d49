"""Which rows a trace counts, and in which cells of the workbook each row stands."""

import csv
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import etl
from tests.etl.unsuppressed_trace import trace_unsuppressed
from tests.etl.workbooks import ANSWER_COLUMNS, answers, units

# --- which rows count -----------------------------------------------------------------------------------------------


@pytest.fixture
def loaded(home_after, tmp_path) -> Path:
    home_after("two years of answers", two_years)
    return tmp_path


def two_years(folder: Path) -> None:
    first = answers(folder, "2018.csv", ("f1", "A1", "satisfied", 2018), ("f2", "A2", "satisfied", 2018))
    etl.load([*units(folder), first])
    etl.load([answers(folder, "2019.csv", ("f1", "B", "satisfied"), ("f2", "C", "satisfied"))])


def places(whole: etl.Trace) -> list[tuple]:
    return whole.rows.select("file", "source_sheet", "source_row", "unit_id", "answer").rows()


def test_mergers_are_followed_and_the_rows_keep_the_unit_they_name(loaded):
    whole = trace_unsuppressed("survey", units=["市市场监督管理局"])
    assert places(whole) == [
        ("2018.csv", "", 2, "A1", "satisfied"),
        ("2018.csv", "", 3, "A2", "satisfied"),
        ("2019.csv", "", 2, "B", "satisfied"),
    ]
    assert (whole.n, whole.rows_n) == (3, 3)
    assert whole.files.select("file", "rows_n").rows() == [("2018.csv", 2), ("2019.csv", 1)]
    assert places(trace_unsuppressed("survey", units=["A1"])) == places(whole)


def test_a_row_that_a_later_batch_revises_does_not_count(loaded):
    etl.load([answers(loaded, "更正.csv", ("f2", "C", "dissatisfied"))])
    assert places(trace_unsuppressed("survey", units=["C"])) == [("更正.csv", "", 2, "C", "dissatisfied")]


def test_a_withdrawn_batch_does_not_count_and_what_it_revised_counts_again(loaded):
    again = etl.load([answers(loaded, "更正.csv", ("f2", "C", "dissatisfied"), ("f3", "C", "satisfied"))])
    before = etl.builds()[0]["id"]
    etl.withdraw(again.files[0].batch_id)
    assert places(trace_unsuppressed("survey", units=["C"])) == [("2019.csv", "", 3, "C", "satisfied")]
    assert places(trace_unsuppressed("survey", build=before, units=["C"])) == [
        ("更正.csv", "", 2, "C", "dissatisfied"),
        ("更正.csv", "", 3, "C", "satisfied"),
    ]


def test_a_rejected_row_does_not_count(loaded):
    etl.load([answers(loaded, "2020.csv", ("f1", "南城", "satisfied", 2020), ("f2", "C", "satisfied", 2020))])
    assert places(trace_unsuppressed("survey", year=2020)) == [("2020.csv", "", 3, "C", "satisfied")]


def test_the_limit_shortens_the_rows_and_not_the_numbers(loaded):
    whole = trace_unsuppressed("survey_response", limit=1, year_from=2018, year_to=2019)
    assert (whole.rows.height, whole.n, whole.rows_n) == (1, 4, 4)


def test_what_cannot_be_traced_is_said(fresh_home, tmp_path):
    def said(*arguments, **filters) -> str:
        with pytest.raises(etl.WarehouseError) as failed:
            etl.trace(*arguments, **filters)
        return failed.value.zh

    assert said("survey") == "还没有数据版本。请先导入工作簿。"
    etl.load(units(tmp_path))
    assert said("survey", build="abc") == "没有保存数据版本“abc”。用 python -m etl history --builds 查看保存的版本。"
    assert said("surveys").startswith("没有数据集“surveys”。可写：survey unit unit_lineage survey_response")
    assert said("unit", colour="red") == (
        "“unit”没有“colour”这一列。可用：unit_id unit unit_class unit_kind aliases valid_from valid_to。"
    )


# --- which cells ----------------------------------------------------------------------------------------------------


def cells(batch_id: str, sheet: str, row: int) -> list[tuple]:
    return etl.cells_of_row(batch_id, sheet, row).sort("cell").rows()


def test_a_row_of_a_text_file_has_the_letters_of_its_spreadsheet(loaded):
    (row,) = trace_unsuppressed("survey_response", year=2019, unit="C").rows.iter_rows(named=True)
    assert cells(row["batch_id"], row["source_sheet"], row["source_row"]) == [
        ("survey_year", "survey_year", "A3"),
        ("form_id", "form_id", "B3"),
        ("unit_id", "unit_id", "C3"),
        ("item", "item", "D3"),
        ("group", "group", "E3"),
        ("channel", "channel", "F3"),
        ("scale_id", "scale_id", "G3"),
        ("answer", "answer", "H3"),
    ]
    kept = list(csv.reader(etl.original_workbook(row["batch_id"]).open(encoding="utf-8")))
    assert kept[row["source_row"] - 1] == ["2019", "f2", "C", "overall", "residents", "paper", "cz4", "satisfied"]


def test_a_row_of_a_workbook_below_a_title_among_columns_nobody_asked_for(loaded, workbook):
    rows = [
        ["某市2021年满意度答卷"],
        ["序号", "年度", "答卷编号", "备注", "单位", "评议层面", "量表", "评价"],
        [1, 2021, "g1", "", "市教育局", "residents", "cz4", "满意"],
        [2, 2021, "g2", "补", "市教育局", "residents", "cz4", "不满意"],
    ]
    etl.load([workbook("满意度.xlsx", {"说明": [["本表不是数据"]], "答卷": rows})])
    (row,) = trace_unsuppressed("survey_response", year=2021, answer="dissatisfied").rows.iter_rows(named=True)
    assert (row["file"], row["source_sheet"], row["source_row"]) == ("满意度.xlsx", "答卷", 4)
    places_of = cells(row["batch_id"], "答卷", 4)
    assert places_of == [
        ("survey_year", "年度", "B4"),
        ("form_id", "答卷编号", "C4"),
        ("unit_id", "单位", "E4"),
        ("group", "评议层面", "F4"),
        ("scale_id", "量表", "G4"),
        ("answer", "评价", "H4"),
    ]
    sheet = openpyxl.load_workbook(etl.original_workbook(row["batch_id"]))["答卷"]
    assert [sheet[cell].value for *_, cell in places_of] == [2021, "g2", "市教育局", "residents", "cz4", "不满意"]


def test_a_row_made_of_a_wide_workbook_leads_to_all_cells_of_its_answers(loaded, workbook, text_file):
    layout = text_file(
        "宽.toml",
        'dataset = "survey_response"\n[columns]\nsurvey_year = "年度"\nform_id = "编号"\nunit_id = "单位"\n'
        'group = "层面"\n[constants]\nscale_id = "cz4"\n[unpivot]\nheaders = ["总体", "态度"]\nname_to = "item"\n'
        'value_to = "answer"\n[values.item]\n"总体" = "overall"\n"态度" = "attitude"\n',
    )
    wide = workbook(
        "宽.xlsx",
        {"表": [["年度", "编号", "单位", "层面", "总体", "态度"], [2022, "w1", "C", "residents", "满意", "不满意"]]},
    )
    etl.load([wide], layout)
    rows = trace_unsuppressed("survey_response", year=2022).rows.sort("item")
    assert rows.select("file", "source_sheet", "source_row", "item", "answer").rows() == [
        ("宽.xlsx", "表", 2, "attitude", "dissatisfied"),
        ("宽.xlsx", "表", 2, "overall", "satisfied"),
    ]
    assert sorted(etl.cells_of_row(rows["batch_id"][0], "表", 2).rows(), key=lambda row: (row[2], row[0])) == [
        ("survey_year", "年度", "A2"),
        ("form_id", "编号", "B2"),
        ("unit_id", "单位", "C2"),
        ("group", "层面", "D2"),
        ("answer", "总体", "E2"),
        ("item", "总体", "E2"),
        ("answer", "态度", "F2"),
        ("item", "态度", "F2"),
    ]
    kept = pl.read_parquet(etl.original_workbook(rows["batch_id"][0]).with_name("mapping.parquet"))
    filled = kept.filter(pl.col("constant").is_not_null())
    assert filled.select("source_sheet", "column", "header", "ours", "constant").rows() == [
        ("表", None, None, "scale_id", "cz4")
    ]


def test_a_parquet_file_has_names_and_no_letters(loaded):
    path = loaded / "答卷.parquet"
    pl.read_csv(answers(loaded, "n.csv", ("p1", "C", "satisfied", 2023)), infer_schema=False).write_parquet(path)
    etl.load([path])
    (row,) = trace_unsuppressed("survey_response", year=2023).rows.iter_rows(named=True)
    assert (row["file"], row["source_sheet"], row["source_row"]) == ("答卷.parquet", "", 1)
    assert etl.cells_of_row(row["batch_id"], "", 1)["cell"].to_list() == ANSWER_COLUMNS
