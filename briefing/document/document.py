"""Exhibits, headings and texts as a Word document: a notice or a brief after GB/T 9704.

Each exhibit is a heading (its finding), sentences, a chart or a table, and a note with scope, source and trace code.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars.selectors as cs
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from briefing.axes import span
from briefing.document.blocks import Block, Heading, Kind, Letter, Table, Text
from briefing.document.chart import Charts
from briefing.document.letterhead import close_brief, close_notice, day_words, open_brief, open_notice
from briefing.document.master import Master, first_number
from briefing.document.page import TEXT_WIDTH, blank_document
from briefing.document.sentences import sentences
from briefing.document.table import add_table
from briefing.document.writing import FORBIDDEN, Writer, clean
from briefing.pagination import columns
from briefing.plan import Plan
from briefing.plans import PLANS, SHOWN_AS_ROWS
from briefing.style import LANGUAGE_TAGS
from exhibits.exhibit import Exhibit
from words import say

HIGH = Mm(80)  # of a chart alone in its line
PANEL_HIGH = Mm(62)  # of one of two charts in a line
ROWS = 36  # lines of dots or bars in one chart; more take another one
ROW_HIGH, AXES_HIGH = Pt(13.5), Mm(22)
DEEPEST = 4  # levels of headings
OPENING = {"notice": open_notice, "brief": open_brief}
CLOSING = {"notice": close_notice, "brief": close_brief}


def document_of(blocks: Sequence[Block], lang: str, kind: Kind, letter: Letter) -> Document:
    """The document of these blocks in their order."""
    document = blank_document(lang)
    writer, body = Writer(lang), document.element.body
    made = [_cleaned(block) for block in blocks]
    OPENING[kind](writer, body, letter)
    _Body(Charts(document, lang), writer, body, TEXT_WIDTH).write(made)
    CLOSING[kind](writer, body, letter, _remark(made, lang))
    about = document.core_properties
    about.title = clean(letter.title)[:250] or say(f"document.{kind}.title", lang)
    about.author, about.comments, about.language = clean(letter.office)[:250], "", LANGUAGE_TAGS[lang]
    return document


def document_in(master: Master, blocks: Sequence[Block], lang: str, letter: Letter, subtitle: str = "") -> Document:
    """The document of these blocks in a city's own template. What has no placeholder stands above the body, the day
    below it."""
    document, body = master.document, master.body
    writer = Writer(lang, master.styling(lang))
    words = {"title": clean(letter.title), "subtitle": clean(subtitle), "day": day_words(letter.day, lang)}
    master.fill(words)
    made, before = [_cleaned(block) for block in blocks], list(body)
    for role, style in (("title", "Title"), ("subtitle", "BodyText")):
        if role not in master.roles and words[role]:
            writer.line(body, words[role], style, "body")
    _Body(Charts(document, lang, first_number(document)), writer, body, master.width).write(made)
    if remark := _remark(made, lang):
        writer.line(body, say("document.notice.note", lang, note=remark), "BodyText", "body")
    if "day" not in master.roles:
        writer.run(writer.paragraph(body, "Normal", jc={"val": "right"}), words["day"], "body")
    master.put([element for element in body if element not in before])
    document.core_properties.title = words["title"][:250]
    return document


def _remark(blocks: Sequence[Block], lang: str) -> str:
    """That the figures are demonstration data, if one is."""
    sample = say("exhibits.sample", lang)
    samples = any(isinstance(block, Exhibit) and block.footer.startswith(sample) for block in blocks)
    return say("document.sample", lang) if samples else ""


def document_bytes(blocks: Sequence[Block], lang: str, kind: Kind = "notice", letter: Letter | None = None) -> bytes:
    """The bytes of a .docx file. The ids of its exhibits must be in briefing.SUPPORTED."""
    return written(document_of(blocks, lang, kind, letter or Letter()))


def written(document: Document) -> bytes:
    """The bytes of a document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _cleaned(block: Block) -> Block:
    """The block without characters that no XML can hold."""
    if isinstance(block, Table):
        heads, rows = tuple(map(clean, block.heads)), tuple(tuple(map(clean, row)) for row in block.rows)
        return Table(clean(block.title), heads, rows)
    if not isinstance(block, Exhibit):
        return replace(block, text=clean(block.text))
    frame = block.frame.with_columns(cs.string().str.replace_all(FORBIDDEN.replace(r"\ud800-\udfff", ""), ""))
    words: dict[str, Any] = {name: clean(getattr(block, name)) for name in ("finding", "subtitle", "footer", "alt")}
    return replace(block, frame=frame, **words)


