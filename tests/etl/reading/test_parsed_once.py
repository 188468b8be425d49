"""A file is parsed once for a load, however many layouts look at it."""

from pathlib import Path

import polars as pl
import pytest

from etl.intake.file_intake import read_file
from etl.reading import sources, text_files, workbooks
from etl.reading.parsed_once import kept, parsed_once
from tests.etl import binary_workbook, open_document
from tests.etl.reading.test_file_kinds import TABLE, book_xml, html, sheet_xml

OTHER = """dataset = "index_score"
[columns]
survey_year = "年"
index = "指数名称"
unit_id = "部门{at}"
score = "分"
"""


def xlsb(path: Path) -> Path:
    cells = [[binary_workbook.text(at, said, []) for at, said in enumerate(row)] for row in TABLE]
    return binary_workbook.write(path, [binary_workbook.row(at, *row) for at, row in enumerate(cells)])


def text(path: Path) -> Path:
    path.write_text("\n".join(map(",".join, TABLE)), "utf-8")
    return path


def parquet(path: Path) -> Path:
    pl.DataFrame(TABLE[1:], schema=TABLE[0], orient="row").write_parquet(path)
    return path


FILES = {
    "页.xls": lambda path: path.write_text(f"<html>{html(TABLE)}</html>", "utf-8"),
    "簿.xml": lambda path: path.write_bytes(book_xml(sheet_xml("表", TABLE))),
    "表.ods": lambda path: open_document.write(path, {"表": [open_document.row(*row) for row in TABLE]}),
    "表.xlsb": xlsb,
    "表.csv": text,
    "表.parquet": parquet,
}


@pytest.fixture
def three_layouts(fresh_home) -> None:
    """Saved layouts that fit no file here and name none, so that each has to look into it."""
    (fresh_home / "layouts").mkdir()
    for at in range(3):
        (fresh_home / "layouts" / f"别的{at}.v1.toml").write_text(OTHER.format(at=at), "utf-8")


@pytest.fixture
def parses(monkeypatch) -> list[str]:
    """The name of each parse from here on."""
    done: list[str] = []

    def counted(name, parse):
        def run(*given, **options):
            done.append(name)
            return parse(*given, **options)

        return run

    for kind, parse in workbooks.WHOLE_READERS.items():
        monkeypatch.setitem(workbooks.WHOLE_READERS, kind, counted(kind, parse))
    monkeypatch.setattr(workbooks, "_read_fast", counted("fast", workbooks._read_fast))
    monkeypatch.setattr(workbooks.fastexcel, "read_excel", counted("open", workbooks.fastexcel.read_excel))
    monkeypatch.setattr(text_files, "utf8_of_file", counted("text", text_files.utf8_of_file))
    monkeypatch.setattr(sources.pyarrow.parquet, "ParquetFile", counted("parquet", sources.pyarrow.parquet.ParquetFile))
    return done


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_parsed_once(name, tmp_path, three_layouts, parses, directory):
    FILES[name](tmp_path / name)
    (intake,) = read_file(tmp_path / name, None, directory)
    assert (intake.accepted_rows, len(parses)) == (2, 1)


def test_each_sheet_of_an_xlsx_is_read_once(workbook, three_layouts, parses, directory):
    path = workbook("表.xlsx", {"说明": [["无"]], "表": TABLE})
    assert read_file(path, None, directory)[0].accepted_rows == 2
    assert sorted(parses) == ["fast", "fast", "open"]


def test_the_next_load_reads_what_the_file_holds_then(tmp_path, parses, directory):
    path = text(tmp_path / "表.csv")
    assert read_file(path, None, directory)[0].accepted_rows == 2
    path.write_text("\n".join(map(",".join, TABLE[:2])), "utf-8")
    assert read_file(path, None, directory)[0].accepted_rows == 1
    assert parses == ["text", "text"]


def test_results_are_kept_by_argument_and_only_inside_the_block():
    asked: list[int] = []

    @kept
    def double(number: int) -> int:
        asked.append(number)
        return 2 * number

    with parsed_once():
        assert [double(1), double(1), double(2)] == [2, 2, 4]
    assert double(1) == 2
    assert asked == [1, 2, 1]
