"""Compositions for the tests, on exhibits that are answered once a run."""

from briefing.composed import Part, composed
from briefing.composition import EXHIBIT, HEADING, TEXT, Block, Composition

MARKUP = '<script>alert("x")</script><b>&amp;'
FORMULA = '=HYPERLINK("http://example.invalid","x")'
HOSTILE = (MARKUP, FORMULA, "长" * 10_000, "a\x00\x0b\ud800b", "]]>", "${alert(1)}")
NAMES = ("headline", "satisfaction_trend", "rectification_summary")


def composition(*names: str, title: str = "年度汇报", note: str = "") -> Composition:
    """A heading, the exhibits with a note, and a text."""
    shown = [Block(EXHIBIT, note, name) for name in names or NAMES]
    return Composition(title, "专题会议", (Block(HEADING, "一、群众满意度"), *shown, Block(TEXT, "正文一段")))


def parts_of(made: Composition, lang: str = "zh") -> list[Part]:
    return composed(made, lang)
