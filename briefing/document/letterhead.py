"""What stands before and after the text of a notice and of a brief."""

import datetime

from docx.oxml.ns import qn

from briefing.document.blocks import Letter
from briefing.document.page import BODY, TEXT_WIDTH
from briefing.document.writing import Writer, add
from words import say

RED = "C00000"
RULE = {"val": "single", "sz": "12", "space": "1"}  # a line of 1.5 points below or above a paragraph
RIGHT_EDGE = str(round(TEXT_WIDTH / 635))
NAME_SIZE, SECRECY_SIZE, FOOT_SIZE = 42.0, 16.0, 14.0
CENTRED, RIGHT = {"val": "center"}, {"val": "right"}
NATURAL = {"line": "240", "lineRule": "auto", "before": "120", "after": "120"}  # a large name needs more than a line


def open_notice(writer: Writer, body, letter: Letter) -> None:
    """The red head if there is one, the title, the addressees."""
    if letter.red_head:
        _red_name(writer, body, letter.red_head)
        _ruled(writer, body, "", "bottom", RED)
    _title(writer, body, letter.title or say("document.notice.title", writer.lang))
    to = letter.to or say("document.notice.to", writer.lang)
    writer.line(body, say("document.notice.addressed", writer.lang, to=to), "Normal", "body")


def close_notice(writer: Writer, body, letter: Letter, note: str) -> None:
    """Who signs, the day four characters from the right edge, the remark."""
    writer.line(body, "", "Normal", "body")
    for text in (letter.office or say("document.notice.office", writer.lang), day_words(letter.day, writer.lang)):
        inward = {"rightChars": "400", "right": str(round(BODY * 80))}
        writer.run(writer.paragraph(body, "Normal", keepLines={}, ind=inward, jc=RIGHT), text, "body")
    if said := " ".join(filter(None, (letter.note, note))):
        writer.line(body, say("document.notice.note", writer.lang, note=said), "BodyText", "body")


def open_brief(writer: Writer, body, letter: Letter) -> None:
    """Secrecy, name, issue, editor and day above a red line, the editor's words, the title."""
    lang = writer.lang
    writer.line(body, say("document.brief.secrecy", lang), "Normal", "black", size=SECRECY_SIZE)
    _red_name(writer, body, letter.name or say("document.brief.name", lang))
    number = letter.issue if letter.issue is not None else say("document.brief.no_number", lang)
    issue = writer.paragraph(body, "Normal", jc=CENTRED)
    writer.run(issue, say("document.brief.issue", lang, issue=number), "body")
    office = letter.office or say("document.brief.office", lang)
    _ruled(writer, body, f"{office}\t{day_words(letter.day, lang)}", "bottom", RED)
    if letter.preface:
        preface = writer.paragraph(body, "BodyText")
        writer.run(preface, say("document.brief.preface", lang), "black")
        writer.run(preface, letter.preface, "kai")
    _title(writer, body, letter.title or say("document.brief.title", lang))


def close_brief(writer: Writer, body, letter: Letter, note: str) -> None:
    """The remark, then between two lines who gets the brief, and how many are printed."""
    lang = writer.lang
    if said := " ".join(filter(None, (letter.note, note))):
        writer.line(body, say("document.notice.note", lang, note=said), "BodyText", "body")
    writer.line(body, "", "Normal", "body")
    rows = [("report_to", letter.report_to), ("send_to", letter.send_to), ("issue_to", letter.issue_to)]
    given = [(name, to) for name, to in rows if to] or [("report_to", say("document.brief.nobody", lang))]
    for at, (name, to) in enumerate(given):
        said = say(f"document.brief.{name}", lang, to=to)
        edges = {"top": "000000"} if at == 0 else {}
        _foot(writer, body, said, edges)
    copies = letter.copies if letter.copies is not None else say("document.brief.no_number", lang)
    _foot(writer, body, "\t" + say("document.brief.copies", lang, copies=copies), {"top": "000000", "bottom": "000000"})


def day_words(day: datetime.date | None, lang: str) -> str:
    """A day in words; a blank for one that is not given."""
    if day is None:
        return say("document.no_day", lang)
    return say("document.day", lang, year=day.year, month=day.month, day=day.day)


def _title(writer: Writer, body, text: str) -> None:
    """The title, two lines below what stands above it, a line above what follows."""
    writer.line(body, "", "Normal", "body")
    writer.line(body, text, "Title", "title")
    writer.line(body, "", "Normal", "body")


def _red_name(writer: Writer, body, text: str) -> None:
    size = min(NAME_SIZE, TEXT_WIDTH / 12700 / max(len(text), 1) / (1.02 if writer.lang == "zh" else 0.6))
    writer.run(writer.paragraph(body, "Normal", spacing=NATURAL, jc=CENTRED), text, "title", size, colour=RED)


def _ruled(writer: Writer, body, text: str, edge: str, colour: str) -> None:
    """A line of text with a line below or above it; what follows a tab stands at the right edge."""
    paragraph = writer.paragraph(body, "Normal")
    _draw(paragraph, {edge: colour})
    writer.run(paragraph, text, "body")


def _foot(writer: Writer, body, text: str, edges: dict[str, str]) -> None:
    paragraph = writer.paragraph(body, "Normal", keepNext={})
    _draw(paragraph, edges)
    writer.run(paragraph, text, "body", FOOT_SIZE)


def _draw(paragraph, edges: dict[str, str]) -> None:
    """Lines at the edges of a paragraph, and a stop at its right edge."""
    properties = paragraph.find(qn("w:pPr"))
    if edges:
        borders = add(properties, "pBdr")
        for edge, colour in edges.items():
            add(borders, edge, **RULE, color=colour)
    stops = add(properties, "tabs")
    add(stops, "tab", val="right", pos=RIGHT_EDGE)
