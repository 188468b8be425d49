"""The words of every exhibit's slides: its own, in a Chinese face, in one language, with what each chart measures."""

import functools

import polars as pl
import pytest
from pptx.oxml.ns import qn

import briefing
import queries
from exhibits.trace_code import unbroken
from tests.briefing.read_slides import LANGUAGES, charts_of, made, texts_of
from words import say

__all__ = ["made"]  # the fixture of opened


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", briefing.SUPPORTED)
def test_each_slide_bears_the_exhibits_words(made, name, lang):
    exhibit, slides = made[name, lang]
    for number, slide in enumerate(slides, 1):
        assert slide.shapes.title.text_frame.text == exhibit.finding
        corner = say("exhibits.sample", lang)
        corner = f"{number}/{len(slides)} · {corner}" if len(slides) > 1 else corner
        assert {exhibit.subtitle, unbroken(exhibit.footer), corner} <= set(texts_of(slide))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", briefing.SUPPORTED)
def test_all_text_has_a_chinese_face(made, name, lang):
    _, slides = made[name, lang]
    trees = [*(slide._element for slide in slides), *(chart._chartSpace for chart in charts_of(slides))]
    runs = [run for tree in trees for run in tree.iter(qn("a:rPr"), qn("a:defRPr"))]
    assert runs and all(run.find(qn("a:ea")).get("typeface") for run in runs)


@pytest.mark.parametrize("name", briefing.SUPPORTED)
def test_an_english_slide_has_no_chinese_words_around_its_chart(made, name, demo_home):
    exhibit, slides = made[name, "en"]
    axes = [axis for chart in charts_of(slides) for axis in (chart.category_axis, chart.value_axis)]
    words = [axis.axis_title.text_frame.text for axis in axes if axis.has_title]
    words += [chart.chart_title.text_frame.text for chart in charts_of(slides) if chart.has_title]
    words += [text for slide in slides for text in texts_of(slide)]
    told = {value for column in exhibit.frame.select(pl.col(pl.String)) for value in column.drop_nulls() if value}
    told |= set(queries.ask("noted_events")["what"])
    own = [functools.reduce(lambda text, name: text.replace(name, ""), told, text) for text in words]  # not the data's
    assert [text for text in own if any(ord(character) > 0x2E7F for character in text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", sorted({*briefing.SUPPORTED} - {"headline", "attention"}))
def test_each_chart_says_what_it_measures(made, name, lang):
    for chart in charts_of(made[name, lang][1]):
        axes = (chart.value_axis, chart.category_axis)
        assert chart.has_title or any(axis.has_title and axis.axis_title.text_frame.text for axis in axes)
