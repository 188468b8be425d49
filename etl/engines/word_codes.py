"""What the words of a source mean: each distinct one is read and checked by the row reader, as in a loaded file.

An engine joins the words with their codes, and so checks the rows against the contract without a row leaving it.
"""

from dataclasses import dataclass, replace

import polars as pl
import pyarrow as pa

from etl.contracts.dictionary import replaced_when_unread
from etl.engines.engine import EngineError
from etl.engines.source_rows import DATASET, Shape
from etl.intake.file_intake import read_rows
from etl.reading import cells
from etl.reading.entity_matching import Directory
from etl.reading.tables import Table

# The column that a word's meaning depends on.
CONTEXT = {
    "survey_year": "",
    "wave": "survey_year",
    "unit_id": "survey_year",
    "item": "",
    "group": "",
    "channel": "",
    "division_code": "survey_year",
    "scale_id": "",
    "answer": "scale_id",
}
PADDED = "padded form"
MAX_WORDS = 200_000  # more distinct words of a source: a column holds something else, and nothing of it is fetched
WORD_KEY = ("place", "text", "context")
WORDS = pl.Schema(dict.fromkeys((*WORD_KEY, "code", "faults", "blanked"), pl.String))
HINTS = pl.Schema(dict.fromkeys((*WORD_KEY, "rule", "hint_zh", "hint_en"), pl.String))


@dataclass(frozen=True)
class WordCodes:
    """words: WORDS, a row a word. hints: HINTS, a row a fault of a word: what its sentence says."""

    words: pl.DataFrame
    hints: pl.DataFrame


def read_words(texts: pl.DataFrame, shape: Shape, directory: Directory) -> WordCodes:
    """The codes of a source's words. texts: place, text, context, as source_word.sql returns them."""
    if texts.height > MAX_WORDS:
        place, n = texts.group_by("place").len().sort("len").row(-1)
        raise EngineError("engines.too_many_words", column=shape.headers.get(place, place), n=n)
    found = [_read_place(place, texts.filter(pl.col("place") == place), shape, directory) for place in CONTEXT]
    return WordCodes(pl.concat([one.words for one in found]), pl.concat([one.hints for one in found]))


def fixed_words() -> pl.DataFrame:
    """WORDS of what a form number may not be: texts that mean nothing, and error values of a spreadsheet."""
    rows = [("nothing", word) for word in cells.BLANK_TEXTS if word] + [("error", word) for word in cells.ERRORS]
    return pl.DataFrame([(*row, "", None, "", "") for row in rows], schema=WORDS, orient="row")


def as_table(rows: pl.DataFrame) -> pa.Table:
    """Rows as Arrow, with plain strings, which every engine takes."""
    table = rows.to_arrow()
    large = {field.name for field in table.schema if not pa.types.is_integer(field.type)}
    return table.cast(pa.schema([(one.name, pa.string() if one.name in large else one.type) for one in table.schema]))


def padded_digits(texts: pl.DataFrame) -> int:
    """The number of digits of form numbers with leading zeros; 0 if there are none or they differ."""
    lengths = texts.filter(pl.col("place") == PADDED)["text"]
    return int(lengths[0]) if lengths.len() == 1 else 0


def _read_place(place: str, texts: pl.DataFrame, shape: Shape, directory: Directory) -> WordCodes:
    """The words of one column, read as rows that have nothing but the word and its context."""
    asked = texts.select(*WORD_KEY).with_row_index("source_row", offset=1).cast({"source_row": pl.UInt32})
    by = {name: column for name, column in ((place, "text"), (CONTEXT[place], "context")) if name in shape.given}
    rows = asked.select(
        "source_row",
        pl.concat_str(pl.lit("form "), pl.col("source_row")).alias("form_id"),
        *(pl.when(pl.col(column) != "").then(column).alias(name) for name, column in by.items()),
    )
    ours: dict[str, tuple[str, ...]] = {name: (name,) for name in ("form_id", *by)}
    layout = replace(shape.layout, columns=ours, unpivot=None, keep={}, skip_rows_where={})
    table = Table("", rows, {name: name for name in ours}, "", 1)
    read = read_rows([table], layout, directory)
    broken = read.broken.filter(pl.col("at") == place).join(read.typed.select("row", "source_row"), on="row")
    token = pl.concat_str(pl.col("rule"), pl.lit(f":{place} ")).str.join("")
    tokens = broken.group_by("source_row").agg(token.alias("tokens"))
    accepted_without = place in replaced_when_unread(DATASET)
    said = pl.col("tokens").fill_null("")
    words = (
        asked.join(read.typed.select("source_row", pl.col(place).cast(pl.String).alias("code")), on="source_row")
        .join(tokens, on="source_row", how="left")
        .select(
            *WORD_KEY,
            "code",
            faults=pl.lit("") if accepted_without else said,
            blanked=said if accepted_without else pl.lit(""),
        )
    )
    hints = asked.join(broken, on="source_row").select(*HINTS)
    return WordCodes(words.cast(WORDS), hints.cast(HINTS))
