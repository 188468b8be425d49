"""Look up the rows behind a figure in the sources that an engine has aggregated, where they lie."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from etl.engines.engine import Engine, EngineError, plain_refusals
from etl.engines.open_engine import open_engine
from etl.engines.part_aggregation import (
    Readable,
    asked,
    connected,
    put_lookups,
    put_parts,
    reading,
    shaped,
    source_words,
)
from etl.engines.source_rows import shape_of
from etl.engines.sources import Part
from etl.engines.word_codes import as_table, fixed_words, padded_digits, read_words
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout, Unpivot
from etl.storage import file_sha256, plain_errors
from etl.warehouse.known_units import known_units
from etl.warehouse.originals import original_workbook
from etl.warehouse.tracing import Trace


def rows_of_sources(found: Trace, limit: int, remote: str | None = None, url: str | None = None) -> pl.DataFrame:
    """The rows behind a trace that stand in an engine's sources: batch_id, file, source_row and what may be told of an
    answer. Only places that the trace lists are asked for (`found.placed`), which disclosure control has let pass.

    remote, url: the addresses of the engines. Raises EngineError: no address, or a source that has changed since.
    """
    with plain_errors(), plain_refusals():
        directory = known_units().directory()
        rows = [
            _rows_of_batch(str(batch_id), places, directory, limit, remote, url)
            for (batch_id,), places in found.placed.group_by("batch_id", maintain_order=True)
        ]
    empty = pl.DataFrame(schema={"batch_id": pl.String, "file": pl.String, "source_row": pl.Int64})
    return pl.concat([empty, *rows], how="diagonal").head(limit)


def _rows_of_batch(
    batch_id: str, places: pl.DataFrame, directory: Directory, limit: int, remote: str | None, url: str | None
) -> pl.DataFrame:
    manifest = json.loads(original_workbook(batch_id).read_text(encoding="utf-8"))
    kind = manifest["engine"]["name"]
    engine = open_engine(kind, remote if kind == "spark" else None, url if kind == "clickhouse" else None)
    try:
        groups = _groups(manifest, set(places["source_sheet"]))
        rows = [_rows_of_group(engine, manifest, group, places, directory) for group in groups]
    finally:
        engine.close()
    return (
        pl.concat(rows).sort("file", "source_row", nulls_last=True).head(limit).with_columns(batch_id=pl.lit(batch_id))
    )


def _groups(manifest: Mapping, names: set[str]) -> list[list[Part]]:
    """The parts of these names, with those that were aggregated together with them. Raises EngineError."""
    sources = manifest["sources"]
    at = {one["state"]: number for number, one in enumerate(sources)}
    joined = [(at[one], at[other]) for one, other in manifest["joined"]]
    chosen = [group for group in connected(len(sources), joined) if {sources[one]["name"] for one in group} & names]
    return [[_part(sources[one]) for one in group] for group in chosen]


def _part(facts: Mapping) -> Part:
    part = Part(**{name: facts[name] for name in ("name", "place", "form", "batch", "fingerprint", "group_rows")})
    if part.fingerprint and not _unchanged(Path(part.place), part.fingerprint):
        raise EngineError("engines.source_changed", source=part.name)
    return part


def _unchanged(path: Path, fingerprint: Mapping) -> bool:
    """Whether a file is the one that was aggregated: the same size, and the same time or content."""
    if not path.is_file() or path.stat().st_size != fingerprint["size"]:
        return False
    return path.stat().st_mtime_ns == fingerprint["mtime_ns"] or file_sha256(path) == fingerprint["sha256"]


def readable_parts(
    engine: Engine, parts: Sequence[Part], layout: Layout | None, directory: Directory
) -> list[Readable]:
    """Parts as the engine reads them; everything that the statements look up is then in the engine. Raises
    EngineError."""
    readable, texts = [], []
    for part in parts:
        scan = engine.scan(part.place, part.form)
        one = Readable(part, scan, shape_of(part.name, part.form, scan.columns, layout, directory))
        texts.append(source_words(engine, one))
        readable.append(Readable(part, scan, one.shape, padded_digits(texts[-1])))
    codes = read_words(pl.concat(texts).unique(), readable[0].shape, directory)
    put_lookups(engine, as_table(pl.concat([codes.words, fixed_words()])))
    put_parts(engine, readable)
    return readable


def _rows_of_group(
    engine: Engine, manifest: Mapping, group: list[Part], places: pl.DataFrame, directory: Directory
) -> pl.DataFrame:
    readable = readable_parts(engine, group, _layout(manifest["layout_as_read"]), directory)
    number = pl.DataFrame({"source_sheet": [part.name for part in group], "part": range(len(group))})
    wanted = places.join(number.cast({"part": pl.Int32}), on="source_sheet").select(
        wanted_part="part", wanted_year="survey_year", wanted_wave="wave", wanted_unit="unit_id", wanted_item="item"
    )
    engine.put("wanted", as_table(wanted))
    rows = shaped(asked(engine, "traced_answer", readable, reading(engine, readable)), "answers")
    return rows.join(number.cast({"part": pl.Int32}), on="part").select(
        pl.col("source_sheet").alias("file"), pl.exclude("part", "source_sheet")
    )


def _layout(facts: Mapping[str, Any]) -> Layout:
    """A layout as the manifest holds it."""
    fields = {name: _tuples(value) for name, value in facts.items()}
    return Layout(**fields | {"unpivot": Unpivot(**fields["unpivot"]) if fields["unpivot"] else None})


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_tuples, value))
    return {name: _tuples(one) for name, one in value.items()} if isinstance(value, dict) else value
