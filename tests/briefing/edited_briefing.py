"""Briefings as people edit them: exported cards as slides and document, edited by python-pptx and python-docx, and
saved again by LibreOffice."""

import io
import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from pptx import Presentation
from pptx.chart.data import CategoryChartData

import briefing
import queries
from briefing import exports
from briefing.answered import in_every_language
from briefing.document import document_bytes
from exhibits import Selection

CHANGED = 10
DIGIT = re.compile(r"\d")
# Independent of the product: numbers that a reader of a slide would call figures.
FIGURE = re.compile(r"(?<![0-9A-Za-z.–-])[+−]?\d+\.\d+(?=%|个百分点|条|分)")


def export(names: tuple[str, ...], kind: str, lang: str = "zh") -> bytes:
    """The cards in one file, recorded as the product records them."""
    selection, build = Selection(lang=lang), queries.build_id()
    cards = [exports.Card(in_every_language(name, selection, build), selection, build) for name in names]
    exports.keep(kind, f"简报.{kind}", lang, "写稿人", cards)
    shown = [card.shown[lang] for card in cards]
    if kind == "docx":
        return document_bytes(shown, lang)
    file = io.BytesIO()
    briefing.deck_of(shown, lang).save(file)
    return file.getvalue()


def opened(content: bytes, kind: str) -> Any:
    return Presentation(io.BytesIO(content)) if kind == "pptx" else docx.Document(io.BytesIO(content))


def saved(file: Any) -> bytes:
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def paragraphs(file: Any) -> Iterator[Any]:
    """All paragraphs of a deck or a document, those of groups and tables too."""
    if hasattr(file, "slides"):
        for slide in file.slides:
            yield from _of_shapes(slide.shapes)
        return
    yield from file.paragraphs
    for table in file.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def _of_shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == 6:
            yield from _of_shapes(shape.shapes)
        elif shape.has_text_frame:
            yield from shape.text_frame.paragraphs
        elif getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                for cell in row.cells:
                    yield from cell.text_frame.paragraphs


def text_of(file: Any) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(file))


def write(paragraph: Any, text: str) -> None:
    """Writes a text as a person does who types over the old one."""
    for run in paragraph.runs[1:]:
        run.text = ""
    paragraph.runs[0].text = text


def with_other_digit(text: str, found: re.Match[str]) -> str:
    """The text with the last digit of a figure one higher; 9 becomes 3."""
    at = max(m.start() for m in DIGIT.finditer(text, found.start(), found.end()))
    return text[:at] + ("3" if text[at] == "9" else str(int(text[at]) + 1)) + text[at + 1 :]


def changed(content: bytes, kind: str, seed: int) -> tuple[bytes, list[tuple[str, str]]]:
    """The file with ten figures changed, each in a passage of its own; (as it was, as it is) of each."""
    file = opened(content, kind)
    able = [paragraph for paragraph in paragraphs(file) if paragraph.runs and FIGURE.search(paragraph.text)]
    assert sum(len(FIGURE.findall(paragraph.text)) for paragraph in able) >= CHANGED
    random.Random(seed).shuffle(able)
    done = []
    for paragraph in able[:CHANGED]:
        found = random.Random(seed).choice(list(FIGURE.finditer(paragraph.text)))
        before = paragraph.text
        write(paragraph, with_other_digit(before, found))
        new = FIGURE.search(paragraph.text, found.start())
        assert new
        done.append((found.group(), new.group()))
    assert len(done) == CHANGED
    return saved(file), done


def with_chart_value(at: int, value: float) -> bytes:
    """The slide of the satisfaction trend with another rate at a point of its chart."""
    deck = opened(export(("satisfaction_trend",), "pptx"), "pptx")
    (chart,) = [shape.chart for shape in deck.slides[0].shapes if shape.has_chart]
    data = CategoryChartData(number_format="0.0%")
    data.categories = list(chart.plots[0].categories)
    for series in chart.plots[0].series:
        values = list(series.values)
        if series.name == "满意率":
            values[at] = value
        data.add_series(series.name, values)
    chart.replace_data(data)
    return saved(deck)


def by_libreoffice(content: bytes, kind: str, folder: Path, ending: str = "") -> bytes:
    """The file as LibreOffice saves it."""
    assert shutil.which("soffice"), "libreoffice-impress and libreoffice-writer are needed"
    source, target = folder / f"edited.{kind}", folder / "saved"
    source.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending or kind, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (target / f"edited.{ending or kind}").read_bytes()