class _Body:
    """Writes the blocks between the letter's head and its foot; numbers headings, figures and tables."""

    def __init__(self, charts: Charts, writer: Writer, body: Any, wide: int) -> None:
        self.charts, self.writer, self.lang, self.body, self.wide = charts, writer, writer.lang, body, wide
        self.numbers = [0] * (DEEPEST + 1)
        self.numbered = {"figure": 0, "table": 0}

    def write(self, blocks: Sequence[Block]) -> None:
        below = 1  # the level of the next exhibit's heading
        for block in blocks:
            if isinstance(block, Heading):
                level = min(max(block.level, 1), DEEPEST)
                self.heading(block.text, level, own=True)
                below = min(level + 1, DEEPEST)
            elif isinstance(block, Table):
                self.own_table(block)
            elif isinstance(block, Text):
                for line in filter(str.strip, block.text.splitlines()):
                    self.writer.line(self.body, line.strip(), "BodyText", "body")
            else:
                self.exhibit(block, below)

    def heading(self, text: str, level: int, own: bool = False) -> None:
        """A heading with its number. own: of the writer's, who may have numbered it."""
        self.numbers[level] += 1
        self.numbers[level + 1 :] = [0] * (DEEPEST - level)
        number = self.numbers[level]
        marked = own and re.match(say("document.marked", self.lang), text)
        mark = (
            ""
            if marked
            else say(f"document.level.{level}", self.lang, number=number, numeral=numeral(number, self.lang))
        )
        face, bold = {1: ("black", False), 2: ("kai", False), 3: ("body", True)}.get(level, ("body", False))
        if (styling := self.writer.styling) is not None:
            mark, bold = "" if f"Heading{level}" in styling.numbered else mark, False  # as the template's style has it
        self.writer.line(self.body, mark + text, f"Heading{level}", face, bold=bold)

    def exhibit(self, exhibit: Exhibit, level: int) -> None:
        self.heading(exhibit.finding, level)
        self.writer.line(
            self.body, (" " if self.lang == "en" else "").join(sentences(exhibit, self.lang)), "BodyText", "body"
        )
        has_rows = exhibit.figure is not None or exhibit.id in SHOWN_AS_ROWS
        plans = [plan for plan in PLANS[exhibit.id](exhibit.frame, self.lang) if plan.shows] if has_rows else []
        if not plans:
            self.writer.line(self.body, say("document.nothing", self.lang), "BodyText", "body")
        elif plans[0].kind in ("table", "cards"):
            for plan in plans:
                self.table(plan, exhibit)
        else:
            self.figure(plans, exhibit)
        self.notes(exhibit)

    def table(self, plan: Plan, exhibit: Exhibit) -> None:
        """A native table with its title above it."""
        self.caption("table", exhibit)
        if plan.kind == "table":
            add_table(self.writer, self.body, plan.categories, plan.cells, self.wide)
        else:
            heads = [say(f"document.card.{name}", self.lang) for name in ("name", "value", "range", "change", "said")]
            cells = [(name, value, interval, change, said) for _, value, name, said, change, interval in plan.cells]
            add_table(self.writer, self.body, heads, cells, self.wide)
        if plan.note:
            self.writer.line(self.body, plan.note, "SourceNote", "song")

    def own_table(self, block: Table) -> None:
        """A table of the writer's own."""
        self.numbered_caption("table", block.title)
        add_table(self.writer, self.body, block.heads, block.rows, self.wide)

    def figure(self, plans: list[Plan], exhibit: Exhibit) -> None:
        """Native charts, one in a line or small ones two in a line, with their title below them."""
        rows = _rows([replace(plan, toned=(False,) * len(plan.toned)) for plan in plans])  # words lie above a chart
        for at, row in enumerate(rows, 1):
            # The last line stays with the title below it; the others may stand on the page before.
            paragraph = self.writer.paragraph(self.body, "Figure", keepNext={"val": str(int(at == len(rows)))})
            for plan in row:
                wide = self.wide // 2 if plan.panel else self.wide
                about = exhibit.finding, exhibit.alt if len(plans) == 1 else f"{plan.measure} · {exhibit.alt}"
                run = self.writer.run(paragraph, "", "body")
                run.remove(run.find(qn("w:t")))
                run.append(self.charts.drawing(plan, wide, _high(plan), about))
        self.caption("figure", exhibit)

    def caption(self, kind: str, exhibit: Exhibit) -> None:
        self.numbered_caption(kind, exhibit.subtitle.split(" · ")[0])

    def numbered_caption(self, kind: str, measure: str) -> None:
        self.numbered[kind] += 1
        text = say(f"document.caption.{kind}", self.lang, number=self.numbered[kind], measure=measure)
        self.writer.run(self.writer.paragraph(self.body, "Caption", keepNext={}), text, "black")

    def notes(self, exhibit: Exhibit) -> None:
        """What is needed to read the figure, and where it comes from, with the trace code."""
        scope = self.writer.paragraph(self.body, "SourceNote", keepNext={})
        self.writer.run(scope, say("document.scope", self.lang, scope=exhibit.subtitle), "song")
        self.writer.line(self.body, exhibit.footer, "SourceNote", "song")


def _rows(plans: list[Plan]) -> list[list[Plan]]:
    """The charts of each line. A chart with many rows is split; its parts have the same axis."""
    if len(plans) > 1:
        panels = [replace(plan, panel=True) for plan in plans]
        return [panels[at : at + 2] for at in range(0, len(panels), 2)]
    (plan,) = plans
    if plan.kind not in ("dots", "bars") or len(plan.headed) <= ROWS:
        return [plans]
    whole = replace(plan, reach=span(plan))
    return [[whole.part(first, end)] for first, end in columns(plan, ROWS)]


def _high(plan: Plan) -> int:
    """The height of a chart: fixed, or for rows as much as they need."""
    if plan.panel:
        return PANEL_HIGH
    return AXES_HIGH + ROW_HIGH * len(plan.headed) if plan.kind in ("dots", "bars") else HIGH


def numeral(number: int, lang: str) -> str:
    """A number from 1 to 99 in the numerals of Chinese headings, or in figures."""
    digits = say("document.digits", lang)
    if not digits.strip("-") or number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = digits[9]
    return (digits[tens - 1] if tens > 1 else "") + (ten if tens else "") + (digits[ones - 1] if ones else "")
