"""Notices for the sender that are no faults: rows that were left out, and hidden content that was read."""

from collections.abc import Iterable
from pathlib import Path

from etl.contracts.faults import in_both_languages, quoted_list
from etl.reading.column_naming import MappedTable
from etl.reading.file_formats import TEXT_ALLOWED, WorkbookKind, file_format, workbook_kind
from etl.reading.panels import without_number
from etl.reading.tables import Table
from etl.reading.wide_periods import period_headers
from words import LANGUAGES, label, say

MAX_ROW_RANGES = 8  # row ranges listed in a notice
# Sheets of our template.
TEMPLATE_SHEETS = {say(f"office.sheet.{sheet}", lang) for sheet in ("guide", "lists") for lang in LANGUAGES}


def notices(path: Path, dataset: str, tables: list[Table], parts: list[MappedTable]) -> list[dict[str, str]]:
    """The notices of all tables of a dataset in order, each as {zh, en}."""
    pairs = zip(tables, parts, strict=True)
    return [notice for table, part in pairs for notice in _table_notices(path, dataset, table, part)]


def format_notices(path: Path) -> list[dict[str, str]]:
    """A notice of a file whose content is of another kind than its name says."""
    if path.suffix.lower() in TEXT_ALLOWED and file_format(path) == "csv":
        return [_notice(path, "", "text")]
    ours = path.suffix.lower() in (".html", ".htm", ".mht", ".mhtml")
    web_page = not ours and workbook_kind(path) in (WorkbookKind.HTML, WorkbookKind.WEB_ARCHIVE)
    return [_notice(path, "", "web_page")] if web_page else []


def unread_sheet_notices(path: Path, sheets: list[str]) -> list[dict[str, str]]:
    """A notice of the sheets that hold no known table."""
    unknown = [sheet for sheet in sheets if sheet and sheet not in TEMPLATE_SHEETS]
    return [_notice(path, "", "not_read", sheets=quoted_list(unknown))] if unknown else []


def _table_notices(path: Path, dataset: str, table: Table, part: MappedTable) -> list[dict[str, str]]:
    found = []
    features, sheet = table.features, table.sheet
    if features.hidden:
        found.append(_notice(path, sheet, "hidden_sheet"))
    if table.told:
        found.append(_told_notice(path, table, dataset))
    if part.wide and period_headers(part.wide):
        found.append(_notice(path, sheet, "wide_periods", headers=quoted_list(part.wide)))
    if table.panel:
        found.append(_notice(path, sheet, "panel", columns=table.panel))
    if rows := sorted(features.hidden_rows & set(table.rows["source_row"])):
        found.append(_notice(path, sheet, "hidden_rows", rows=row_ranges(rows)))
    if columns := [letter for letter in table.letters.values() if letter in features.hidden_columns]:
        found.append(_notice(path, sheet, "hidden_columns", columns=quoted_list(columns)))
    read = set(part.places.values())
    again = [header for header in table.headers if header not in read and without_number(header) in read]
    if again:
        found.append(
            _notice(path, sheet, "repeated_header", columns=quoted_list([table.letters[header] for header in again]))
        )
    if table.nameless:
        found.append(_notice(path, sheet, "nameless", columns=quoted_list(table.nameless)))
    if table.unread:
        found.append(_notice(path, sheet, "site_unread", questions=quoted_list(table.unread)))
    if table.coded:
        said = {lang: {code: label("answer", of, lang) for code, of in table.coded.items()} for lang in LANGUAGES}
        codes = {"zh": "、".join(f"{code}={word}" for code, word in said["zh"].items())}
        codes["en"] = ", ".join(f"{code} = {word}" for code, word in said["en"].items())
        found.append(_notice(path, sheet, "site_coded", codes=codes))
    if table.form_findings is not None:
        found += [_form_notice(path, sheet, row) for row in table.form_findings.iter_rows(named=True)]
    for (why,), rows_of in part.left_out.group_by("why", maintain_order=True):
        rows = rows_of["source_row"].sort().to_list()
        found.append(_notice(path, sheet, f"left_out_{why}", rows=row_ranges(rows), n=len(rows)))
    return found


def _told_notice(path: Path, table: Table, dataset: str) -> dict[str, str]:
    """A notice of what a text beside the rows told of a column that the table lacks."""
    labels = {
        lang: quoted_list([say(f"columns.{dataset}.{name}.label", lang) for name in table.told])[lang]
        for lang in LANGUAGES
    }
    where = {lang: say(f"etl.told_by.{table.told_by}", lang) for lang in LANGUAGES}
    value = quoted_list(list(dict.fromkeys(table.told.values())))
    return _notice(path, table.sheet, "told_period", column=labels, where=where, value=value)


def _notice(path: Path, sheet: str, what: str, **facts: object) -> dict[str, str]:
    place = in_both_languages("etl.where.sheet_name", sheet=sheet) if sheet else {"zh": "", "en": ""}
    return in_both_languages(f"etl.notice.{what}", file=path.name, sheet=place, **facts)


def _form_notice(path: Path, sheet: str, finding: dict) -> dict[str, str]:
    """A notice on the forms of a survey site, with the rate of all forms beside that of the others."""
    shown = finding["rate"] is not None
    rates = {name: f"{finding[name]:.1%}" for name in ("rate", "rate_without")} if shown else {}
    beside = in_both_languages("etl.site_rates" if shown else "etl.site_rates_hidden", **rates)
    kind = {lang: label("form_finding", finding["finding"], lang) for lang in LANGUAGES}
    facts = {"n": finding["forms_n"], "of": finding["of_n"], "kind": kind, "rates": beside}
    return _notice(path, sheet, "forms_stand_out", **facts)


def row_ranges(rows: Iterable[int]) -> dict[str, str]:
    """Row numbers as text, at most MAX_ROW_RANGES ranges, as {zh, en}: `3、5—9` and `3, 5–9`."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][1] + 1:
            found[-1][1] = row
        else:
            found.append([row, row])
    shown = {
        lang: [str(first) if first == last else f"{first}{dash}{last}" for first, last in found[:MAX_ROW_RANGES]]
        for lang, dash in (("zh", "—"), ("en", "–"))
    }
    more = len(found) > MAX_ROW_RANGES
    return {
        "zh": "、".join(shown["zh"]) + ("……" if more else ""),
        "en": ", ".join(shown["en"]) + (" …" if more else ""),
    }
