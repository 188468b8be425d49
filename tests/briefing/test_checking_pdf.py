"""核稿 of PDFs: of decks and documents that were edited, ten changed numbers are found, and nothing else is."""

import pytest

from briefing.checking import UNKNOWN, WORD, WRONG, check
from briefing.checking.drawn import compared
from briefing.edited import opened as read
from briefing.edited.pdf_fonts import widths
from tests.briefing.edited_briefing import (
    by_libreoffice,
    changed,
    export,
    opened,
    paragraphs,
    saved,
    with_chart_value,
    write,
)

TRENDS = ("headline", "satisfaction_trend", "satisfaction_by_group", "rectification_on_time", "index_trend")
ROWS = ("rectification_ageing", "satisfaction_by_unit", "unit_ranking", "hotline_by_unit", "service_ratings")
NUMBERS = 100


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("kind", "names"), [("pptx", TRENDS), ("docx", TRENDS), ("pptx", ROWS)])
def test_ten_changed_numbers_are_found_in_a_pdf_and_nothing_else(demo_copy, tmp_path, kind, lang, names):
    content, done = changed(export(names, kind, lang), kind, seed=7)
    found = check(by_libreoffice(content, kind, tmp_path, "pdf"), lang)
    assert found.read >= NUMBERS
    assert sorted((each.should, each.says) for each in found.of(WRONG)) == sorted(done)
    assert not found.of(WORD) and not found.of(UNKNOWN)


def test_the_values_at_the_points_of_a_chart_are_checked_in_a_pdf(demo_copy, tmp_path):
    (one,) = check(by_libreoffice(with_chart_value(3, 0.947), "pptx", tmp_path, "pdf"), "zh").of(WRONG)
    assert (one.says, one.should) == ("94.7", "94.4")


def test_a_figure_that_another_row_has_is_no_longer_taken_for_its_own(demo_copy, tmp_path):
    deck = opened(export(("satisfaction_by_group",), "pptx"), "pptx")
    cells = [each for each in paragraphs(deck) if each.text.endswith("%") and each.runs and "." in each.text]
    before, other = cells[2].text, cells[0].text
    write(cells[2], other)
    (one,) = check(by_libreoffice(saved(deck), "pptx", tmp_path, "pdf"), "zh").of(WRONG)
    assert (f"{one.says}%", f"{one.should}%") == (other, before)


def test_a_title_along_an_axis_is_one_line_and_a_broken_date_one_date(demo_copy, tmp_path):
    deck = by_libreoffice(export(("satisfaction_trend",), "pptx", "en"), "pptx", tmp_path, "pdf")
    texts = [each.text for each in read(deck, "en").content.passages]
    assert "Satisfaction rate (axis starts at 92%)" in texts
    document = by_libreoffice(export(TRENDS, "docx", "en"), "docx", tmp_path, "pdf")
    text = " ".join(each.text for each in read(document, "en").content.passages)
    assert "2025-12-31" in text and "2025- 12-31" not in text and "108overdue" not in text


@pytest.mark.parametrize(
    ("passages", "made", "partners"),
    [
        (["甲局", "97.9%", "94% 95% 96%", "乙局"], ["甲局", "97.8%", "乙局"], {"97.9": "97.8"}),
        (["示例数据", "7个层面，5个达标"], ["6个层面，5个达标"], {"7": "6", "5": "5"}),
        (["满意率96.0%", "，逾期109项。按期", "72.8%"], ["满意率96.0%，逾期108项。按期72.8%"],
         {"96.0": "96.0", "109": "108", "72.8": "72.8"}),
        (["另有各区县自报12项", "甲局", "5.1%"], ["甲局", "5.1%"], {"5.1": "5.1"}),
    ],
)  # fmt: skip
def test_numbers_are_told_by_the_words_beside_them(passages, made, partners):
    found = compared(passages, made)
    assert {a.text: b.text for drawn in found.values() for a, b in drawn.partners.items()} == partners


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_a_minus_from_another_font_and_the_names_of_a_legend_are_read_as_they_are(demo_copy, tmp_path, kind):
    content = export(("opinion_trend", "duty_coverage", "service_claim", "member_points_bands"), kind)
    found = check(by_libreoffice(content, kind, tmp_path, "pdf"), "zh")
    assert found.read > NUMBERS and not found.of(WRONG) and not found.of(UNKNOWN) and not found.of(WORD)


def test_a_font_without_tables_tells_no_widths():
    assert widths(None) == {} and widths({"/FirstChar": 1}) == {}


def test_the_numbers_of_pages_are_no_figures(demo_copy, tmp_path):
    pdf = by_libreoffice(export(("headline", "satisfaction_by_group"), "docx"), "docx", tmp_path, "pdf")
    assert not check(pdf, "zh").of(UNKNOWN)
