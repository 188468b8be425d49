"""The select that gives the rows of sources the names of the contract, as a layout says, and texts for all cells."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from etl.contracts.dictionary import columns
from etl.contracts.faults import Refused
from etl.engines.engine import ROW, EngineError
from etl.reading import column_naming, detection
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout
from etl.reading.tables import TOTAL_WORDS, Table, normalize_header

DATASET = "survey_response"
OURS = tuple(columns(DATASET))


@dataclass(frozen=True)
class Shape:
    """How the columns of a source become ours."""

    layout: Layout
    headers: dict[str, str]  # our column → its header; those of wide answers are missing
    wide: tuple[str, ...]  # the headers of wide answers
    columns: tuple[str, ...]  # all headers of the source, in its order
    filters: tuple[tuple[str, tuple[str, ...], bool], ...]  # header, words, whether rows with them are kept

    @property
    def given(self) -> set[str]:
        """Our columns that the source fills itself."""
        how = self.layout.unpivot
        return {*self.headers, *((*how.name_to, how.value_to) if how else ())} & set(OURS)

    @property
    def as_read(self) -> Layout:
        """The layout with the headers that are there, to read the same source again."""
        return replace(self.layout, columns={name: (header,) for name, header in self.headers.items()}, format=None)


def shape_of(name: str, form: str, headers: Sequence[str], layout: Layout | None, directory: Directory) -> Shape:
    """The shape of a source with these headers, by the layout given or one that fits. Raises Refused, EngineError."""
    if layout:
        _check_layout(layout)
    with tempfile.TemporaryDirectory() as folder:
        head = _written_head(Path(folder) / Path(name).name, form, headers)
        found, _ = detection.tables_of_file(head, layout, directory)
    (ours, tables), *others = found
    if others or ours.dataset != DATASET or len(tables) != 1 or ours.survey_site or tables[0].told:
        raise Refused("not_for_engine", name)
    table: Table = tables[0]
    mapped = {one: there for one, wanted in ours.columns.items() if (there := table.header(wanted)) and one in OURS}
    wide = tuple(column_naming.unpivoted_headers(table, ours.unpivot)) if ours.unpivot else ()
    said = [(ours.skip_rows_where, False), (ours.keep, True)]
    filters = tuple((table.header([one]) or one, words, kept) for all_, kept in said for one, words in all_.items())
    return Shape(ours, mapped, wide, tuple(headers), filters)


def _check_layout(layout: Layout) -> None:
    """Raise EngineError for what an engine cannot be told of a file."""
    utf8 = layout.encoding is None or layout.encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig")
    told = {
        "encoding": not utf8,
        "delimiter": layout.delimiter not in (None, ","),
        "sheet": layout.sheet is not None or layout.sheet_to is not None,
        "panels": bool(layout.panels),
        "header_row": layout.header_row not in (None, 1) or layout.header_rows != 1,
    }
    if wrong := [key for key, used in told.items() if used]:
        raise EngineError("engines.layout_key", layout=layout.name, said=wrong[0])


def _written_head(path: Path, form: str, headers: Sequence[str]) -> Path:
    """A file with these headers and one made-up row, from which the layout is found: no row of the source is needed."""
    head = pl.DataFrame({header: ["x"] for header in headers})
    if form == "csv":
        head.write_csv(path)
        return path
    path = path.with_suffix(".parquet")
    head.write_parquet(path)
    return path


def given_row(shapes: Sequence[Shape]) -> str:
    """The SQL of the relation given_row over source_0, source_1 …, in DuckDB's dialect."""
    return " union all ".join(
        _select(part, shape, header) for part, shape in enumerate(shapes) for header in shape.wide or ("",)
    )


def _select(part: int, shape: Shape, wide: str) -> str:
    texts = {name: f"coalesce(cast({_quoted(shape.headers[name])} as varchar), '')" for name in shape.headers}
    if wide and (how := shape.layout.unpivot):
        texts |= {name: _literal(wide) for name in how.name_to}
        texts[how.value_to] = f"coalesce(cast({_quoted(wide)} as varchar), '')"
    named = ", ".join(f"{texts.get(name, _literal(''))} as {_quoted(name)}" for name in OURS)
    return (
        f"select cast({part} as integer) as part, cast({_quoted(ROW)} as bigint) as source_row, "
        f"{_skipped(shape)} as skipped, {named} from source_{part}"
    )


def _skipped(shape: Shape) -> str:
    """1 for rows that hold no data: empty ones, totals, and those that the layout leaves out."""
    cells = [f"nullif(trim(cast({_quoted(header)} as varchar)), '')" for header in shape.columns]
    first = f"replace(coalesce({', '.join(cells)}, ''), ' ', '')"
    conditions = [f"{first} in ({', '.join(_literal(word) for word in ('', *TOTAL_WORDS))})"]
    for header, words, kept in shape.filters:
        there = ", ".join(_literal(normalize_header(word)) for word in words)
        word = f"lower(replace(coalesce(cast({_quoted(header)} as varchar), ''), ' ', ''))"
        conditions.append(f"{word} {'not in' if kept else 'in'} ({there})")
    return f"case when {' or '.join(conditions)} then 1 else 0 end"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
