"""What a new build would change: the published figures that it revises, and how much of each dataset it counts."""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import polars as pl

from etl.faults import both
from etl.warehouse import REFERENCE, engine, model, quoted
from words import LANGUAGES, label, say

REVISED = pl.Schema(
    {
        "figure": pl.String,
        "year": pl.Int32,
        "unit_id": pl.String,
        "unit": pl.String,
        "before_numerator": pl.Float64,
        "before_denominator": pl.Float64,
        "after_numerator": pl.Float64,
        "after_denominator": pl.Float64,
        "message_zh": pl.String,
        "message_en": pl.String,
    }
)
COUNTED = pl.Schema({"dataset": pl.String, "before": pl.Int64, "after": pl.Int64})
MEANS = "index_mean."  # figures that are a mean of scores; all others are shares, or opinions per hundred forms


@dataclass(frozen=True)
class Change:
    """One build in place of another.

    revisions: one row a published figure that would have another value (REVISED); new figures revise nothing. counts:
    one row a dataset (COUNTED). asks: why somebody should look before it is published, each in both languages.
    """

    revisions: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REVISED))
    counts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COUNTED))
    asks: tuple[dict[str, str], ...] = ()


def change(before: Path | None, after: Path) -> Change:
    """From one build file to another; without one before, nothing is revised."""
    with engine() as connection:
        connection.execute(f"attach {quoted(after)} as after (read_only)")
        now = _counts(connection, "after")
        if before is None or before == after:
            return Change(counts=_beside(now.clear() if before is None else now, now))
        connection.execute(f"attach {quoted(before)} as before (read_only)")
        counts = _beside(_counts(connection, "before"), now)
        try:
            revised = connection.sql(model("revised_figure")).pl()
            ((published,),) = connection.sql("select count(*) from before.figure").fetchall()
        except duckdb.CatalogException:  # a build from before figures were kept
            return Change(counts=counts, asks=tuple(_fallen(counts)))
    revisions = _told(revised)
    return Change(revisions, counts, (*_fallen(counts), *_many(revisions.height, published)))


def _counts(connection: duckdb.DuckDBPyConnection, build: str) -> pl.DataFrame:
    present = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = ?", [build]
        ).fetchall()
    }
    connection.execute(f"use {build}")
    # An older build may lack a table that is counted today.
    parts = [part for part in model("row_count").split("union all") if part.split()[-1] in present]
    return connection.sql(" union all ".join(parts)).pl()


def _beside(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    both_counts = after.rename({"n": "after"}).join(before.rename({"n": "before"}), on="dataset", how="left")
    return both_counts.with_columns(pl.col("before").fill_null(0)).select(*COUNTED).cast(COUNTED)


def _thresholds() -> dict[str, float]:
    rows = pl.read_csv(REFERENCE / "thresholds.csv").select("threshold", "value")
    return dict(rows.iter_rows())


def _fallen(counts: pl.DataFrame) -> list[dict[str, str]]:
    """Datasets that lose more rows than the threshold allows without asking."""
    limit = _thresholds()["rows_fall"]
    fallen = counts.filter(pl.col("after") < pl.col("before") * (1 - limit))
    return [
        both(
            "warehouse.asks.rows_fall",
            dataset={lang: label("dataset", row["dataset"], lang) for lang in LANGUAGES},
            before=row["before"],
            after=row["after"],
        )
        for row in fallen.iter_rows(named=True)
    ]


def _many(revised: int, published: int) -> list[dict[str, str]]:
    limits = _thresholds()
    if revised < limits["figures_revised_n"] or revised < limits["figures_revised"] * published:
        return []
    return [both("warehouse.asks.figures_revised", revised=revised, published=published)]


# --- in words -------------------------------------------------------------------------------------------------------


def _told(revised: pl.DataFrame) -> pl.DataFrame:
    rows = list(revised.iter_rows(named=True))
    sentences = {f"message_{lang}": [_sentence(row, lang) for row in rows] for lang in LANGUAGES}
    return revised.with_columns(pl.Series(name, told, dtype=pl.String) for name, told in sentences.items()).cast(
        REVISED
    )


def _sentence(row: dict, lang: str) -> str:
    figure = row["figure"]
    if figure.startswith(MEANS):
        name = say("warehouse.figure.index_mean", lang, index=label("index", figure.removeprefix(MEANS), lang))
    else:
        name = say(f"warehouse.figure.{figure}", lang)
    of = [str(row["year"])] if row["year"] else []
    of.append(row["unit"] if row["unit_id"] else say("warehouse.figure.city", lang))
    values = {
        when: _value(figure, row[f"{when}_numerator"], row[f"{when}_denominator"], lang) for when in ("before", "after")
    }
    return say("warehouse.revision", lang, of=" · ".join([*of, name]), **values)


def _value(figure: str, numerator: float | None, denominator: float | None, lang: str) -> str:
    if numerator is None or not denominator:
        return say("warehouse.figure.none", lang)
    if figure.startswith(MEANS):
        return say("warehouse.figure.mean", lang, value=f"{numerator / denominator:.2f}", n=f"{denominator:.0f}")
    share, counts = 100 * numerator / denominator, {"x": f"{numerator:.0f}", "n": f"{denominator:.0f}"}
    return say("warehouse.figure.share", lang, value=f"{share:.2f}", **counts)
