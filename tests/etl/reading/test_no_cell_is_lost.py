"""Whatever way a workbook writes a cell, its text arrives, or the file is refused."""

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from etl.intake.file_intake import Refused, read_file
from etl.reading.sources import read_grids
from tests.etl.reading.test_file_kinds import TABLE, rewritten

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def with_sheet(path: Path, rows: str, shared: str | None = None, prefix: str = "") -> Path:
    """The workbook with these rows as the XML of its sheet, and these shared strings."""
    space = f'xmlns:{prefix.rstrip(":")}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    sheet = f"<{prefix}worksheet {space}><{prefix}sheetData>{rows}</{prefix}sheetData></{prefix}worksheet>"

    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if name == "xl/sharedStrings.xml" and shared is not None:
            return name, f'<sst xmlns="{MAIN}">{shared}</sst>'.encode()
        return name, sheet.encode() if name == SHEET else data

    return rewritten(path, change)


def texts(path: Path) -> list[tuple[str | None, ...]]:
    (grid,) = read_grids(path)
    return grid.cells.drop("source_row").rows()


def cell(at: str, inner: str, kind: str = "") -> str:
    return f'<c r="{at}"{kind and f" t={chr(34)}{kind}{chr(34)}"}>{inner}</c>'


RICH = "<r><rPr><b/></rPr><t>甲</t></r><r><t>乙</t></r><rPh sb='0' eb='1'><t>ジャ</t></rPh><phoneticPr fontId='1'/>"
CELLS = {
    "inline text in v": (cell("B2", "<v>甲乙</v>", "inlineStr"), "甲乙"),
    "inline text": (cell("B2", "<is><t>甲乙</t></is>", "inlineStr"), "甲乙"),
    "inline rich text": (cell("B2", f"<is>{RICH}</is>", "inlineStr"), "甲乙"),
    "shared text": (cell("B2", "<v>0</v>", "s"), "甲乙"),
    "shared rich text": (cell("B2", "<v>1</v>", "s"), "甲乙"),
    "text of a formula": (cell("B2", "<f>A1</f><v>甲乙</v>", "str"), "甲乙"),
    "text without a formula": (cell("B2", "<v>甲乙</v>", "str"), "甲乙"),
    "a date as text": (cell("B2", "<v>2025-03-05</v>", "d"), "2025-03-05"),
    **{
        error: (cell("B2", f"<v>{error}</v>", "e"), error)
        for error in ("#N/A", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#VALUE!", "#SPILL!", "#CALC!")
    },
    "an error of a formula": (cell("B2", "<f>1/0</f><v>#DIV/0!</v>", "e"), "#DIV/0!"),
    "a formula that was never computed": (cell("B2", "<f>A1&amp;1</f>"), "=A1&1"),
}


@pytest.mark.parametrize("prefix", ["", "x:"])
@pytest.mark.parametrize("kind", CELLS)
def test_a_cell_keeps_its_text_however_it_is_written(kind, prefix, workbook):
    written, text = CELLS[kind]
    rows = f'<row r="1">{cell("A1", "<v>1</v>")}</row><row r="2">{written}</row>'
    rows = re.sub(r"<(/?)(\w)", rf"<\1{prefix}\2", rows)
    path = with_sheet(workbook("表.xlsx", {"表": TABLE}), rows, f"<si><t>甲乙</t></si><si>{RICH}</si>", prefix)
    assert texts(path) == [("1", None), (None, text)]


def test_a_whole_column_that_the_fast_reader_does_not_see(workbook):
    rows = "".join(
        f'<row r="{at}">{cell(f"A{at}", f"<v>甲{at}</v>", "inlineStr")}{cell(f"C{at}", f"<v>{at}</v>")}</row>'
        for at in range(1, 4)
    )
    path = with_sheet(workbook("表.xlsx", {"表": TABLE}), rows)
    (grid,) = read_grids(path)
    assert grid.cells.select("A", "C").rows() == [("甲1", "1"), ("甲2", "2"), ("甲3", "3")]


def test_rows_and_columns_of_formulas_that_were_never_computed(workbook):
    rows = f'<row r="1">{cell("A1", "<v>1</v>")}</row><row r="3">{cell("C3", "<f>A1+1</f>")}</row>'
    path = with_sheet(workbook("表.xlsx", {"表": TABLE}), rows)
    assert [row[-1] for row in texts(path)] == [None, None, "=A1+1"]


def test_cells_without_addresses(workbook):
    rows = "<row><c><v>1</v></c><c t='inlineStr'><v>甲</v></c></row><row><c t='inlineStr'><v>乙</v></c></row>"
    assert texts(with_sheet(workbook("表.xlsx", {"表": TABLE}), rows)) == [("1", "甲"), ("乙", None)]


@pytest.mark.parametrize("shared", ["<si><t>甲</t></si>", ""])
def test_a_text_that_the_workbook_lacks_refuses_the_file(shared, workbook, directory):
    rows = f'<row r="1">{cell("A1", "<v>0</v>", "s")}{cell("B1", "<v>7</v>", "s")}</row>'
    path = with_sheet(workbook("表.xlsx", {"表": TABLE}), rows, shared)
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert refused.value.rule in ("missing_text", "truncated")


def test_a_workbook_without_its_shared_strings(workbook, directory):
    path = workbook("表.xlsx", {"表": TABLE})
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist() if "sharedStrings" not in name}
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert refused.value.rule in ("missing_text", "truncated")


