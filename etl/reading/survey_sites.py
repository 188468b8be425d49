"""Exports of survey sites (问卷星, 腾讯问卷, 金山表单, LimeSurvey, Kobo) as answered forms, known by their headers.

Each question that names a unit becomes a column of answers: unit × item. Skipped questions are blanks. Times, network
addresses, devices and names are used for the findings on the forms and are dropped here: no later step sees them.
"""

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from etl.contracts.faults import Refused, in_both_languages
from etl.reading import pseudonyms, tables
from etl.reading.cells import comparison_form, normalize_cell
from etl.reading.entity_matching import Directory
from etl.reading.grid import Grid
from etl.reading.layout_file import Layout, Unpivot
from etl.reading.site_findings import SiteForms, site_findings
from etl.reading.site_headers import site_kind
from etl.reading.site_questions import header_parts, opinion_questions, rated_units
from etl.reading.tables import Table, normalize_header

GROUP_QUESTION = "身份|层面|群体|人群|类别|您是|您属于|职业|groupof"
CHOSEN = ("1", "是", "√", "yes", "true")  # cells of a choice; also the words of its theme
NOT_CHOSEN = ("", "0", "否", "no", "false")
SKIPPED = r"^(?:-[23](?:\(.*\))?|\((?:跳过|空|未填)\)|跳过|未作答)$"
OPTION_LETTER = r"^\s*[A-Ha-h]\s*[.、．:：]\s*"
MIN_SITE_HEADERS = 2  # kinds of them: a ledger may have a 序号
OPINION_COLUMNS = ("opinion_id", "unit_id", "group", "theme", "text")
IDENTIFYING = ("form", "time", "start", "device", "person")  # kinds of headers that tell forms apart
FORM_DIGITS = 8  # of the form's own hash: two exports of one site both count their forms from 1


@dataclass(frozen=True)
class SiteExport:
    """The columns of an export."""

    header_row: int
    headers: dict[str, str]  # letter → header
    kinds: dict[str, str]  # header → kind of SITE_HEADERS
    answers: dict[str, tuple[str, str]]  # header → unit as written there, item
    opinions: dict[str, tuple[str, str | None]]  # header → unit, theme of a choice; None: free text
    group: str | None  # header
    unread: list[str]  # other questions


def recognize(grid: Grid, directory: Directory) -> SiteExport | None:
    """The export on a sheet; None if the sheet is none: it needs headers of a site and questions that name units."""
    for row, headers in tables.candidate_header_names(grid).items():
        kinds = {header: kind for header in headers.values() if (kind := site_kind(header))}
        if len(set(kinds.values())) < MIN_SITE_HEADERS:
            continue
        questions = [header for header in headers.values() if header not in kinds]
        opinions = opinion_questions(questions, directory)
        if answers := rated_units([one for one in questions if one not in opinions], directory):
            others = [header for header in questions if header not in answers and header not in opinions]
            group = next((one for one in others if re.search(GROUP_QUESTION, normalize_header(one))), None)
            unread = [header for header in others if header != group]
            return SiteExport(row, headers, kinds, answers, opinions, group, unread)
    return None


@dataclass(frozen=True)
class UnderstoodExport:
    """An export with what it says, or a layout says of it, and what is still lacking."""

    whole: Table
    rows: pl.DataFrame  # of the table, without skipped answers and the letters of options
    group: str | None  # header
    forms: SiteForms
    layout: Layout
    lacking: list[str]  # group_column, group, survey_year, scale_id


def understand(grid: Grid, site: SiteExport, given: Layout | None, directory: Directory) -> UnderstoodExport:
    """An export by itself, or with a given layout."""
    base = given or Layout("survey_site", "survey_response", {}, survey_site=True)
    whole = tables.table_from_grid(grid, site.header_row)
    assert whole is not None  # it has headers
    skipped = pl.col(list(site.answers)).str.strip_chars().str.contains(SKIPPED).fill_null(False)
    rows = whole.rows.with_columns(pl.when(~skipped).then(pl.col(list(site.answers))).name.keep())
    group = whole.header(base.columns.get("group", ())) or site.group
    options = [*site.answers, *([group] if group else [])]
    rows = rows.with_columns(pl.col(options).str.replace(OPTION_LETTER, ""))
    forms = _forms(rows, site)
    constants = {"channel": "online", "survey_year": _year(forms)} | base.constants
    layout, lacking = _filled_layout(rows, site, group, replace(base, constants=constants), directory)
    return UnderstoodExport(whole, rows, group, forms, layout, lacking)


