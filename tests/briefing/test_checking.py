"""核稿: numbers changed by hand in slides, documents, charts, tables and PDFs are found, and nothing else is."""

import io
import re

import docx
import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE

from briefing.checking import UNKNOWN, WORD, WRONG, check
from briefing.checking.expected import _language
from briefing.checking.report import commented, csv_bytes, lines
from briefing.edited import Edited
from briefing.edited.passages import Content, Passage, Place
from tests.briefing.edited_briefing import (
    CHANGED,
    FIGURE,
    by_libreoffice,
    changed,
    export,
    opened,
    paragraphs,
    saved,
    with_chart_value,
    with_other_digit,
    write,
)

CARDS = ("headline", "satisfaction_trend", "satisfaction_by_group", "rectification_on_time", "index_trend")
NUMBERS = 100
CODE = "6MSX2-JU6W9"


@pytest.mark.parametrize("resaved", [False, True], ids=["as edited", "saved by LibreOffice"])
@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_ten_changed_numbers_of_a_hundred_are_found_and_nothing_else(demo_copy, tmp_path, kind, resaved):
    content, done = changed(export(CARDS, kind), kind, seed=7)
    if resaved:
        content = by_libreoffice(content, kind, tmp_path)
    found = check(content, "zh")
    assert found.read >= NUMBERS
    assert sorted((each.should, each.says) for each in found.of(WRONG)) == sorted(done)
    assert not found.of(WORD)


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_days_of_a_chart_are_known_again_after_libreoffice_has_saved_them(demo_copy, tmp_path, kind):
    found = check(by_libreoffice(export(("service_ratings",), kind), kind, tmp_path), "zh")
    assert found.read >= NUMBERS
    assert not found.of(WRONG) and not found.of(UNKNOWN)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_an_unedited_file_agrees(demo_copy, kind, lang):
    found = check(export(("headline", "unit_ranking", "rectification_states", "attention"), kind, lang), lang)
    assert found.read > NUMBERS and not found.of(WRONG) and not found.of(WORD)
    assert not found.of(UNKNOWN)


def test_a_value_of_a_chart_and_of_its_worksheet_is_named_once(demo_copy):
    found = check(with_chart_value(0, 0.999), "zh")
    (one,) = found.of(WRONG)
    assert (one.says, one.should) == ("0.999", "0.942") and "满意率" in one.around and "2017" in one.around


def test_a_worksheet_that_differs_from_its_chart_is_named_with_its_cell(demo_copy):
    import openpyxl

    deck = opened(export(("satisfaction_trend",), "pptx"), "pptx")
    (chart,) = [shape.chart for shape in deck.slides[0].shapes if shape.has_chart]
    part = chart.part.chart_workbook.xlsx_part
    book = openpyxl.load_workbook(io.BytesIO(part.blob))
    book.active["B3"] = 0.888
    part._blob = saved(book)
    (one,) = check(saved(deck), "zh").of(WRONG)
    assert (one.says, one.should) == ("0.888", "0.951") and "B3" in one.around


def test_a_cell_of_a_table_is_named_with_row_and_column(demo_copy):
    document = opened(export(("headline",), "docx"), "docx")
    (paragraph,) = document.tables[0].cell(1, 1).paragraphs
    before = paragraph.text
    write(paragraph, "88.8%")
    (one,) = check(saved(document), "zh").of(WRONG)
    assert (one.says, f"{one.should}%") == ("88.8", before) and "第2行第2列" in one.place.words("zh")


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_a_wrong_unit_is_named_with_both_units(demo_copy, kind):
    """A mark of a row or a cell holds nothing but its number and unit."""
    file = opened(export(("headline",), kind), kind)
    mark = next(each for each in paragraphs(file) if re.fullmatch(r"\d+\.\d%", each.text))
    before = mark.text
    write(mark, before.replace("%", "个百分点"))
    (one,) = check(saved(file), "zh").findings
    assert (one.kind, one.says, one.should) == (WRONG, before.replace("%", "个百分点"), before)


def test_a_pdf_is_checked_too_and_gets_notes(demo_copy, tmp_path):
    from pypdf import PdfReader

    content = export(("headline", "satisfaction_by_group"), "docx")
    document = opened(content, "docx")
    sentence = next(
        each for each in paragraphs(document) if "满意率" in each.text and "区间" in each.text and each.runs
    )
    found = next(match for match in FIGURE.finditer(sentence.text))
    write(sentence, with_other_digit(sentence.text, found))
    pdf = by_libreoffice(saved(document), "docx", tmp_path, "pdf")
    checked = check(pdf, "zh")
    (one,) = checked.of(WRONG)
    assert one.should == found.group()
    pages = PdfReader(io.BytesIO(commented(checked, pdf, "zh"))).pages
    notes = [note.get_object()["/Contents"] for page in pages for note in page.get("/Annots", [])]
    assert any(found.group() in note for note in notes)


