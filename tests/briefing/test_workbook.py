"""The workbook behind a chart: part by part what XlsxWriter itself writes, except the moment and the order of parts."""

import datetime
import io
import re
import zipfile

import pytest
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook as Library

from briefing.chart_worksheet import chart_data
from briefing.plan import Plan, Series
from briefing.workbook import Workbook

MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
NAMES = [f"单位{number}" for number in range(40)]
VALUES = [number / 7 for number in range(38)] + [None, 2 / 3]
DAYS = [datetime.date(2024 + month // 12, month % 12 + 1, 1) for month in range(18)]
ODD = ["=1+1", "https://example.invalid", " a < b & c ", '"', "_x0041_", "", "门"]
PLANS = {
    "years": Plan("line", [Series("率", [0.95, None, 1.0]), Series("率", [1, 2, 3])], "", "", ["2017", "2018", "2019"]),
    "days": Plan("line", [Series("率", [0.5] * 18)], "", "", [], days=DAYS),
    "counts": Plan("bars", [Series(name, VALUES) for name in ("a", "b", "c")], "", "", NAMES, "General"),
    "many": Plan("bars", [Series(str(at), [at]) for at in range(30)], "", "", ["x"], "0"),
    "odd": Plan("bars", [Series(name, [1.5] * 7) for name in ODD], "", "", ODD, "0.0"),
    "dots": Plan("dots", [Series("率", VALUES), Series("区间", VALUES, "interval", highs=VALUES)], "", "", NAMES),
    "curve": Plan("curve", [Series("a", [1.0, 0.5], xs=[0, 30]), Series("b", [1.0], xs=[0])], "", "", []),
}


@pytest.mark.parametrize("name", PLANS)
def test_the_parts_are_those_of_the_library(name):
    assert _parts(chart_data(PLANS[name]).xlsx_blob) == _parts(_by_the_library(chart_data(PLANS[name])))


def test_the_moment_is_that_of_the_making():
    before = datetime.datetime.now(datetime.UTC).replace(microsecond=0, tzinfo=None)
    made = zipfile.ZipFile(io.BytesIO(chart_data(PLANS["years"]).xlsx_blob)).read("docProps/core.xml")
    assert all(datetime.datetime.fromisoformat(each.decode()[:-1]) >= before for each in MOMENT.findall(made))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(TypeError):
        Workbook().write(0, 0, value)


def _by_the_library(data) -> bytes:
    writer = data._workbook_writer
    file = io.BytesIO()
    with Library(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        writer._populate_worksheet(book, book.add_worksheet())
    assert isinstance(writer, CategoryWorkbookWriter | XyWorkbookWriter)
    return file.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None and len(set(archive.namelist())) == len(archive.namelist())
        return {name: MOMENT.sub(b"", archive.read(name)) for name in archive.namelist()}
