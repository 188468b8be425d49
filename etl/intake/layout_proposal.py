"""Propose a layout for a file that none fits: the likeliest header of each column, and what its words may mean.

A header is likely by its name (labels, other words of offices in data/reference/header_words.csv) and by what stands
below it: units, codes, dates, numbers.
"""

import csv
import difflib
import functools
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.contracts import DATASETS
from etl.contracts.dictionary import READ_FROM, code_lists, column_metadata, columns, required_columns
from etl.contracts.faults import Refused
from etl.intake.proposed_layout import WIDE, Proposal
from etl.reading import cells, sources, survey_sites, tables
from etl.reading.entity_matching import REFERENCE, Directory
from etl.reading.file_formats import file_format
from etl.reading.grid import Grid
from etl.reading.layout_file import Layout
from etl.reading.layouts import standard_layout
from etl.reading.tables import Table, normalize_header

SAMPLED_ROWS = 200  # rows that are looked at
SHOWN_VALUES = 5
MIN_LIKELIHOOD = 0.5
MIN_SIMILARITY = 0.75  # of a word to a code's word
NAME_WEIGHT = 0.6  # of a header's likelihood; the rest is what stands below it
MIN_NAMED = 0.4  # likeness of the names; numbers alone make no header likely
OTHER_WORD = 0.95  # a header of other offices counts a little less than the label
DATE_FORMATS = tuple(  # that are tried: day or month first, with or without a time
    f"{day}{time}"
    for day in ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y")
    for time in ("", " %H:%M", " %H:%M:%S", " %I:%M:%S %p")
)
OPEN_LISTS = ("unit", "division", "scale")  # not mapped word by word
DIRECTORIES = ("unit", "unit_lineage")  # strangers send them rarely, and any table has a column of units
MISSING_COSTS, DIRECTORY_COSTS = 0.5, 1.0  # of a dataset: a required column without a header; being a directory
MIN_WIDE = 2  # such columns
WEAK_WORDS, WEAK = ("序号", "id"), 0.7  # headers of any table, and what they count
KNOWN_WORDS = 0.8  # share of known codes that makes a header likely whatever its name
# What follows a name in a longer one: a 问题来源 is no 问题, but a 问题描述 is.
SAME_THING = r"名称|全称|内容|具体内容|描述|表现|表述|详情|概述|简述|说明|简介|名|事项|\(.*\)"
USUAL_ENDINGS = (
    *(("时间", "日期"), ("年月日", "日期"), ("编码", "编号"), ("代码", "编号"), ("号码", "编号"), ("序号", "编号")),
    *(("单号", "单编号"), ("期限", "时限"), ("部门", "单位"), ("举措", "措施"), ("分数", "得分"), (" date", " on")),
)
KINDS_OF_COLUMNS = ("日期", "编号", "单位", "时限", "情况", "得分", "内容", "人", "数", " on")
PLANNED = "计划|要求|预计|目标|应|拟|限"  # in the header of a day that may lie ahead
REGISTERED = ("unit", "source", "theme", "item")  # unknown words of these lists may become codes of their own


def propose_layout(
    path: Path, directory: Directory, dataset: str | None = None, mapped: Mapping[str, str] | None = None
) -> Proposal:
    """The likeliest layout of a file. dataset: if known. mapped: our column → header as chosen ("": none).

    Raises Refused when the file cannot be read or has no table.
    """
    grids = [grid for grid in sources.read_grids(path, form=file_format(path)) if grid.cells.height]
    if dataset in (None, "survey_response") and (export := _site_proposal(path, grids, directory, mapped or {})):
        return export
    candidates = [(grid.sheet, _first_table(grid)) for grid in grids]
    found = [(sheet, table) for sheet, table in candidates if table is not None and table.rows.height]
    if not found:
        raise Refused("no_rows", path, sheet={"zh": "", "en": ""})
    best: tuple[float, Proposal] | None = None
    for sheet, table in found:
        samples = {header: _sample(table.rows[header]) for header in table.headers}
        for name in [dataset] if dataset else DATASETS:
            wide = _wide_headers(table.headers, name, directory)
            narrow = {header: words for header, words in samples.items() if header not in wide}
            likely = _likelihoods(narrow, name, directory)
            if wide:
                likely = {(ours, header): share for (ours, header), share in likely.items() if ours not in WIDE[name]}
            columns_of = _assigned(likely) if mapped is None else {ours: one for ours, one in mapped.items() if one}
            filled = columns_of.keys() | set(WIDE[name] if wide else ())
            needed = [ours for ours in required_columns(name) if not {ours, READ_FROM.get(ours)} & filled]
            fit = len(wide) + sum(likely.get((ours, header), 0.0) for ours, header in columns_of.items())
            fit -= MISSING_COSTS * len(needed) + (DIRECTORY_COSTS if name in DIRECTORIES else 0)
            shown = {header: words[:SHOWN_VALUES] for header, words in samples.items()}
            proposal = Proposal(
                name, sheet if len(grids) > 1 else "", table.header_row, table.headers, shown, columns_of,
                constants=dict.fromkeys(needed, ""), name=_plain_name(path), wide=wide,
            )  # fmt: skip
            if best is None or fit > best[0]:
                best = fit, _with_meanings(proposal, samples, directory)
    assert best is not None
    return best[1]