@pytest.mark.parametrize("lines", [("{} 6MSX2-JU6W9",), ("{}", "6MSX2 -JU6W9"), ("{} 6MSX2-", "JU6W9")])
@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("构建c961 · 溯源码", "zh"),
        ("build c961 · trace code", "en"),
        ("source: reports of 市数据局 · trace code", "en"),
    ],
)
def test_a_code_on_a_line_of_its_own_is_of_the_language_before_it(words, lang, lines):
    passages = [Passage(Place("page", 1), line.format(words)) for line in lines]
    edited = Edited("pdf", Content(passages), None, {0: (CODE,)}, ("docx",))
    assert _language(edited, CODE) == lang


def test_comments_stand_at_the_places_and_the_rest_of_the_file_is_as_it_was(demo_copy):
    for kind in ("pptx", "docx"):
        content, done = changed(export(("headline", "satisfaction_by_group"), kind), kind, seed=3)
        checked = check(content, "zh")
        made = commented(checked, content, "zh")
        if kind == "docx":
            document = docx.Document(io.BytesIO(made))
            said = " ".join(comment.text for comment in document.comments)
            text = [paragraph.text for paragraph in opened(content, "docx").paragraphs]
            assert [paragraph.text for paragraph in document.paragraphs] == text
        else:
            deck = Presentation(io.BytesIO(made))
            parts = [rel.target_part.blob.decode() for slide in deck.slides for rel in slide.part.rels.values()
                     if rel.reltype.endswith("/comments")]  # fmt: skip
            said = " ".join(parts)
        assert all(f"“{new}”应为“{old}”" in said for old, new in done)


def test_the_list_says_place_number_and_what_it_should_be(demo_copy):
    content, done = changed(export(("headline", "satisfaction_by_group"), "pptx"), "pptx", seed=5)
    checked = check(content, "en")
    told = "\n".join(lines(checked, "en"))
    assert "10 differ" in told and all(f"“{new}” should be “{old}”" in told for old, new in done)
    assert csv_bytes(checked, "zh").decode("utf-8-sig").count("不符") == CHANGED


def test_a_chart_of_people_s_own_and_a_point_that_was_added_have_no_known_source(demo_copy):
    deck = opened(export(("satisfaction_trend",), "pptx"), "pptx")
    (chart,) = [shape.chart for shape in deck.slides[0].shapes if shape.has_chart]
    data = CategoryChartData(number_format="0.0%")
    data.categories = [*chart.plots[0].categories, "2031"]
    for series in chart.plots[0].series:
        data.add_series(series.name, [*series.values, 0.877])
    chart.replace_data(data)
    own = CategoryChartData()
    own.categories = ["甲", "乙"]
    own.add_series("自己的数", [41.5, 73.25])
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, 3_000_000, 3_000_000, own)
    found = check(saved(deck), "zh")
    assert not found.of(WRONG)
    assert {each.says for each in found.of(UNKNOWN)} == {"0.877", "41.5", "73.25"}


def test_a_figure_that_stands_alone_on_a_slide_of_people_s_own_is_read(demo_copy):
    deck = opened(export(("satisfaction_trend",), "pptx"), "pptx")
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for text in ("4321", "2"):  # a figure, a page
        slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.text = text
    assert [each.says for each in check(saved(deck), "zh").of(UNKNOWN)] == ["4321"]


def test_a_copied_slide_is_checked_like_its_model(demo_copy):
    """People copy a slide and change one of the two charts: its card has only one."""
    content = export(("satisfaction_trend", "satisfaction_trend"), "pptx")
    found = check(content, "zh")
    assert not found.of(UNKNOWN) and not found.of(WRONG)
    deck = opened(content, "pptx")
    chart = next(shape.chart for shape in deck.slides[1].shapes if shape.has_chart)
    holder = next(each for each in chart._chartSpace.iter("{*}v") if each.text.startswith("0.95"))
    holder.text = "0.777"
    found = check(saved(deck), "zh")
    assert [each.says for each in found.of(WRONG)] == ["0.777"] and not found.of(UNKNOWN)
