"""Returned to sender: the sender's own workbook, its bad cells marked; corrected, only the corrected rows are new."""

import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.styles import Font

import etl
from etl.reading.return_marks import problem_sheet, returned_sha256
from tests.etl.workbooks import asked

HEADER = ["年度", "答卷编号", "单位", "评议层面", "量表", "评价"]
GOOD = [2019, "f1", "市教育局", "群众", "cz4", "满意"]
BAD = [2019, "=f2", "南城", "群众", "cz4", "还行"]


@pytest.fixture
def with_units(units_home, tmp_path) -> Path:
    return tmp_path


def sender(folder: Path, name: str = "答卷.xlsx") -> Path:
    """A workbook with a title, a bold header, a note of the sender's, merged cells and a chart sheet of no interest."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "答卷"
    sheet["A1"] = "2019年度满意度答卷"
    sheet.merge_cells("A1:F1")
    for row in (HEADER, GOOD, BAD):
        sheet.append(row)
    sheet["B4"].data_type = "s"
    for cell in sheet[2]:
        cell.font = Font(bold=True, color="FF0000")
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("说明")["A1"] = "联系人：办公室"
    path = folder / name
    book.save(path)
    return path


def returned(path: Path, folder: Path) -> openpyxl.Workbook:
    (file,) = etl.load([path], annotate=folder).files
    assert file.returned is not None
    return openpyxl.load_workbook(file.returned)


def test_bad_cells_are_marked_and_everything_else_is_as_it_came(with_units):
    book = returned(sender(with_units), with_units / "out")
    assert book.sheetnames == ["答卷", "说明", "问题清单"]
    sheet = book["答卷"]
    assert (sheet["A1"].value, sheet.column_dimensions["C"].width, sheet["C2"].font.color.rgb) == (
        "2019年度满意度答卷",
        33,
        "00FF0000",
    )
    commented = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert commented == {
        "C4": "“南城”不在单位名录中。请更正，或先在单位名录中登记。",
        "F4": "“还行”不是这个量表上的答案。可填：“非常满意”、“满意”、“基本满意”、“不满意”、“不了解”、“弃权”。"
        "请改成量表上的词，或更正量表。",
    }
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fill_type == "solid"} == {
        *commented
    }


def test_the_list_of_problems_leads_to_the_cells(with_units):
    sheet = returned(sender(with_units), with_units / "out")["问题清单"]
    assert sheet["A1"].value == "共2处问题，涉及1行"
    assert [cell.value for cell in sheet[4]] == ["序号", "位置", "列", "现在写的是", "问题和改法"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [row[:4] for row in rows] == [[1, "答卷 C4", "单位", "南城"], [2, "答卷 F4", "评价", "还行"]]
    assert [sheet.cell(at, 2).hyperlink.location or sheet.cell(at, 2).hyperlink.ref for at in (5, 6)]
    assert sheet.parent.active.title == "问题清单"


def test_corrected_and_loaded_again_only_the_corrected_row_is_new(with_units):
    path = sender(with_units)
    book = returned(path, with_units / "out")
    assert asked("select sum(n) from survey_answer") == [(1,)]
    book["答卷"]["C4"], book["答卷"]["F4"] = "市教育局", "基本满意"
    corrected = with_units / "out" / "答卷_退回.xlsx"
    book.save(corrected)
    (file,) = etl.load([corrected]).files
    assert (file.dataset, file.rows_read, file.accepted, file.rejected) == ("survey_response", 2, 2, 0)
    assert asked("select sum(n) from survey_answer") == [(2,)]
    assert len(returned_sha256(corrected) or "") == 64
    assert problem_sheet(corrected) == "问题清单"


def test_returned_twice_the_marks_of_the_first_time_are_gone(with_units):
    book = returned(sender(with_units), with_units / "out")
    book["答卷"]["C4"] = "市教育局"
    again = with_units / "答卷2.xlsx"
    book.save(again)
    book = returned(again, with_units / "out")
    assert book.sheetnames == ["答卷", "说明", "问题清单"]
    assert book["答卷"]["C4"].comment is None and book["答卷"]["C4"].fill.fill_type is None
    assert book["答卷"]["F4"].comment is not None


def test_a_text_file_comes_back_as_a_workbook_with_the_same_rows(with_units):
    path = with_units / "答卷.csv"
    pl.DataFrame([GOOD, BAD], schema=HEADER, orient="row", strict=False).write_csv(path)
    book = returned(path, with_units / "out")
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[3]] == ["2019", "=f2", "南城", "群众", "cz4", "还行"]
    assert sheet["B3"].data_type == "s"  # text, not a formula
    assert sheet["C3"].comment is not None
    sheet["C3"], sheet["F3"] = "市教育局", "满意"
    book.save(with_units / "out" / "答卷_退回.xlsx")
    (file,) = etl.load([with_units / "out" / "答卷_退回.xlsx"]).files
    assert (file.accepted, file.rejected) == (2, 0)


def test_a_parquet_file_comes_back_with_its_names_as_the_first_row(with_units):
    path = with_units / "答卷.parquet"
    pl.DataFrame([GOOD, BAD], schema=HEADER, orient="row", strict=False).write_parquet(path)
    sheet = returned(path, with_units / "out").worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADER
    assert sheet["C3"].value == "南城" and sheet["C3"].comment is not None


def test_nothing_is_written_where_nothing_was_rejected(with_units):
    path = with_units / "好.csv"
    pl.DataFrame([GOOD], schema=HEADER, orient="row").write_csv(path)
    (file,) = etl.check([path], annotate=with_units / "out").files
    assert file.returned is None
    assert not (with_units / "out").exists()


def test_ten_thousand_problems_are_all_marked(with_units):
    rows = [[2019, f"f{at}", "南城", "群众", "cz4", "满意"] for at in range(10_000)]
    path = with_units / "多.csv"
    pl.DataFrame(rows, schema=HEADER, orient="row").write_csv(path)
    (file,) = etl.check([path]).files
    book = openpyxl.load_workbook(io.BytesIO(etl.annotated_return(path, file.faults, "zh")), read_only=True)
    assert book["问题清单"].max_row == 10_004
