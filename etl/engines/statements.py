"""The statements of the aggregation: models of etl/warehouse/models put together and translated.

A model reads relations by name. A relation that is a model itself becomes a common table expression, so that an engine
needs no right to create anything; the sources come first, in the engine's own dialect.
"""

import functools
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from etl.engines.engine import EngineError
from etl.storage import model_sql

ENGINE_MODELS = (
    *("source_word", "tidy_row", "checked_row", "verdict_row", "verdict_count", "rejected_sample", "accepted_answer"),
    *("latest_answer", "shared_form", "answer_place", "row_count", "traced_answer", "whole_row"),
    "repeated_key",
)
CELLS = ("survey_answer", "survey_form", "survey_form_of_one_answer")
# What a dialect calls otherwise, where sqlglot leaves our name: DuckDB's name → the dialect's.
REWRITES: Mapping[str, Mapping[str, str]] = {
    "spark": {},
    # TRANSLATE of ClickHouse replaces bytes; the text has full-width letters of three bytes.
    "clickhouse": {"TRANSLATE": "translateUTF8"},
}
# Rows that a statement reads twice: DuckDB would keep all of them, in memory or on disk, and reads them faster again.
NOT_KEPT = "not materialized "


def model(name: str) -> str:
    """The SQL of a model, without its header comment."""
    text = model_sql(f"engine/{name}" if name in ENGINE_MODELS else name)
    return "\n".join(line for line in text.splitlines() if not line.startswith("--")).strip()


def hashes() -> dict[str, str]:
    """SHA-256 of each model's SQL."""
    return {name: hashlib.sha256(model(name).encode()).hexdigest() for name in (*ENGINE_MODELS, *CELLS)}


@dataclass(frozen=True)
class Reading:
    """What the sources are like. batches: how many; where there are several, the latest answer of a key counts. wide: a
    row holds several answers, and is accepted or rejected as a whole. repeated: keys stand several times in a batch;
    where none does, the statements are spared to look for them."""

    batches: int = 1
    wide: bool = False
    repeated: bool = True


def statement(name: str, dialect: str, sources: list[str], given_row: str = "", how: Reading = Reading()) -> str:
    """The SQL of a model with all that it reads, in a dialect.

    sources: selects in that dialect, called source_0, source_1 … in given_row. given_row: in DuckDB's dialect.
    """
    relations = {
        "given_row": given_row,
        "final_row": f"select * from {'whole' if how.wide else 'verdict'}_row",
        "response": f"select * from {'latest' if how.batches > 1 else 'accepted'}_answer",
    } | ({} if how.repeated else {"verdict_row": "select * from checked_row"})
    parts: dict[str, str] = {}
    _gather(name, relations, parts)
    final = parts.pop(name)
    streamed = {"given_row", "tidy_row"} if dialect == "duckdb" else set()
    before = ", ".join(f"{one} as {NOT_KEPT * (one in streamed)}({sql})" for one, sql in parts.items())
    whole = translate(f"with {before} {final}" if before else final, dialect)
    read = ", ".join(f"source_{at} as {NOT_KEPT * bool(streamed)}({sql})" for at, sql in enumerate(sources))
    return re.sub(r"^with\b", f"with {read},", whole, count=1, flags=re.IGNORECASE) if read else whole


def _gather(name: str, relations: Mapping[str, str], parts: dict[str, str]) -> None:
    """Add a model and, before it, those that it reads and its own common table expressions: none stands in another,
    because engines differ in which of the same name they then see."""
    sql = relations.get(name) or model(name)
    for read in dict.fromkeys(re.findall(r"(?:from|join) (\w+)", sql)):
        if read not in parts and (read in relations or read in ENGINE_MODELS):
            _gather(read, relations, parts)
    own = re.findall(r"^(\w+) as \(\n(.*?)^\)", sql, flags=re.MULTILINE | re.DOTALL)
    final = re.split(r"^\)\n\n(?=select)", sql, flags=re.MULTILINE)[-1] if own else sql
    for one, text in [*own, ("", final)]:
        for inner, _ in own:
            text = re.sub(rf"(?:(?<=from )|(?<=join )){inner}\b|\b{inner}(?=\.)", f"{name}_{inner}", text)
        parts[f"{name}_{one}" if one else name] = text


@functools.lru_cache(maxsize=256)
def translate(sql: str, dialect: str) -> str:
    """SQL of DuckDB's dialect in another one. Raises EngineError where the translator is not installed."""
    if dialect == "duckdb":
        return sql
    try:
        import sqlglot
    except ImportError as error:
        raise missing_driver(dialect, "sqlglot") from error
    (text,) = sqlglot.transpile(sql, read="duckdb", write=dialect, comments=False)
    for ours, theirs in REWRITES[dialect].items():
        text = re.sub(rf"\b{ours}\(", f"{theirs}(", text)
    return text


def missing_driver(engine: str, package: str) -> EngineError:
    """What to say where a package is not installed; each engine has its own file of requirements."""
    return EngineError("engines.missing_driver", engine=engine, package=package, file=f"requirements-{engine}.txt")
