"""Slides of the demonstration build, made and opened again, and what can be read from them."""

import io

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

import briefing
from exhibits import Exhibit
from tests.exhibits.demonstration import exhibit_of

LANGUAGES = ("zh", "en")


def slides_of(made: Exhibit, lang: str = "zh") -> list:
    return list(Presentation(io.BytesIO(briefing.slide_bytes(made, lang))).slides)


class Made(dict[tuple[str, str], tuple[Exhibit, list]]):
    """(name, language) → the exhibit and its slides, opened again; made when it is first asked for."""

    def __missing__(self, key: tuple[str, str]) -> tuple[Exhibit, list]:
        name, lang = key
        exhibit = exhibit_of(name, lang=lang)
        self[key] = exhibit, slides_of(exhibit, lang)
        return self[key]


_made = Made()


@pytest.fixture
def made(demo_home) -> Made:
    return _made


def texts_of(slide) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def row_texts(slide) -> list[str]:
    groups = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    return [shape.text_frame.text for group in groups for shape in group.shapes]


def charts_of(slides: list) -> list:
    return [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]


def sheet_of(chart):
    """The worksheet that a reader edits."""
    return openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active


def sheet_rows(chart) -> list[tuple]:
    return list(sheet_of(chart).iter_rows(values_only=True))


def values_of(series, tag: str = "c:val") -> list[float | None]:
    cache = series._element.find(f"{qn(tag)}/{qn('c:numRef')}/{qn('c:numCache')}")
    known = {int(point.get("idx")): float(point.find(qn("c:v")).text) for point in cache.findall(qn("c:pt"))}
    return [known.get(at) for at in range(int(cache.find(qn("c:ptCount")).get("val")))]


def along(slides: list, rank: int) -> list[float | None]:
    """The x of a series, its rank counted as Python does, over all charts of an exhibit; blanks are left out."""
    found = [values_of(list(chart.plots[0].series)[rank], "c:xVal") for chart in charts_of(slides)]
    return [x for values in found for x in values if x is not None]