def read_export(
    path: Path, grid: Grid, site: SiteExport, given: Layout | None, directory: Directory
) -> list[tuple[Layout, Table]]:
    """The answered forms of an export, and the opinions in it if there are any: each with the layout that says what its
    headers mean, without private data.

    given: a layout with what the export does not say: constants (survey_year, scale_id, wave), [values] of group and
    answer. Raises Refused with what is missing.
    """
    export = understand(grid, site, given, directory)
    whole, rows, group, forms, layout = export.whole, export.rows, export.group, export.forms, export.layout
    if lacking := export.lacking:
        raise Refused("survey_site", path, needs=_needs(lacking), example=_example(lacking, site.unread))
    # Without a number of its own a form is known by the hash alone, shown in the place of its time.
    form = next((one for kind in ("form", "time", "start") for one, of in site.kinds.items() if of == kind), "")
    form = form or next(iter(site.kinds))
    shown = rows.select(
        "source_row", _form_ids(rows, site, form), *([group] if group and group != form else []), *site.answers
    )
    letters = {header: whole.letters[header] for header in shown.columns if header != "source_row"}
    unread = [header for header in site.unread if header != group]
    findings = site_findings(shown.select(list(site.answers)), forms, layout, directory)
    columns: dict[str, tuple[str, ...]] = {"form_id": (form,)}
    if group:
        columns["group"] = (group,)
    ours = replace(layout, columns=columns, unpivot=Unpivot(("unit_id", "item"), "answer", tuple(site.answers)))
    table = replace(whole, rows=shown, letters=letters, above="", unread=unread, form_findings=findings)
    opinions = _opinion_rows(rows, shown, site, form, group)
    if opinions.is_empty():
        return [(ours, table)]
    first = whole.letters[next(iter(site.opinions))]
    places = dict.fromkeys(OPINION_COLUMNS, whole.letters[form]) | {"text": first, "theme": first, "unit_id": first}
    said = replace(table, rows=opinions, letters=places, unread=[], form_findings=None)
    kept = {name: value for name, value in layout.constants.items() if name in ("survey_year", "channel")}
    values = {"group": layout.values["group"]} if "group" in layout.values else {}
    return [
        (ours, table),
        (
            Layout(
                layout.name,
                "opinion",
                {name: (name,) for name in OPINION_COLUMNS},
                constants=kept | {"polarity": "problem"},
                values=values,
                survey_site=True,
            ),
            said,
        ),
    ]


def _opinion_rows(
    rows: pl.DataFrame, shown: pl.DataFrame, site: SiteExport, form: str, group: str | None
) -> pl.DataFrame:
    """One row per opinion: source_row and OPINION_COLUMNS. A choice has its theme or the words of its option, a free
    text its words."""
    parts = []
    for at, (header, (unit, theme)) in enumerate(site.opinions.items(), start=1):
        word, options = normalize_cell(pl.col(header)), header_parts(header)
        chosen = [*CHOSEN, *map(normalize_header, options)]
        same = comparison_form(pl.col(header).fill_null(""))
        unsaid = pl.col(header).str.strip_chars().str.contains(SKIPPED).fill_null(False) | same.is_in(NOT_CHOSEN)
        is_choice = bool(theme) or rows.select((unsaid | same.is_in(chosen)).all()).item()
        said = comparison_form(word).is_in(chosen) if is_choice else word != ""
        in_words = pl.lit(None if theme else options[-1], pl.String) if is_choice else pl.col(header)
        told = rows.select(
            "source_row",
            opinion_id=pl.concat_str(shown[form], pl.lit(f"-{at}")),
            unit_id=pl.lit(unit),
            group=shown[group] if group and group in shown.columns else pl.lit(None, pl.String),
            theme=pl.lit(theme or "unknown"),
            text=in_words,
            said=said & ~pl.col(header).str.strip_chars().str.contains(SKIPPED),
        )
        parts.append(told.filter("said").drop("said"))
    empty = pl.DataFrame(schema={"source_row": rows.schema["source_row"]} | dict.fromkeys(OPINION_COLUMNS, pl.String))
    return pl.concat([empty, *(part.select(empty.columns) for part in parts)]).sort("source_row", maintain_order=True)


