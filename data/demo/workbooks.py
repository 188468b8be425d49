"""Tables as an office would send them: a title line with 示例数据, a header of one or two rows, rows, a footer."""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

Row = list[Any]
# A fixed creation time, so that the same seed gives the same bytes.
WRITTEN_ON = datetime(2026, 1, 5)


@dataclass
class Table:
    """The content of a sheet. `header` replaces the column names as header rows; `note` is a line under the title."""

    title: str
    columns: dict[str, list[Any]]
    header: list[Row] | None = None
    note: str | None = None
    footer: list[Row] = field(default_factory=list)

    def rows(self) -> list[Row]:
        """All rows below the title: note, header rows, data rows, footer."""
        head = ([[self.note]] if self.note else []) + (self.header or [list(self.columns)])
        return head + [list(row) for row in zip(*self.columns.values(), strict=True)] + self.footer


def write_xlsx(path: Path, sheets: dict[str, Table]) -> Path:
    """Writes a workbook with one table per sheet, the title over the first columns of row 1; returns its path."""
    options = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "示例数据", "created": WRITTEN_ON})
        bold = book.add_format({"bold": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, table.title, bold)
            writers = {str: sheet.write_string, int: sheet.write_number, float: sheet.write_number}
            for at, row in enumerate(table.rows(), start=1):
                for column, value in enumerate(row):
                    if value is None or value == "":
                        continue
                    if isinstance(value, date):
                        sheet.write_datetime(at, column, value, day)
                    else:
                        writers.get(type(value), sheet.write)(at, column, value)
    return path


def write_csv(path: Path, table: Table, encoding: str = "utf-8-sig") -> Path:
    """Writes a CSV with its title on line 1; returns its path. utf-8-sig is Excel's “CSV UTF-8”, gb18030 its “CSV”."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([table.title])
        writer.writerows(table.rows())
    return path
