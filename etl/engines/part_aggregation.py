"""Check the rows of parts of the sources and aggregate their answers, in an engine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from etl.contracts.dictionary import columns
from etl.engines.engine import Engine, Scan
from etl.engines.source_rows import DATASET, Shape, given_row
from etl.engines.sources import Part
from etl.engines.statements import Reading, statement
from etl.engines.word_codes import MAX_WORDS, PADDED
from etl.storage import connect, model_sql
from etl.warehouse.aggregation import create_scale_level

CELL = ("survey_year", "wave", "unit_id", "group", "channel", "division_code")
TEXT_COLUMNS = tuple(f"{name}_text" for name in columns(DATASET) if name != "form_id")
_TYPES: dict[str, pl.DataType] = {
    **{name: column.dtype for name, column in columns(DATASET).items()},
    **dict.fromkeys(
        ("n", "skipped_n", "valid_n", "issued", "returned", "valid", "source_row", "row_group"), pl.Int64()
    ),
    **dict.fromkeys(("part", "first_part", "batch"), pl.Int32()),
}
# What an engine answers, table by table. part: the position of the part among those aggregated together.
SCHEMAS = {
    "cells": (*CELL, "item", "scale_id", "answer", "n"),
    "forms": (*CELL, "issued", "returned", "valid"),
    "answers": ("part", "source_row", "survey_year", "item", "scale_id", "answer"),
    "places": ("part", "row_group", "survey_year", "wave", "unit_id", "item", "n", "valid_n"),
    "rows": ("part", "n", "skipped_n"),
    "counts": ("batch", "part", "faults", "blanked", "n"),
    "samples": ("part", "source_row", "form_id", "faults", "blanked", *TEXT_COLUMNS),
}


@dataclass(frozen=True)
class Readable:
    """A part that the engine has opened: its scan, the shape of its columns, its words and padded form numbers."""

    part: Part
    scan: Scan
    shape: Shape
    padded: int = 0


def source_words(engine: Engine, one: Readable) -> pl.DataFrame:
    """place, text, context: the distinct words of a part, at most one more than MAX_WORDS."""
    sql = statement("source_word", engine.dialect, [one.scan.sql], given_row([one.shape]))
    found = pl.DataFrame(pl.from_arrow(engine.ask(f"select * from ({sql}) as word limit {MAX_WORDS + 1}")))
    return found.cast(pl.String).filter((pl.col("place") != PADDED) | (pl.col("text") != "")).sort(pl.all())


def put_lookups(engine: Engine, words: pa.Table) -> None:
    """Give the engine the words with their codes, and the scales."""
    engine.put("word", words)
    with connect() as connection:
        create_scale_level(connection)
        engine.put("scale_level", connection.table("scale_level").to_arrow_table())


def aggregate_parts(engine: Engine, together: Sequence[Readable]) -> dict[str, pl.DataFrame]:
    """The tables of SCHEMAS for parts that are aggregated together. The engine has their words and the scales."""
    put_parts(engine, together)
    how = reading(engine, together)

    def ask(name: str) -> pl.DataFrame:
        return asked(engine, name, together, how)

    counts = shaped(ask("verdict_count"), "counts")
    faulty = counts.filter((pl.col("faults") != "") | (pl.col("blanked") != "")).height
    cells = shaped(ask("survey_answer"), "cells")
    several = cells["item"].n_unique() > 1
    return {
        "rows": shaped(ask("row_count"), "rows"),
        "counts": counts,
        "samples": shaped(ask("rejected_sample") if faulty else None, "samples"),
        "cells": cells,
        "forms": shaped(ask("survey_form") if several else _forms_of_one_answer(cells), "forms"),
        "places": shaped(ask("answer_place"), "places"),
    }


def shared_forms(engine: Engine, together: Sequence[Readable]) -> list[tuple[int, int]]:
    """Positions of parts that hold answers of the same form: the first of all that do, and each other one."""
    put_parts(engine, together)
    found = asked(engine, "shared_form", together)
    return [(int(first), int(part)) for first, part in found.select("first_part", "part").iter_rows()]


def shaped(table: pl.DataFrame | None, name: str) -> pl.DataFrame:
    """A table with the columns and types of SCHEMAS, sorted, so that engines agree; None: without rows."""
    schema = pl.Schema({column: _TYPES.get(column, pl.String()) for column in SCHEMAS[name]})
    if table is None:
        return pl.DataFrame(schema=schema)
    return table.select(list(schema)).cast(schema).sort(list(schema), nulls_last=True)


def put_parts(engine: Engine, together: Sequence[Readable]) -> None:
    """Give the engine what the models read about the parts."""
    rows = [
        {"number": at, "batch": one.part.batch, "padded": one.padded, "group_rows": one.part.group_rows}
        for at, one in enumerate(together)
    ]
    kinds = {"number": pa.int32(), "batch": pa.int32(), "padded": pa.int32(), "group_rows": pa.int64()}
    engine.put("source_part", pa.Table.from_pylist(rows, schema=pa.schema(kinds.items())))


def reading(engine: Engine, together: Sequence[Readable]) -> Reading:
    """What parts are like that are aggregated together. The engine is asked whether keys stand twice, not which."""
    how = Reading(len({one.part.batch for one in together}), bool(together[0].shape.wide))
    sql = f"select count(*) as n from ({_sql(engine, 'repeated_key', together, how)}) as repeated_key"
    return replace(how, repeated=engine.ask(sql).column("n")[0].as_py() > 0)


def asked(engine: Engine, name: str, together: Sequence[Readable], how: Reading = Reading()) -> pl.DataFrame:
    """The answer of a model over parts. The engine has the lookups that the model reads."""
    return pl.DataFrame(pl.from_arrow(engine.ask(_sql(engine, name, together, how))))


def _sql(engine: Engine, name: str, together: Sequence[Readable], how: Reading) -> str:
    scans = [one.scan.sql for one in together]
    return statement(name, engine.dialect, scans, given_row([one.shape for one in together]), how)


def _forms_of_one_answer(cells: pl.DataFrame) -> pl.DataFrame:
    """The forms where each has one answer: counted from the cells, here, because they are few."""
    with connect() as connection:
        create_scale_level(connection)
        connection.register("answer_cell", cells.to_arrow())
        return connection.sql(model_sql("survey_form_of_one_answer")).pl()


def connected(count: int, joined: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Positions 0 … count - 1 in groups that pairs connect, each sorted."""
    groups = [{at} for at in range(count)]
    for one, other in joined:
        touched = [group for group in groups if group & {one, other}]
        groups = [group for group in groups if group not in touched] + [set().union(*touched)]
    return sorted(sorted(group) for group in groups)
