"""Every statement gives the same on DuckDB, on Spark and on ClickHouse, cell by cell."""

from collections import Counter

import polars as pl
import pytest

from etl.engines import statements
from etl.engines.engine import Engine
from etl.engines.open_engine import open_engine
from etl.engines.part_aggregation import Readable, asked, source_words
from etl.engines.source_lookup import readable_parts
from etl.engines.sources import find_parts
from etl.engines.statements import CELLS, ENGINE_MODELS, REWRITES, Reading, statement
from etl.engines.word_codes import as_table
from etl.reading.entity_matching import Directory
from etl.storage import MODELS
from etl.warehouse import batches
from etl.warehouse.known_units import KnownUnits

TEXT_FILE = 2  # the part that is a text file
# Counts beyond 32 bits cannot be generated row by row: they are given as cells.
MANY = 3_000_000_000
WANTED = [{"wanted_part": 2, "wanted_year": 2019, "wanted_wave": "2019", "wanted_unit": "C", "wanted_item": "overall"}]


def readable(engine: Engine, sources: list[str]) -> list[Readable]:
    """The sources as the engine reads them, with everything that the statements look up."""
    directory = KnownUnits(batches.live_batches(batches.all_batches())).directory()
    ready = readable_parts(engine, find_parts(sources, engine, {}), None, directory)
    cell = dict.fromkeys(("wave", "unit_id", "group", "channel", "division_code", "item"), "x")
    cells = [
        cell | {"survey_year": 2019, "scale_id": "cz4", "answer": answer, "n": MANY}
        for answer in ("satisfied", "dont_know")
    ]
    engine.put("answer_cell", as_table(pl.DataFrame(cells, schema_overrides={"survey_year": pl.Int32})))
    kinds = {"wanted_part": pl.Int32, "wanted_year": pl.Int32}
    engine.put("wanted", as_table(pl.DataFrame(WANTED, schema_overrides=kinds)))
    return ready


def answered(engine: Engine, sources: list[str]) -> dict[str, Counter]:
    """Each statement's rows, as often as they occur; numbers of rows left out where the engine has none."""
    ready = readable(engine, sources)
    found = {}
    for name in (*ENGINE_MODELS, *CELLS):
        table = asked(engine, name, ready, Reading(batches=3))
        assert isinstance(table, pl.DataFrame)
        named = table.select(sorted(table.columns))
        found[name] = Counter(tuple(row.items()) for row in named.iter_rows(named=True))
    return found


def numbered_alike(rows: Counter, engine: str) -> Counter:
    """The rows without the numbers that the engine does not give: Spark gives none, ClickHouse none of text files."""
    left: Counter = Counter()
    for row, n in rows.items():
        kept = dict(row)
        if engine == "spark" or kept.get("part") == TEXT_FILE:
            kept.pop("source_row", None)
            if kept.pop("row_group", None) is not None or "valid_n" in kept:  # added up over the row groups
                n, valid_n = n * kept.pop("n"), n * kept.pop("valid_n")
                left[(*kept.items(), "valid")] += valid_n
        left[tuple(kept.items())] += n
    return left


@pytest.mark.parametrize("opened", ["spark", "clickhouse"], indirect=True)
def test_every_statement_gives_the_same_rows(opened: Engine, sources: list[str]):
    ours = open_engine("duckdb")
    expected, found = answered(ours, sources), answered(opened, sources)
    ours.close()
    for name in expected:
        assert expected[name], f"{name} gives nothing to compare"
        assert numbered_alike(found[name], opened.name) == numbered_alike(expected[name], opened.name), name


def test_every_model_of_the_aggregation_is_a_statement():
    assert {path.stem for path in (MODELS / "engine").glob("*.sql")} == set(ENGINE_MODELS)
    marked = {path.stem for path in MODELS.glob("*.sql") if "Portable:" in path.read_text(encoding="utf-8")}
    assert marked == set(CELLS)


@pytest.mark.parametrize("dialect", REWRITES)
def test_each_rewrite_is_needed(dialect: str, monkeypatch: pytest.MonkeyPatch):
    """A rewrite that sqlglot has learnt meanwhile goes out of the table."""
    monkeypatch.setattr(statements, "REWRITES", {name: {} for name in REWRITES})
    statements.translate.cache_clear()
    text = "\n".join(statement(name, dialect, ["select 1"], "select 1 as part") for name in (*ENGINE_MODELS, *CELLS))
    statements.translate.cache_clear()
    assert [ours for ours in REWRITES[dialect] if f"{ours}(" not in text] == []


def test_no_word_of_a_model_stands_for_a_form(sources: list[str]):
    """What leaves an engine before the cells: words, never the number of a form."""
    engine = open_engine("duckdb")
    texts = source_words(engine, readable(engine, sources)[0])
    engine.close()
    assert texts.filter(pl.col("text").str.contains("2018-")).is_empty()
    assert set(texts["place"]) <= {
        *Directory.from_reference().codes["list"],
        "survey_year",
        "wave",
        "unit_id",
        "division_code",
        "scale_id",
        "answer",
        "padded form",
    }
