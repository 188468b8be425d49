"""The template workbook of a dataset, generated from its contract. A filled-in template loads without a layout.

The example row stands *above* the header, because every row below the header is data. An example among the data would
need a mark to be skipped, and overwriting it while leaving the mark would lose a row unnoticed.
"""

import io
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etl.contracts import DATASETS
from etl.contracts.dictionary import key_columns
from etl.intake.template_guide import OPEN_LISTS, GuideColumn, guide_columns
from etl.reading.entity_matching import Directory
from etl.storage import WarehouseError, plain_errors, write_output
from etl.warehouse.known_units import known_units
from words import language, say

FONT = "微软雅黑"
TITLE, NOTE, EXAMPLE, HEADER = range(4)  # rows of the first sheet, from 0
LAST_ROW = 1_048_575
A4 = 9
MAX_MESSAGE_CHARACTERS, MAX_TITLE_CHARACTERS = 255, 32  # characters, Excel's own limits
YEAR_BOUNDS = (1990, 2100)
INK, PALE, BLUE, GREY, RULE = "#1F2937", "#F3F4F6", "#1F4E79", "#6B7280", "#CBD5E1"
WIDTHS = {
    "text": 16,
    "word": 16,
    "yes_no": 10,
    "date": 13,
    "month": 16,
    "year": 8,
    "integer": 10,
    "number": 10,
    "share": 10,
    "star": 10,
}
PROSE_WIDTH = 32
GUIDE_WIDTHS = {"column": 16, "needed": 18, "meaning": 42, "unit": 20, "rule": 34, "words": 44, "example": 20}


def template(dataset: str, lang: str | None = None) -> bytes:
    """The template of a dataset as .xlsx. Drop-downs list the units of the live batches. Raises WarehouseError: no such
    dataset."""
    if dataset not in DATASETS:
        raise WarehouseError("warehouse.no_such_dataset", dataset=dataset, allowed=" ".join(DATASETS))
    with plain_errors():
        directory = known_units().directory()
    return template_workbook(dataset, directory, lang or language())


def write_templates(datasets: list[str], folder: Path) -> list[Path]:
    """Write the templates of datasets (none given: all) to a folder; their paths."""
    lang = language()
    written = []
    for dataset in datasets or list(DATASETS):
        data = template(dataset, lang)
        path = folder / say("office.file.template", lang, dataset=say(f"columns.{dataset}.label", lang))
        write_output(path, data)
        written.append(path)
    return written