def _site_proposal(path: Path, grids: list[Grid], directory: Directory, mapped: Mapping[str, str]) -> Proposal | None:
    """The layout of a survey site's export, if a sheet is one: what the export does not say is left to be filled in."""
    for grid in grids:
        if grid.named or (site := survey_sites.recognize(grid, directory)) is None:
            continue
        columns_of = {"group": mapped["group"]} if mapped.get("group") else {}
        given = Layout("", "survey_response", {ours: (of,) for ours, of in columns_of.items()}, survey_site=True)
        export = survey_sites.understand(grid, site, given, directory)
        columns_of = {"group": export.group} if export.group else {}
        samples = {header: _sample(export.rows[header]) for header in export.whole.headers}
        asked = [name for name in ("survey_year", "scale_id") if name in export.lacking]
        codes = {"group": dict.fromkeys(samples[export.group or ""], "")} if "group" in export.lacking else {}
        if "answer" in export.lacking:
            codes["answer"] = dict.fromkeys(survey_sites.codes_of(export, site), "")
        return Proposal(
            "survey_response", grid.sheet if len(grids) > 1 else "", site.header_row,
            export.whole.headers, {header: words[:SHOWN_VALUES] for header, words in samples.items()}, columns_of,
            constants=dict.fromkeys([*asked, *(["group"] if not columns_of else [])], ""), values=codes,
            name=_plain_name(path), survey_site=True,
        )  # fmt: skip
    return None


def _plain_name(file: Path) -> str:
    return re.sub(r"[\d\W_]+$", "", file.stem) or file.stem


def _first_table(grid: Grid) -> Table | None:
    """The table below the fullest of the first rows."""
    headers = tables.candidate_headers(grid)
    if not headers:
        return None
    at = max(headers, key=lambda row: (len(headers[row]), -row))
    return tables.table_from_grid(grid, at)


def _sample(texts: pl.Series) -> list[str]:
    """The distinct words of a column's first rows."""
    plain = texts.head(SAMPLED_ROWS).to_frame("text").select(cells.normalize_cell(pl.col("text")))
    return plain.to_series().drop_nulls().unique(maintain_order=True).to_list()


# --- which header is which column -----------------------------------------------------------------------------------


