"""Turn grids into tables: find the header row, name the columns, mark rows that hold no data."""

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import polars as pl

from etl.reading import cells
from etl.reading.column_letters import column_position
from etl.reading.grid import Grid, fill_merged
from etl.reading.sheet_features import SheetFeatures

HEADER_SEARCH_ROWS = 20  # rows searched for the header; lines of text above it, one cell each, are not counted
LAST_HEADER_ROW = 200
TOTAL_WORDS = [
    f"{of_what}{word}{rest}"
    for of_what in ("", "本页", "以上", "全市", "市直", "县区")
    for word in ("合计", "总计", "小计", "共计", "累计", "总合计", "平均", "平均分", "平均值", "平均数")
    for rest in ("", ":", "数", "(件)", "(个)", "(人)", "(份)")
]
# Totals in other words, which leave some cells of their row empty.
TOTAL_PATTERN = r"^\p{Han}{0,6}(?:合计|总计|小计|共计|累计)(?:数|:|\(.{1,6}\)|\d+[项件条个户人次份家分])*$"
TOTAL_PATTERN += r"|^\p{Han}{0,4}平均(?:分|值|数|得分)?:?$|^共\d+[项件条个户人次份家]"
TOTAL_PATTERN += r"|^(?:最高|最低|最大|最小)(?:分|值|得分)?:?$|^(?:中位数|标准差)$|^其中:"
FOOTER_PATTERN = r"^(?:注|备注|附注|说明|填表|制表|填报|审核|联系人|单位负责人|以上|来源|数据来源)[^,，]{0,8}[:：]"
FOOTER_PATTERN += r"|^附[:：]?$|^(?:填表)?说明$|^\(?(?:续表|以下空白)\)?$|^[-—─]+.{0,8}[-—─]+$|^第\d+页|^[★☆*※△▲].{3}"
# A line of a section, a signature, a date: nothing else stands in its row.
SECTION_PATTERN = r"^\(?[一二三四五六七八九十]{1,3}\)?[、.．].|^\([一二三四五六七八九十]{1,3}\)."
LINE_PATTERN = SECTION_PATTERN + r"|^[(【\[].*[)】\]]$|^\d{1,2}[.、]\D.{3}"
LINE_PATTERN += r"|^(?:(?:19|20)\d\d|[二〇零一三四五六七八九]{4})年.{1,3}月.{1,3}日$|(?:签字|签名|盖章|签章)\)?[:：]?$"
LINE_PATTERN += r"|^以上|[。；]$"
SUSPECTS = "[计:：、]|^说明|^[(（]|平均|续表|空白|页|共|最[高低大小]|中位|标准差|^[-—─★☆*※△▲]"
EXTRA_CELLS = "beyond the header"  # column with the number of cells beyond the header


@dataclass(frozen=True)
class Table:
    """One sheet without its header: `rows` has source_row and one text column per header."""

    sheet: str
    rows: pl.DataFrame
    letters: dict[str, str]  # header → spreadsheet letter; the header itself where a file has no letters
    above: str  # text above the header: a title
    header_row: int  # from 1, of the grid
    header_rows: int = 1
    header_at: int = 1  # the spreadsheet row of the header
    features: SheetFeatures = field(default_factory=SheetFeatures)
    panel: str = ""  # its span, if it is one of several detected side-by-side tables
    nameless: list[str] = field(default_factory=list)  # letters of columns with text, but without a header: not read
    unread: list[str] = field(default_factory=list)  # questions of a survey site that were not read
    coded: dict[str, str] = field(default_factory=dict)  # of a survey site: number → answer, in the scale's order
    form_findings: pl.DataFrame | None = None  # of a survey site: etl.reading.site_findings.FORM_FINDINGS
    told: dict[str, str] = field(default_factory=dict)  # our column → what a text beside the rows tells of it
    told_by: str = ""  # where that text stands: see etl.reading.period_names
    dated: dict[str, str] = field(default_factory=dict)  # header without a year (`3月`) → with it (`2025年3月`)

    @property
    def headers(self) -> list[str]:
        return list(self.letters)

    def header(self, candidates: Iterable[str]) -> str | None:
        """The first of the candidates that is a header of the table, as written there."""
        return first_present(candidates, self.headers)


def first_present(candidates: Iterable[str], headers: list[str]) -> str | None:
    """The first of the candidates that is one of the headers, as written there."""
    known = {normalize_header(header): header for header in reversed(headers)}
    return next((known[normalize_header(name)] for name in candidates if normalize_header(name) in known), None)


@functools.cache
def normalize_word(word: str) -> str:
    """The form in which words are compared, as cells.comparison_form: without widths, spaces and case."""
    return re.sub(rf"\s|{cells.INVISIBLE}", "", unicodedata.normalize("NFKC", word)).lower()