def test_texts_that_are_empty_stay_empty(workbook):
    rows = f'<row r="1">{cell("A1", "<v>0</v>", "s")}{cell("B1", "<v>1</v>", "s")}{cell("C1", "<v></v>", "str")}</row>'
    path = with_sheet(workbook("表.xlsx", {"表": TABLE}), rows, "<si><t></t></si><si><t>甲</t></si>")
    assert [text or None for text in texts(path)[0]][:2] == [None, "甲"]


def test_the_slow_reader_writes_every_cell_as_the_fast_one_does(workbook):
    """A workbook with an error value that the fast reader does not know, beside the same one without it."""
    rows = [[date(2025, 3, 5), 12, 0.1, 94.5, "甲", True, 1e20], [1.5, -3, 20_000, 2**53, " 乙 ", False, 1e-7]]
    plain, spilt = (workbook(name, {"表": rows}) for name in ("无.xlsx", "有.xlsx"))
    bad = b'<row r="9"><c r="A9" t="e"><v>#SPILL!</v></c></row></sheetData>'
    rewritten(spilt, lambda name, data: (name, data.replace(b"</sheetData>", bad) if name == SHEET else data))
    assert texts(spilt)[:2] == texts(plain)
    assert texts(spilt)[8][0] == "#SPILL!"


def test_a_formula_that_stands_in_another_cell_and_was_never_computed_is_a_fault(workbook, directory):
    """Of formulas that are filled down, only the first cell has the text."""
    header = ["问题来源", "问题编号", "责任单位", "问题类别", "发现日期"]
    rows = [header, *(["巡察", f"C-{at}", "市教育局", f"类{at}", "2025-03-05"] for at in (1, 2, 3))]
    filled_down = {2: '<f t="shared" ref="D2:D3" si="0">A1</f>', 3: '<f t="shared" si="0"/>'}

    def change(name: str, data: bytes) -> tuple[str, bytes]:
        for row, formula in filled_down.items() if name == SHEET else ():
            data = re.sub(rf'<c r="D{row}".*?</c>'.encode(), cell(f"D{row}", formula).encode(), data)
        return name, data

    (intake,) = read_file(rewritten(workbook("台账.xlsx", {"台账": rows}), change), None, directory)
    assert intake.accepted["category"].to_list() == ["类3"]
    assert intake.faults.select("source_row", "column", "rule").rows() == [(2, "D", "formula"), (3, "D", "formula")]


@pytest.mark.parametrize(
    "change", [lambda xml: xml.replace('"', "'"), lambda xml: xml.replace("<mergeCell ", "<mergeCell\n  ")]
)
def test_attributes_in_single_quotes_and_on_lines_of_their_own(change, workbook):
    rows = f'<row r="1">{cell("A1", "<v>1</v>")}{cell("B1", "<f>A1</f>")}</row>'
    rows += f'<row r="2" hidden="1">{cell("C2", "<v>甲</v>", "str")}</row>'
    blocks = '<mergeCells count="1"><mergeCell ref="A1:A2"/></mergeCells>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{blocks}</worksheet>'
    path = rewritten(
        workbook("表.xlsx", {"表": TABLE}), lambda name, data: (name, change(sheet).encode() if name == SHEET else data)
    )
    (grid,) = read_grids(path)
    assert grid.cells.drop("source_row").rows() == [("1", "=A1", None), (None, None, "甲")]
    assert (grid.features.hidden_rows, grid.features.merged) == ({2}, [(1, "A", 2, "A")])
