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
from etl.reading.cells import comparison_form
from etl.reading.entity_matching import Directory
from etl.reading.grid import Grid
from etl.reading.layout_file import Layout, Unpivot
from etl.reading.site_findings import SiteForms, site_findings
from etl.reading.site_headers import SKIPPED, TOTAL, site_kind, tells_who_answered
from etl.reading.site_opinions import OPINION_COLUMNS, opinion_rows, without_persons
from etl.reading.site_questions import opinion_questions, rated_units
from etl.reading.tables import Table, normalize_header

GROUP_QUESTION = "身份|层面|群体|人群|类别|您是|您属于|职业|groupof"
OPTION_MARK = (
    r"^\s*(?:[A-Ha-h]|\d{1,2})\s*[.、．:：]\s*([^\d\s])|\s*[(（]\s*\d+\s*分\s*[)）]\s*$"  # `A.满意` `满意(4分)`
)
MIN_SITE_HEADERS = 2  # kinds of them: a ledger may have a 序号
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
            asked = [header for header in others if not tells_who_answered(header)]  # 身份证号 is no 身份
            group = next((one for one in asked if re.search(GROUP_QUESTION, normalize_header(one))), None)
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
    lacking: list[str]  # group_column, group, survey_year, scale_id, answer


def understand(grid: Grid, site: SiteExport, given: Layout | None, directory: Directory) -> UnderstoodExport:
    """An export by itself, or with a given layout."""
    base = given or Layout("survey_site", "survey_response", {}, survey_site=True)
    whole = tables.table_from_grid(grid, site.header_row)
    assert whole is not None  # it has headers
    skipped = pl.col(list(site.answers)).str.strip_chars().str.contains(SKIPPED).fill_null(False)
    rows = whole.rows.with_columns(pl.when(~skipped).then(pl.col(list(site.answers))).name.keep())
    group = whole.header(base.columns.get("group", ())) or site.group
    options = [*site.answers, *([group] if group else [])]
    rows = rows.with_columns(pl.col(options).str.replace_all(OPTION_MARK, "$1"))
    forms = _forms(rows, site)
    kept = [*options, *site.opinions]
    private = [one for one in rows.columns if tells_who_answered(one) and one not in kept]
    rows = without_persons(rows, kept, list(site.opinions), private)
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
        raise Refused("survey_site", path, needs=_needs(lacking), example=_example(export, site, directory))
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
    if "answer" in layout.values and "answer" not in (given.values if given else {}):
        table = replace(table, coded=layout.values["answer"])
    opinions = opinion_rows(rows, shown, site.opinions, (form, group), directory)
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
    scale_id, answer (its codes are not the numbers of the scale's levels)."""
    answered = rows.select(list(site.answers)).unpivot()["value"].drop_nulls().unique().to_frame("word")
    words = answered.select(comparison_form(pl.col("word"))).to_series()
    codes = words.str.contains(r"^\d+$").all() and words.len() > 0
    scale = layout.constants.get("scale_id") or (None if codes else _scale_of(set(words), directory))
    values = dict(layout.values)
    levels = directory.scale_level.filter(
        pl.col("class") == "valid", pl.col("scale_id") == (scale or pl.col("scale_id"))
    )
    in_order = dict(levels.select("level", "answer").iter_rows())
    unclear = codes and "answer" not in values and (not set(words) <= in_order.keys() or _are_scores(rows, site))
    if codes and scale:
        values = {"answer": in_order} | values
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
    lacking += ["answer"] if unclear else []
    constants = layout.constants | {"scale_id": scale or ""}
    return replace(layout, constants=constants, values=values), lacking


def _are_scores(rows: pl.DataFrame, site: SiteExport) -> bool:
    """Whether the answers of every form add up to its total score: then the best answer is the largest number."""
    total = next((one for one in site.kinds if normalize_header(one) == TOTAL and one in rows.columns), None)
    if total is None:
        return False
    added = pl.sum_horizontal(pl.col(list(site.answers)).cast(pl.Float64, strict=False))
    return bool(rows.select((pl.col(total).cast(pl.Float64, strict=False) == added).all(ignore_nulls=False)).item())


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


def _example(export: UnderstoodExport, site: SiteExport, directory: Directory) -> str:
    """The lines of the layout that would be enough, as TOML."""
    lacking, unread, scale = export.lacking, site.unread, export.layout.constants["scale_id"]
    constants = {"survey_year": "survey_year = 2025", "scale_id": f'scale_id = "{scale or "cz4"}"'}
    if not unread:
        constants["group_column"] = 'group = "群众"'
    lines = ['dataset = "survey_response"', "survey_site = true"]
    if "group_column" in lacking and unread:  # one of the questions may be for the group
        lines += ["[columns]", f"group = {json.dumps(unread[0], ensure_ascii=False)}"]
    needed = [*lacking, *(["scale_id"] if "answer" in lacking else [])]
    lines += (
        ["[constants]", *(constants[one] for one in needed if one in constants)]
        if set(needed) & constants.keys()
        else []
    )
    lines += ["[values.group]", '"1" = "群众"', '"2" = "企业代表"'] if "group" in lacking else []
    if "answer" in lacking:  # the larger the better, as scores are
        levels = directory.scale_level.filter(pl.col("scale_id") == scale)["words"].str.split("|").list.first()
        pairs = zip(codes_of(export, site), levels, strict=False)
        lines += ["[values.answer]", *(f'"{code}" = "{word}"' for code, word in pairs)]
    return "\n".join(lines)


def codes_of(export: UnderstoodExport, site: SiteExport) -> list[str]:
    """The numbers that stand for answers, the largest first."""
    found = export.rows.select(list(site.answers)).unpivot()["value"].drop_nulls().str.strip_chars().unique()
    return sorted(found, key=lambda code: -float(code))
