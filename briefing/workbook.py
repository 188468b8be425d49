"""The workbook behind a chart, with one sheet: the same parts that XlsxWriter writes, in a fifth of its time.

A deck of 20 exhibits has some fifty of them. XlsxWriter writes once what they share: the styles of these number
formats, the theme, the sheet around its rows. Rows and texts are written here.
"""

import datetime
import functools
import io
import itertools
import math
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator

import xlsxwriter
from xlsxwriter.sharedstrings import SharedStrings, SharedStringTable
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

SHEET, TEXTS, ABOUT = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/core.xml"
AROUND = re.compile(r'(.*<dimension ref=").*("/><sheetViews>.*<sheetData>).*(</sheetData>.*)', re.DOTALL)
PACKED = (1980, 1, 1, 0, 0, 0)  # the time of all parts
MADE = datetime.datetime(1980, 1, 1)  # stands in the shared parts for the moment at which a workbook is made
FIRST_DAY = datetime.date(1899, 12, 30)  # day 0 of Excel, for days after February 1900
SPANNED = 16  # so many rows say together which columns they have

Value = float | str | datetime.date | None
Rows = list[tuple[int, list[tuple[int, str, str]]]]  # (row, its cells: column, number format, XML of the value)


class Workbook:
    """What python-pptx asks of XlsxWriter's workbook and of its only sheet. Rows and columns count from 0."""

    def __init__(self) -> None:
        self._cells: defaultdict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
        self._texts = SharedStringTable()
        self._wide: tuple[tuple[int, int, float], ...] = ()

    def add_format(self, properties: dict[str, str]) -> str:
        """A number format, as `write` takes it."""
        return properties["num_format"]

    def set_column(self, first: int, last: int, width: float) -> None:
        """The width of columns, in characters."""
        self._wide += ((first, last, width),)

    def write_column(self, row: int, column: int, values: Iterable[Value], form: str = "") -> None:
        """Writes values below one another."""
        for at, value in enumerate(values, row):
            self.write(at, column, value, form)

    def write(self, row: int, column: int, value: Value, form: str = "") -> None:
        """Writes a cell in a number format. A text stays a text, also one that begins with = or looks like an address.
        Raises TypeError for a number that is not finite."""
        if value in (None, ""):
            if form:
                self._cells[row][column] = (form, "/>")
        elif isinstance(value, str):
            index = self._texts._get_shared_string_index(value)
            self._cells[row][column] = (form, f' t="s"><v>{index}</v></c>')
        else:
            number = (value - FIRST_DAY).days if isinstance(value, datetime.date) else value
            if not math.isfinite(number):
                raise TypeError(f"no number of a worksheet: {number}")
            self._cells[row][column] = (form, f"><v>{number:.16G}</v></c>")

    def content(self) -> bytes:
        """The bytes of the .xlsx file."""
        rows = [
            (row, [(at, *cell) for at, cell in sorted(cells.items())]) for row, cells in sorted(self._cells.items())
        ]
        forms = tuple(dict.fromkeys(form for _, cells in rows for _, form, _ in cells if form))
        shared, (start, middle, end), about = _shared(forms, self._wide)
        file = io.BytesIO()
        file.write(shared)
        with zipfile.ZipFile(file, "a") as archive:
            _add(archive, SHEET, "".join([start, _extent(rows), middle, *_written(rows, forms), end]))
            _add(archive, TEXTS, _texts_written(self._texts))
            _add(archive, ABOUT, about.replace(_moment(MADE), _moment(datetime.datetime.now(datetime.UTC))))
        return file.getvalue()


@functools.lru_cache(maxsize=256)
def _shared(forms: tuple[str, ...], wide: tuple[tuple[int, int, float], ...]) -> tuple[bytes, tuple[str, ...], str]:
    """What workbooks share that have these number formats, in the order of their first cells, and these columns: the
    package without the parts that differ, the sheet around its extent and its rows, and the part about the file."""
    file, package = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet()
        for first, last, width in wide:
            sheet.set_column(first, last, width)
        sheet.write(0, 0, "text")  # a workbook without any text would have no part for texts
        for row, form in enumerate(forms, 1):
            sheet.write_blank(row, 0, None, book.add_format({"num_format": form}))
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(package, "w") as kept:
        for name in made.namelist():
            if name not in (SHEET, TEXTS, ABOUT):
                _add(kept, name, made.read(name).decode())
        (around,), about = AROUND.findall(made.read(SHEET).decode()), made.read(ABOUT).decode()
    return package.getvalue(), around, about


def _add(archive: zipfile.ZipFile, name: str, content: str) -> None:
    archive.writestr(zipfile.ZipInfo(name, PACKED), content, zipfile.ZIP_DEFLATED)


def _moment(made: datetime.datetime) -> str:
    return f"{made:%Y-%m-%dT%H:%M:%SZ}"


def _extent(rows: Rows) -> str:
    """The first and the last cell of a sheet, as `A1:F10`."""
    columns = [column for _, cells in rows for column, _, _ in cells]
    corners = dict.fromkeys([xl_rowcol_to_cell(rows[0][0], min(columns)), xl_rowcol_to_cell(rows[-1][0], max(columns))])
    return ":".join(corners)


def _written(rows: Rows, forms: tuple[str, ...]) -> Iterator[str]:
    """The rows as XML. Style 0 is that of cells without a number format."""
    styles = {form: f' s="{number}"' for number, form in enumerate(forms, 1)} | {"": ""}
    for _, block in itertools.groupby(rows, key=lambda each: each[0] // SPANNED):
        together = list(block)
        columns = [column for _, cells in together for column, _, _ in cells]
        spans = f"{min(columns) + 1}:{max(columns) + 1}"
        letters = [xl_col_to_name(column) for column in range(max(columns) + 1)]
        for row, cells in together:
            yield f'<row r="{row + 1}" spans="{spans}">'
            for column, form, value in cells:
                yield f'<c r="{letters[column]}{row + 1}"{styles[form]}{value}'
            yield "</row>"


def _texts_written(texts: SharedStringTable) -> str:
    file, writer = io.StringIO(), SharedStrings()
    texts._sort_string_data()
    writer.string_table = texts
    writer._set_xml_writer(file)
    writer._assemble_xml_file()
    return file.getvalue()