@functools.cache
def normalize_header(header: str) -> str:
    """The form in which headers are compared: as words, without the marks of required columns and of what is counted.
    `(%)` and `(万件)` stay: they change what a number means."""
    return re.sub(r"[*★:]+$|^[*★]|\*|\((?:必填|选填|全称|分|件|个|人|份|票|次)\)", "", normalize_word(header))


def table_from_grid(
    grid: Grid, header_row: int = 1, header_rows: int = 1, known: frozenset[str] = frozenset()
) -> Table | None:
    """The table whose header starts in this row and spans `header_rows` rows; None when the row is empty.

    known: normalized headers that a joined header is shortened to: `评价/满意` becomes `满意`.
    """
    if grid.named:
        headers = [name for name in grid.cells.columns if name != "source_row"]
        return Table(grid.sheet, grid.cells, {header: header for header in headers}, "", 0)
    filled = fill_merged(grid)
    names = shorten_headers(_header_names(filled.drop("source_row"), header_row, header_rows), known)
    if not names:
        return None
    ends = header_row - 1 + header_rows
    body = filled.slice(ends)
    nameless = [column for column in body.columns if column not in names and column != "source_row"]
    last = max(map(column_position, names))
    beyond = [column for column in nameless if grid.ragged and column_position(column) > last]
    rows = body.select("source_row", *(pl.col(column).alias(header) for column, header in names.items()))
    if beyond:
        rows = rows.with_columns(
            body.select(pl.sum_horizontal(pl.col(beyond).is_not_null())).to_series().alias(EXTRA_CELLS)
        )
    above = text_above(filled, header_row)
    letters = {header: column for column, header in names.items()}
    as_written = grid.cells.slice(ends)  # the cells under a merged block hold nothing of their own
    with_text = [one for one in nameless if one not in beyond and (as_written[one].str.strip_chars() != "").any()]
    at = int(filled["source_row"][header_row - 1])
    table = Table(grid.sheet, without_empty_rows(rows), letters, above, header_row, header_rows, at, grid.features)
    return replace(table, nameless=with_text)


def text_above(filled: pl.DataFrame, header_row: int) -> str:
    """The texts above a header, each once: a title, the period, the unit of the figures."""
    lines = filled.drop("source_row").head(header_row - 1).rows()
    return " ".join(dict.fromkeys(text for row in lines for text in row if text))


