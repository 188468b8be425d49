"""核稿 of sentences as clerks write them: of the true ones nothing is said, of the false ones something is."""

import json
from pathlib import Path

import pytest
from pptx.util import Inches

from briefing.checking import UNKNOWN, WORD, check
from tests.briefing.edited_briefing import export, opened, saved

FILE = Path(__file__).parents[1] / "cases" / "sentences" / "cases.json"
CASES = json.loads(FILE.read_text("utf-8"))
CARDS = (
    *("headline", "satisfaction_trend", "satisfaction_by_group", "unit_ranking", "index_trend"),
    *("rectification_on_time", "satisfaction_by_unit", "rectification_states", "service_ratings"),
    *("rectification_ageing", "branch_stars", "programme_status", "opinion_themes"),
    *("rectification_ageing", "branch_stars", "programme_status", "opinion_themes"),
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_of_true_sentences_nothing_is_said_and_every_false_one_is_found(demo_copy, lang):
    cases = [case for case in CASES if case["lang"] == lang]
    deck = opened(export(CARDS, "pptx", lang), "pptx")
    for case in cases:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        slide.shapes.add_textbox(0, 0, Inches(9), Inches(1)).text_frame.text = case["sentence"]
    done = check(saved(deck), lang)
    found: dict[str, list] = {case["sentence"]: [] for case in cases}
    for each in done.findings:
        if each.passage is not None and each.passage.text in found:
            found[each.passage.text].append(each)
    against = {text: [each for each in those if each.kind != UNKNOWN] for text, those in found.items()}
    assert [case["sentence"] for case in cases if case["true"] and against[case["sentence"]]] == []
    assert [case for case in cases if not case["true"] and not _is_found(case, found[case["sentence"]])] == []
    assert any(case["true"] for case in cases) and any(not case["true"] for case in cases)


def _is_found(case: dict, found: list) -> bool:
    """True if a false sentence is contradicted at its place, or its numbers are listed as unknown where that is all."""
    if case.get("unknown"):
        return {each.says for each in found if each.kind == UNKNOWN} >= set(case["at"].split("|"))
    told = [each for each in found if each.kind != UNKNOWN and each.says == case.get("at", each.says)]
    return any(each.should == case.get("should", each.should) for each in told)


def _is_found(case: dict, found: list) -> bool:
    """True if a false sentence is contradicted at its place, or its numbers are listed as unknown where that is all."""
    if case.get("unknown"):
        return {each.says for each in found if each.kind == UNKNOWN} >= set(case["at"].split("|"))
    told = [each for each in found if each.kind != UNKNOWN and each.says == case.get("at", each.says)]
    return any(each.should == case.get("should", each.should) for each in told)


def test_a_judging_word_that_stood_in_another_clause_or_inside_another_word_is_looked_at(demo_copy):
    """The card of four figures says 达标 of one and 未达标 of another: the second is not 达标 for that."""
    deck = opened(export(("headline",), "pptx"), "pptx")
    texts = [one for shape in deck.slides[0].shapes if shape.has_text_frame for one in shape.text_frame.paragraphs]
    (short,) = [one for one in texts if "未达标" in one.text]
    short.runs[0].text = short.text.replace("未达标", "达标")
    for run in short.runs[1:]:
        run.text = ""
    assert [each.says for each in check(saved(deck), "zh").of(WORD)] == ["达标"]
