"""Writes an .ods as LibreOffice does: repeated cells, covered cells, hidden rows, columns and sheets."""

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"
COVERED = "<table:covered-table-cell/>"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)


def cell(value: object, down: int = 1, right: int = 1) -> str:
    """A cell, or the first one of a merged block."""
    spans = f' table:number-rows-spanned="{down}" table:number-columns-spanned="{right}"' if down * right > 1 else ""
    if value is None:
        return f"<table:table-cell{spans}/>"
    if isinstance(value, str) and value.startswith("="):
        return f"<table:table-cell{spans} table:formula={quoteattr('of:' + value)}/>"
    text = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in str(value).split("\n"))
    typed = f'"float" office:value="{value}"' if isinstance(value, int | float) else '"string"'
    return f"<table:table-cell{spans} office:value-type={typed}>{text}</table:table-cell>"


def _spaced(line: str) -> str:
    """A paragraph; of several spaces all but one are written as an element, and so are the first and the last."""
    shown = escape(line).replace("\t", "<text:tab/>")
    return re.sub(r"^ +| +$|(?<= ) +", lambda spaces: f'<text:s text:c="{len(spaces[0])}"/>', shown)


def row(*cells: object, hidden: bool = False, times: int = 1) -> str:
    """Values, or cells that are written already."""
    shown = "".join(one if isinstance(one, str) and one.startswith("<table:") else cell(one) for one in cells)
    more = ' table:visibility="collapse"' if hidden else ""
    more += f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{more}>{shown}</table:table-row>"


def write(
    path: Path, sheets: dict[str, list[str]], hidden_columns: int = 0, manifest: str = "", day_zero: str = ""
) -> Path:
    """sheets: name → rows. hidden_columns: so many of the first columns are hidden; a sheet called 藏… is hidden.
    day_zero: the day from which the numbers of days count, if it is not 1899-12-30."""
    null_date = f'<table:null-date table:date-value="{day_zero}"/>' if day_zero else ""
    settings = f"<table:calculation-settings>{null_date}</table:calculation-settings>"
    tables = "".join(
        f'<table:table table:name={quoteattr(name)} table:style-name="{"off" if name.startswith("藏") else "on"}">'
        + (
            f'<table:table-column table:visibility="collapse" table:number-columns-repeated="{hidden_columns}"/>'
            if hidden_columns
            else ""
        )
        + f'<table:table-column table:number-columns-repeated="16"/>{"".join(rows)}</table:table>'
        for name, rows in sheets.items()
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("on", "true"), ("off", "false"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{settings}{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        parts.writestr("content.xml", content)
        parts.writestr("META-INF/manifest.xml", MANIFEST.format(manifest))
    return path