def _form_ids(rows: pl.DataFrame, site: SiteExport, form: str) -> pl.Series:
    """A keyed hash of what the site says of each form, after its number if it has one: a form keeps its id in the next
    export, and nothing else of it can be read there."""
    private = [header for header in rows.columns if site.kinds.get(header) in IDENTIFYING]
    texts = rows.select(pl.concat_str([pl.col(one).fill_null("") for one in private], separator="\x1f")).to_series()
    numbered = site.kinds.get(form) == "form"
    numbers = rows[form].fill_null("") if numbered else pl.Series([""] * rows.height, dtype=pl.String)
    key = pseudonyms.key()
    hashes = [hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for text in texts]
    ids = [
        f"{number.strip()}-{one[:FORM_DIGITS]}" if number.strip() else one[: 2 * FORM_DIGITS]
        for number, one in zip(numbers, hashes, strict=True)
    ]
    return pl.Series(form, ids, dtype=pl.String)


def _forms(rows: pl.DataFrame, site: SiteExport) -> SiteForms:
    def texts(kind: str) -> pl.Series:
        header = next((one for one, of in site.kinds.items() if of == kind and one in rows.columns), None)
        return rows[header] if header else pl.Series([None] * rows.height, dtype=pl.String)

    return SiteForms.read(texts("time"), texts("duration"), texts("device"))


def _year(forms: SiteForms) -> str:
    """The year of all forms; "" if they lack one or are of several."""
    years = forms.submitted.dt.year().drop_nulls().unique()
    return str(years[0]) if years.len() == 1 else ""


def _filled_layout(
    rows: pl.DataFrame, site: SiteExport, group: str | None, layout: Layout, directory: Directory
) -> tuple[Layout, list[str]]:
    """The layout with the scale and the meaning of codes, and what it still lacks: group_column, group, survey_year,
    scale_id."""
    answered = rows.select(list(site.answers)).unpivot()["value"].drop_nulls().unique().to_frame("word")
    words = answered.select(comparison_form(pl.col("word"))).to_series()
    codes = words.str.contains(r"^\d+$").all() and words.len() > 0
    scale = layout.constants.get("scale_id") or (None if codes else _scale_of(set(words), directory))
    values = dict(layout.values)
    if codes and scale and "answer" not in values:
        levels = directory.scale_level.filter(pl.col("scale_id") == scale, pl.col("class") == "valid")
        values["answer"] = dict(levels.select("level", "answer").iter_rows())
    values["unit_id"] = {header: unit for header, (unit, _) in site.answers.items()} | values.get("unit_id", {})
    values["item"] = {header: item for header, (_, item) in site.answers.items()} | values.get("item", {})
    lacking = []
    if "group" not in layout.constants:
        if group is None:
            lacking.append("group_column")
        elif _are_codes(rows[group]) and "group" not in values:
            lacking.append("group")
    lacking += ["survey_year"] if not layout.constants.get("survey_year") else []
    lacking += ["scale_id"] if not scale else []
    constants = layout.constants | {"scale_id": scale or ""}
    return replace(layout, constants=constants, values=values), lacking


def _are_codes(texts: pl.Series) -> bool:
    return bool(texts.drop_nulls().str.strip_chars().str.contains(r"^\d+$").any())


def _scale_of(words: set[str], directory: Directory) -> str | None:
    """The only scale that has all these answers."""
    scales = directory.scale_level["scale_id"].unique(maintain_order=True)
    fitting = [scale for scale in scales if words <= set(directory.names(f"answer/{scale}")["same"])]
    return fitting[0] if len(fitting) == 1 else None


def _needs(lacking: list[str]) -> dict[str, str]:
    parts = [in_both_languages(f"etl.site_needs.{one}") for one in lacking]
    return {"zh": "、".join(part["zh"] for part in parts), "en": ", ".join(part["en"] for part in parts)}


def _example(lacking: list[str], unread: list[str]) -> str:
    """The lines of the layout that would be enough, as TOML. unread: questions, one of which may be for the group."""
    constants = {"survey_year": "survey_year = 2025", "scale_id": 'scale_id = "cz4"'}
    if not unread:
        constants["group_column"] = 'group = "群众"'
    lines = ['dataset = "survey_response"', "survey_site = true"]
    if "group_column" in lacking and unread:
        lines += ["[columns]", f"group = {json.dumps(unread[0], ensure_ascii=False)}"]
    lines += (
        ["[constants]", *(constants[one] for one in lacking if one in constants)]
        if set(lacking) & constants.keys()
        else []
    )
    lines += ["[values.group]", '"1" = "群众"', '"2" = "企业代表"'] if "group" in lacking else []
    return "\n".join(lines)