def template_workbook(dataset: str, directory: Directory, lang: str) -> bytes:
    """The template as .xlsx, with the units and words of a directory in its drop-downs."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        _TemplateWriter(book, dataset, guide_columns(dataset, directory, lang), lang).draw()
    return buffer.getvalue()


class _TemplateWriter:
    """Writes the three sheets: the form, the guide, and the hidden lists of the drop-downs."""

    def __init__(self, book: xlsxwriter.Workbook, dataset: str, columns: list[GuideColumn], lang: str) -> None:
        self.book, self.dataset, self.columns, self.lang = book, dataset, columns, lang
        self.label, self.help = (say(f"columns.{dataset}.{part}", lang) for part in ("label", "help"))
        self.formats: dict[tuple, Any] = {}
        book.set_properties({"title": self.label})
        self.form = book.add_worksheet(self.label)
        self.guide = book.add_worksheet(self.say("office.sheet.guide"))
        self.lists = book.add_worksheet(self.say("office.sheet.lists"))

    def say(self, name: str, **facts: object) -> str:
        """A sentence of words in the template's language."""
        return say(name, self.lang, **facts)

    def style(self, **how: object) -> Any:
        """A cell format, created once."""
        asked_for = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"} | how
        key = tuple(sorted(asked_for.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(asked_for)
        return self.formats[key]

    def draw(self) -> None:
        """Write all sheets."""
        self._form()
        self._choices()
        self._guide()
        self.form.activate()

    # --- the sheet to be filled in ----------------------------------------------------------------------------------

    def _form(self) -> None:
        sheet = self.form
        sheet.write_string(TITLE, 0, self.label, self.style(font_size=16, bold=True, font_color=BLUE))
        note = self.say("office.template.note", help=self.help, guide=self.say("office.sheet.guide"))
        sheet.write_string(NOTE, 0, note, self.style(font_color=GREY))
        sheet.set_row(TITLE, 30)
        sheet.set_row(NOTE, 18)
        sheet.set_row(EXAMPLE, 18)
        sheet.set_row(HEADER, 32)
        # A column for row numbers, which offices expect; it is not loaded.
        self._column(0, self.say("office.template.number"), self.say("office.template.example"), 7, self.style())
        for at, column in enumerate(self.columns, start=1):
            mark = "＊" if column.required else ""
            text = self.style(num_format=_number_format(column))
            self._column(at, column.label + mark, column.example, _width(column), text, strong=column.required)
            self._validate(at, column)
        sheet.freeze_panes(HEADER + 1, 1)
        self._printed(sheet, HEADER)

    def _column(self, at: int, header: str, example: str, width: int, cells: Any, strong: bool = False) -> None:
        self.form.set_column(at, at, max(width, _shown_width(header) + 3), cells)
        self.form.write_string(EXAMPLE, at, example, self.style(italic=True, font_color=GREY, bg_color=PALE))
        colours = {"bg_color": BLUE, "font_color": "#FFFFFF"} if strong else {"bg_color": "#DCE6F1"}
        head = self.style(bold=True, align="center", text_wrap=True, border=1, border_color=RULE, **colours)
        self.form.write_string(HEADER, at, header, head)

    def _validate(self, at: int, column: GuideColumn) -> None:
        needed = "" if column.required else column.needed + ("。" if self.lang == "zh" else ".")
        message = " ".join(part for part in (column.help, needed, f"【{column.form}】", column.rule) if part)
        told = {
            "input_title": _clipped(column.label, MAX_TITLE_CHARACTERS),
            "input_message": _clipped(message, MAX_MESSAGE_CHARACTERS),
            "error_title": _clipped(column.label, MAX_TITLE_CHARACTERS),
            "error_message": _clipped(f"{column.form}。{column.rule}", MAX_MESSAGE_CHARACTERS),
        }
        self.form.data_validation(HEADER + 1, at, LAST_ROW, at, _validation(column) | told)

    def _choices(self) -> None:
        """The words of the drop-downs: one column per list, each a named range."""
        sheet = self.lists
        named: set[str] = set()
        for column in self.columns:
            if not column.words or column.code_list in named:
                continue
            at = len(named)
            named.add(str(column.code_list))
            sheet.write_column(0, at, column.words)
            last = len(column.words)
            letter = xlsxwriter.utility.xl_col_to_name(at)
            self.book.define_name(_list_name(column), f"='{sheet.name}'!${letter}$1:${letter}${last}")
        sheet.very_hidden()

    # --- the guide --------------------------------------------------------------------------------------------------

    def _guide(self) -> None:
        sheet, last = self.guide, len(GUIDE_WIDTHS) - 1
        title = self.style(font_size=16, bold=True, font_color=BLUE)
        sheet.merge_range(0, 0, 0, last, self.say("office.guide.title", dataset=self.label), title)
        between = "、" if self.lang == "zh" else ", "
        labels = {column.name: column.label for column in self.columns}
        together = between.join(labels[name] for name in key_columns(self.dataset))
        intro = self.say("office.guide.intro", help=self.help, together=together)
        sheet.merge_range(1, 0, 1, last, intro, self.style(font_color=GREY, text_wrap=True))
        sheet.set_row(0, 30)
        sheet.set_row(1, 34)
        head = self.style(bold=True, bg_color="#DCE6F1", border=1, border_color=RULE)
        for at, (part, width) in enumerate(GUIDE_WIDTHS.items()):
            sheet.set_column(at, at, width)
            sheet.write_string(2, at, self.say(f"office.guide.{part}"), head)
        for row, column in enumerate(self.columns, start=3):
            self._guide_row(row, column)
        sheet.freeze_panes(3, 1)
        self._printed(sheet, 2)

    def _guide_row(self, row: int, column: GuideColumn) -> None:
        parts = (column.label, column.needed, column.help, column.form, column.rule, column.allowed, column.example)
        for at, text in enumerate(parts):
            strong = {"bold": True} if at == 0 or (at == 1 and column.required) else {}
            cell = self.style(text_wrap=True, valign="top", border=1, border_color=RULE, **strong)
            self.guide.write_string(row, at, text, cell)
        lines = max(
            -(-_shown_width(text) // (width - 2)) for text, width in zip(parts, GUIDE_WIDTHS.values(), strict=True)
        )
        self.guide.set_row(row, 6 + 15 * max(lines, 1))

    def _printed(self, sheet: Worksheet, header: int) -> None:
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R" + self.say("office.template.pages"))


def _list_name(column: GuideColumn) -> str:
    return f"list_{column.code_list}"


def _number_format(column: GuideColumn) -> str:
    """Text format for codes and months: 0012 keeps its zeros, and 2025年6月 does not become its first day."""
    if column.kind == "date":
        return "yyyy-mm-dd"
    return "General" if column.kind in ("integer", "number", "year") else "@"


def _validation(column: GuideColumn) -> dict[str, Any]:
    """The data validation of a column. Input that the reader accepts but Excel would reject only warns."""
    if column.words:
        strict = column.code_list not in OPEN_LISTS
        return {"validate": "list", "source": f"={_list_name(column)}", "error_type": "stop" if strict else "warning"}
    if column.kind == "year":
        return {"validate": "integer", "criteria": "between", "minimum": YEAR_BOUNDS[0], "maximum": YEAR_BOUNDS[1]}
    if column.kind == "date":
        return {"validate": "date", "criteria": ">=", "value": "=DATE(1990,1,1)"}
    if column.kind in ("integer", "number"):
        return {"validate": "integer" if column.kind == "integer" else "decimal"} | _between(column.low, column.high)
    return {"validate": "any"}


def _between(low: float | None, high: float | None) -> dict[str, Any]:
    if low is not None and high is not None:
        return {"criteria": "between", "minimum": low, "maximum": high}
    if high is not None:
        return {"criteria": "<=", "value": high}
    return {"criteria": ">=", "value": low if low is not None else -1e9}


def _width(column: GuideColumn) -> int:
    longest = max((_shown_width(word) for word in column.words), default=0)
    width = PROSE_WIDTH if column.kind == "text" and _shown_width(column.example) > 20 else WIDTHS[column.kind]
    return min(max(width, longest + 3, min(_shown_width(column.example) + 2, PROSE_WIDTH)), PROSE_WIDTH)


def _shown_width(text: str) -> int:
    """The display width in half-width characters: a Chinese character counts two."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)


def _clipped(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
