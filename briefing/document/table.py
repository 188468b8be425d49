"""Native tables in a document: their head row is repeated on each page, and no row is cut in two."""

import math
from collections.abc import Sequence

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from briefing.document.writing import Writer, add
from charts.theme import half_widths

HALF_WIDTH, EDGES_OF_CELL = 135, 230  # of a character and of both margins, in twentieths of a point
EDGES = {"top": "8", "bottom": "8", "insideH": "4"}  # thickness of the lines in eighths of a point
SHADE = "F1F4F7"


def add_table(writer: Writer, body, heads: Sequence[str], rows: Sequence[Sequence[str]], wide: int) -> None:
    """Puts rows under their heads, over the whole width of the text. wide: in EMU."""
    paper = round(wide / 635)  # in twentieths of a point
    table = OxmlElement("w:tbl")
    body.find(qn("w:sectPr")).addprevious(table)
    properties = add(table, "tblPr")
    add(properties, "tblW", w=str(paper), type="dxa")
    add(properties, "jc", val="center")
    borders = add(properties, "tblBorders")
    for edge, thickness in EDGES.items():
        add(borders, edge, val="single", sz=thickness, space="0", color="5B6770")
    add(properties, "tblLayout", type="fixed")
    widths = _widths(heads, rows, paper)
    grid = add(table, "tblGrid")
    for width in widths:
        add(grid, "gridCol", w=str(width))
    for at, row in enumerate((heads, *rows)):
        # A head alone at the foot of a page looks odd, and LibreOffice 7.4 then may not draw the rows below it.
        _add_row(writer, table, row, widths, head=at == 0, keep={} if at <= 1 else None)


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], paper: int) -> list[int]:
    """The widths of the columns: narrow ones get what their longest text needs, wide ones share the rest.

    They share it by the square roots of what they need, because a long text can take several lines.
    """
    needed = [max(map(half_widths, column)) * HALF_WIDTH + EDGES_OF_CELL for column in zip(heads, *rows, strict=True)]
    widths, left, open_columns = dict.fromkeys(range(len(needed)), 0), paper, list(range(len(needed)))
    while open_columns:
        fair = left // len(open_columns)
        fitting = [at for at in open_columns if needed[at] <= fair]
        if len(fitting) in (0, len(open_columns)):  # all fit, or none does: each gets its share of what is left
            whole = sum(math.sqrt(needed[at]) for at in open_columns)
            return [widths[at] or int(left * math.sqrt(need) / whole) for at, need in enumerate(needed)]
        for at in fitting:
            widths[at] = needed[at]
            left -= needed[at]
        open_columns = [at for at in open_columns if at not in fitting]
    return list(widths.values())


def _add_row(writer: Writer, table, texts: Sequence[str], widths: Sequence[int], head: bool, keep: dict | None) -> None:
    """keep: the property by which a row stays on the page of the next one; None if it need not."""
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    if head:
        add(properties, "tblHeader")
    for text, width in zip(texts, widths, strict=True):
        cell = add(row, "tc")
        about = add(cell, "tcPr")
        add(about, "tcW", w=str(width), type="dxa")
        if head:
            add(about, "shd", val="clear", color="auto", fill=SHADE)
        add(about, "vAlign", val="center")
        paragraph = writer.paragraph(cell, "TableText", jc={"val": "left"}, keepNext=keep)
        writer.run(paragraph, text, "black" if head else "song", bold=head and writer.styling is not None)