@functools.cache
def _other_words() -> dict[str, tuple[str, ...]]:
    """Our column → other headers that offices use for it."""
    with (REFERENCE / "header_words.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row["column"]: tuple(one["word"] for one in rows if one["column"] == row["column"]) for row in rows}


def _wide_headers(headers: list[str], dataset: str, directory: Directory) -> tuple[str, ...]:
    """The headers that are words for codes of the dataset, if there are several."""
    if dataset not in WIDE:
        return ()
    of = WIDE[dataset][0]
    known = directory.answer_words if of == "answer" else set(directory.names(code_lists(dataset)[of])["same"])
    found = tuple(header for header in headers if normalize_header(header) in known)
    return found if len(found) >= MIN_WIDE else ()


def _likelihoods(samples: dict[str, list[str]], dataset: str, directory: Directory) -> dict[tuple[str, str], float]:
    """(our column, header) → 0–1."""
    likely = {}
    for ours, names in standard_layout(dataset).columns.items():
        past = column_metadata(dataset, ours).get("past") is not None
        for header, words in samples.items():
            if past and re.search(PLANNED, header):
                continue
            own = max(_similar(header, name) for name in names)
            named = max(own, *(_other_word(header, word) for word in _other_words().get(ours, ("",))))
            coded = code_lists(dataset).get(ours) not in (None, *OPEN_LISTS, *REGISTERED, "yes_no")
            below = _content(ours, words, dataset, directory) if named >= MIN_NAMED or coded else 0.0
            if coded and words and below >= KNOWN_WORDS:
                named = max(named, MIN_NAMED)
            likely[ours, header] = NAME_WEIGHT * named + (1 - NAME_WEIGHT) * below if below else named / 2
    return likely


def _other_word(header: str, word: str) -> float:
    return OTHER_WORD * _similar(header, word) * (WEAK if word in WEAK_WORDS else 1.0)


def _similar(header: str, name: str) -> float:
    theirs, ours = _usual_form(header), _usual_form(name)
    if theirs == ours:
        return 1.0
    shorter, longer = sorted((theirs, ours), key=len)
    if len(shorter) >= 2 and shorter in longer:
        rest = longer.removeprefix(shorter)
        if rest == longer or re.fullmatch(SAME_THING, rest):
            return 0.8
    for ending in KINDS_OF_COLUMNS:  # that both are days makes no two days one
        if theirs.endswith(ending) and ours.endswith(ending):
            theirs, ours = theirs.removesuffix(ending), ours.removesuffix(ending)
            break
    return 0.7 * difflib.SequenceMatcher(None, theirs, ours).ratio()


@functools.cache
def _usual_form(header: str) -> str:
    """A header in one of several usual words: 反馈时间 as 反馈日期, 支部编码 as 支部编号, 牵头部门 as 牵头单位."""
    plain = normalize_header(header)
    for ending, usual in USUAL_ENDINGS:
        if plain.endswith(ending) and plain != ending:
            return plain.removesuffix(ending) + usual
    return plain


def _content(ours: str, words: list[str], dataset: str, directory: Directory) -> float:
    """The share of the words that the column could hold; 0.3 for text and an empty column, which say nothing."""
    if not words:
        return 0.3
    frame, kind = pl.DataFrame({"text": words}), columns(dataset)[ours].dtype
    code_list = code_lists(dataset).get(ours)
    if code_list == "answer":
        words_of_answers = list(directory.answer_words)
        return frame.select(cells.comparison_form(pl.col("text")).is_in(words_of_answers).mean()).item()
    if code_list:
        known = set(directory.names(code_list)["same"])
        share = frame.select(cells.comparison_form(pl.col("text")).is_in(list(known)).mean()).item()
        return max(share, 0.4 if code_list in REGISTERED else 0.1)
    if kind == pl.Date:
        read = [cells.date(pl.col("text"), DATE_FORMATS, "last")]
    elif "star" in column_metadata(dataset, ours):
        read = [cells.stars(pl.col("text"))]
    elif kind.is_numeric():
        read = [cells.number(pl.col("text"))]
    else:
        return 0.3
    return frame.select(pl.coalesce(read).is_not_null().mean()).item()


def _assigned(likely: dict[tuple[str, str], float]) -> dict[str, str]:
    """Each column with its likeliest header, each header once."""
    taken: dict[str, str] = {}
    for (ours, header), share in sorted(likely.items(), key=lambda one: -one[1]):
        rival = {READ_FROM.get(ours), *(of for of, source in READ_FROM.items() if source == ours)} & taken.keys()
        if share >= MIN_LIKELIHOOD and ours not in taken and header not in taken.values() and not rival:
            taken[ours] = header
    return taken


# --- what stands below the headers ----------------------------------------------------------------------------------


def _with_meanings(proposal: Proposal, samples: dict[str, list[str]], directory: Directory) -> Proposal:
    """The proposal with value maps, date formats and lists to register."""
    lists = code_lists(proposal.dataset)
    values: dict[str, dict[str, str]] = {}
    register = []
    for ours, header in proposal.columns.items():
        code_list = lists.get(ours)
        if code_list is None or code_list == "answer" or columns(proposal.dataset)[ours].dtype == pl.Boolean:
            continue
        names = dict(directory.names(code_list).select("same", "code").iter_rows())
        unknown = [word for word in samples[header] if normalize_header(word) not in names]
        if unknown and code_list in REGISTERED and len(unknown) > len(samples[header]) / 2:
            register.append(code_list)
        elif unknown and code_list not in OPEN_LISTS:
            values[ours] = {word: _nearest(word, names) for word in unknown}
    return replace(
        proposal, values=values, register=tuple(dict.fromkeys(register)), date_formats=_date_formats(proposal, samples)
    )


def _nearest(word: str, names: dict[str, str]) -> str:
    """The code whose word is most like this one; "" if none is."""
    plain = normalize_header(word)
    within = [name for name in names if len(name) >= 2 and name in plain]
    near = within or difflib.get_close_matches(plain, names, n=1, cutoff=MIN_SIMILARITY)
    return names[max(near, key=len)] if near else ""


def _date_formats(proposal: Proposal, samples: dict[str, list[str]]) -> tuple[str, ...]:
    """The only format in which every day exists that cannot be read without one; none if several would do."""
    dates = [header for ours, header in proposal.columns.items() if columns(proposal.dataset)[ours].dtype == pl.Date]
    words = pl.DataFrame({"text": [word for header in dates for word in samples[header]]}, schema={"text": pl.String})
    words = words.filter(pl.col("text").str.contains(r"^\d") & cells.date(pl.col("text"), month="last").is_null())
    fitting = [
        form
        for form in DATE_FORMATS
        if words.height and words.select(cells.date(pl.col("text"), (form,)).is_not_null().all()).item()
    ]
    return (fitting[0],) if len(fitting) == 1 else ()