def without_empty_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with at least one non-empty cell."""
    written = [
        pl.col(column).str.strip_chars() != "" for column in rows.columns if column not in ("source_row", EXTRA_CELLS)
    ]
    return rows.filter(pl.any_horizontal(part.fill_null(False) for part in written))


def _header_names(filled: pl.DataFrame, header_row: int, header_rows: int) -> dict[str, str]:
    """Spreadsheet letter → header. Several header rows are joined as `上层/下层`, upper ones filled to the right."""
    head = [list(row) for row in filled.slice(header_row - 1, header_rows).rows()]
    if len(head) < header_rows:
        return {}
    for depth, row in enumerate(head[:-1]):
        for at in range(1, len(row)):
            same_above = all(above[at] == above[at - 1] for above in head[:depth])
            if not row[at] and same_above and any(below[at] for below in head[depth + 1 :]):
                row[at] = row[at - 1]
    names: dict[str, str] = {}
    for column, parts in zip(filled.columns, zip(*head, strict=True), strict=True):
        texts = [re.sub(r"\s+", " ", part).strip() for part in parts if part and part.strip()]
        name = "/".join(dict.fromkeys(texts))
        if name:
            again = sum(1 for taken in names.values() if taken == name or taken.startswith(f"{name} ("))
            names[column] = f"{name} ({again + 1})" if again else name
    return names


def shorten_headers(names: dict[str, str], known: frozenset[str]) -> dict[str, str]:
    """Joined headers, each shortened to its shortest known ending; those that would coincide stay joined."""
    if not any("/" in name for name in names.values()):
        return names
    shortest = {}
    for column, name in names.items():
        shortest[column] = next((ending for ending in _endings(name) if normalize_header(ending) in known), name)
    several = {name for name, n in Counter(shortest.values()).items() if n > 1}
    return {column: names[column] if name in several else name for column, name in shortest.items()}


def possible_headers(names: Iterable[str]) -> frozenset[str]:
    """All that `shorten_headers` may make of joined headers, normalized."""
    return frozenset(normalize_header(header) for name in names for header in (name, *_endings(name)))


def _endings(name: str) -> list[str]:
    """The endings of a joined header, the shortest first."""
    parts = name.split("/")
    return ["".join(parts[at:]) for at in reversed(range(len(parts)))]


def find_header_row(grid: Grid, wanted: Iterable[tuple[str, ...]], header_rows: int = 1) -> int:
    """The number of the first row with the most of the wanted headers (each a tuple of candidates)."""
    names = {normalize_header(name) for candidates in wanted for name in candidates}
    return (
        max(
            (
                (len({normalize_header(header) for header in headers} & names), -at)
                for at, headers in candidate_headers(grid, header_rows).items()
            ),
            default=(0, -1),
        )[1]
        * -1
    )


def candidate_headers(grid: Grid, header_rows: int = 1) -> dict[int, list[str]]:
    """Row number → the headers that the row (and the following ones) would give, for the first rows."""
    return {at: list(names.values()) for at, names in candidate_header_names(grid, header_rows).items()}


def candidate_header_names(grid: Grid, header_rows: int = 1) -> dict[int, dict[str, str]]:
    """Row number → letter → header, for the first rows; a file without letters has its names instead."""
    if grid.named:
        return {1: {name: name for name in grid.cells.columns if name != "source_row"}}
    rows = _rows_to_search(grid)
    top = Grid(grid.sheet, grid.cells.head(rows[-1] + header_rows if rows else 0), features=grid.features)
    filled = fill_merged(top).drop("source_row")
    return {at: _header_names(filled, at, header_rows) for at in rows}


def _rows_to_search(grid: Grid) -> list[int]:
    """The numbers of the first rows, and of those below a long introduction that have several cells."""
    top = grid.cells.drop("source_row").head(LAST_HEADER_ROW)
    filled = pl.sum_horizontal(pl.lit(0), (pl.all().str.strip_chars() != "").fill_null(False))
    several = top.select(filled > 1).to_series()
    first = range(1, min(HEADER_SEARCH_ROWS, top.height) + 1)
    wide = [at for at in (several.arg_true() + 1)[:HEADER_SEARCH_ROWS] if at > HEADER_SEARCH_ROWS]
    return [*first, *wide]


def columns_between(table: Table, first: str, last: str) -> list[str]:
    """The headers from one spreadsheet letter to another."""
    return [
        header
        for header, column in table.letters.items()
        if column_position(first) <= column_position(column) <= column_position(last)
    ]


def skip_reasons(
    rows: pl.DataFrame, skip_rows_where: dict[str, tuple[str, ...]], keep: dict[str, tuple[str, ...]]
) -> pl.Series:
    """Why a row holds no data: total, note, header (repeated) or layout (its filters); null for data rows.

    The sender is told the number of such rows.
    """
    written = [column for column in rows.columns if column not in ("source_row", EXTRA_CELLS)]
    leading = pl.coalesce(pl.col(column) for column in written)
    again = pl.any_horizontal((pl.col(column) == column).fill_null(False) for column in written)
    # Only the few rows that may be totals, footers or headers are examined.
    only = pl.sum_horizontal(pl.col(column).is_not_null() for column in written) == 1
    suspects = rows.with_row_index("at").filter(leading.str.contains(SUSPECTS) | again | only)
    word = cells.comparison_form(pl.coalesce(cells.normalize_cell(pl.col(column)) for column in written))
    filled = pl.sum_horizontal(pl.col(column).is_not_null() for column in written)
    labels = pl.sum_horizontal(pl.col(column).str.contains(r"[:：]\s*$").fill_null(False) for column in written)
    # `填报人： | 张三 | 联系电话： | 123`: half of the cells say what the others are.
    footer = ((filled <= 2) | (labels * 2 >= filled)) & word.str.contains(FOOTER_PATTERN)
    footer = (footer | ((filled == 1) & word.str.contains(LINE_PATTERN))) & (len(written) > 2)
    figures = pl.sum_horizontal(
        pl.col(column).str.contains(r"^\s*[\d.,]+%?\s*$").fill_null(False) for column in written
    )
    of_section = (
        word.str.contains(SECTION_PATTERN) & (figures > 0) & (filled == figures + 1) & (filled < len(written) - 1)
    )
    total = word.is_in(TOTAL_WORDS) | (word.str.contains(TOTAL_PATTERN) & (filled < len(written))) | of_section
    header = pl.all_horizontal(
        (cells.comparison_form(pl.col(column)) == normalize_word(column)).fill_null(True) for column in written
    )
    why = pl.when(total).then(pl.lit("total")).when(footer).then(pl.lit("note"))
    skipped = suspects.select("at", why=why.when(header & (filled > 1)).then(pl.lit("header"))).drop_nulls()
    by_layout = pl.lit(False)
    for name, words in skip_rows_where.items():
        by_layout = by_layout | _is_one_of(name, words)
    for name, words in keep.items():
        by_layout = by_layout | ~_is_one_of(name, words)
    reasons = rows.select(
        pl.int_range(pl.len())
        .replace_strict(skipped["at"], skipped["why"], default=None, return_dtype=pl.String)
        .alias("why"),
        by_layout.alias("by layout"),
    )
    return reasons.select(pl.coalesce("why", pl.when("by layout").then(pl.lit("layout")))).to_series()


def _is_one_of(header: str, words: tuple[str, ...]) -> pl.Expr:
    return cells.comparison_form(pl.col(header)).is_in([normalize_word(word) for word in words]).fill_null(False)
