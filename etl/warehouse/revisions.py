"""What a new build would change: the published figures that it revises, and how much of each dataset it counts."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import polars as pl

from etl.contracts.faults import both
from etl.storage import REFERENCE, engine, model, quoted
from etl.warehouse.build_schema import row_counts
from etl.warehouse.shared_suppression import hide_together
from etl.warehouse.suppression import SMALLEST
from words import LANGUAGES, label, say

REVISED = pl.Schema(
    {
        "figure": pl.String,
        "year": pl.Int32,
        "unit_id": pl.String,
        "unit": pl.String,
        "told": pl.String,  # open; few: only what it was, as fewer than 10 people make the change; hidden: nothing
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
# Datasets whose rows tell of people, and how the published figures begin that are made of them.
OF_PEOPLE = {
    "survey_answer": "satisfaction_rate",
    "opinion": "problem_opinion_rate",
    "index_score": MEANS,
    "member_points": MEANS,
    "appraisal": "",
    "service_rating": "good_rating_rate",
}


@dataclass(frozen=True)
class Change:
    """One build in place of another.

    revisions: one row a published figure that would have another value (REVISED); new figures revise nothing. Beside
    them stand, without a number, those of the same kind and year that are not shown, whether they change or not.
    counts: one row a dataset (COUNTED). asks: why somebody should look before it is published, each in both languages.
    """

    revisions: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REVISED))
    counts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COUNTED))
    asks: tuple[dict[str, str], ...] = ()

    @property
    def revised_n(self) -> int:
        """How many published figures change, those that are not shown left out."""
        return self.revisions.filter(pl.col("told") != "hidden").height


def change(before: Path | None, after: Path) -> Change:
    """From one build file to another; without one before, nothing is revised."""
    with engine() as connection:
        hide_together(connection, [file for file in (before, after) if file])
        connection.execute(f"attach {quoted(after)} as after (read_only)")
        now = _counts(connection, "after")
        if before is None or before == after:
            counts = _beside(now.clear() if before is None else now, now)
            return Change(counts=_told_counts(counts, _too_few(connection)))
        connection.execute(f"attach {quoted(before)} as before (read_only)")
        counts = _beside(_counts(connection, "before"), now)
        try:
            connection.execute(f"create temp table moved_member as {model('moved_member')}")
            revised = connection.sql(model("revised_figure")).pl()
            ((published,),) = connection.sql("select count(*) from before.figure").fetchall()
        except duckdb.CatalogException:  # a build from before figures were kept
            told_counts = _told_counts(counts, {*OF_PEOPLE.values()})
            return Change(counts=told_counts, asks=tuple(_fallen(counts, told_counts)))
    untold = set(revised.filter(pl.col("unit_id").is_null(), pl.col("told") != "open")["figure"])
    told_counts = _told_counts(counts, untold)
    found = Change(_told(revised.filter("published").drop("published")), told_counts)
    return replace(found, asks=(*_fallen(counts, told_counts), *_many(found.revised_n, published)))


def told_again(revisions: list[dict]) -> list[dict[str, str]]:
    """The sentences of figures that were revised once, without the numbers that may not be told any more.

    revisions: rows of REVISED without their sentences.
    """
    with engine() as connection:
        hide_together(connection)
        hidden = set(connection.sql("select figure, year, unit_id from hidden_published").fetchall())
    rows = [
        row | {"told": "hidden"} if (row["figure"], row["year"], row["unit_id"]) in hidden else row for row in revisions
    ]
    return [{f"message_{lang}": _sentence(row, lang) for lang in LANGUAGES} for row in rows]


def _counts(connection: duckdb.DuckDBPyConnection, build: str) -> pl.DataFrame:
    present = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = ?", [build]
        ).fetchall()
    }
    connection.execute(f"use {build}")
    return connection.sql(row_counts(present)).pl()


def _beside(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    both_counts = after.rename({"n": "after"}).join(before.rename({"n": "before"}), on="dataset", how="left")
    return both_counts.with_columns(pl.col("before").fill_null(0)).select(*COUNTED).cast(COUNTED).sort("dataset")


def _too_few(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The figures of the whole city that a first build has and may not show."""
    sql = "select distinct figure from after.figure where unit_id is null and denominator < smallest_n()"
    try:
        return {figure for (figure,) in connection.sql(sql).fetchall()}
    except duckdb.CatalogException:
        return set(OF_PEOPLE.values())


def _told_counts(counts: pl.DataFrame, untold: set[str]) -> pl.DataFrame:
    """The rows of a dataset of people are told where so many came or went that no few of them are given away, neither
    by themselves nor beside the figures of which no change is told."""
    beside = [
        dataset for dataset, figure in OF_PEOPLE.items() if figure and any(one.startswith(figure) for one in untold)
    ]
    moved = (pl.col("after") - pl.col("before")).abs()
    few = pl.col("dataset").is_in([*OF_PEOPLE]) & (moved < SMALLEST) | pl.col("dataset").is_in(beside)
    return counts.with_columns(pl.when(~few | (moved == 0)).then(name).alias(name) for name in ("before", "after"))


def _thresholds() -> dict[str, float]:
    rows = pl.read_csv(REFERENCE / "thresholds.csv").select("threshold", "value")
    return dict(rows.iter_rows())


def _fallen(counts: pl.DataFrame, told: pl.DataFrame) -> list[dict[str, str]]:
    """Datasets that lose more rows than the threshold allows without asking; how many, where that is told."""
    limit = _thresholds()["rows_fall"]
    fallen = counts.filter(pl.col("after") < pl.col("before") * (1 - limit))
    return [
        both(
            "warehouse.asks.rows_fall",
            dataset={lang: label("dataset", row["dataset"], lang) for lang in LANGUAGES},
            **{
                when: both("warehouse.figure.not_shown") if row[when] is None else row[when]
                for when in ("before", "after")
            },
        )
        for row in told.join(fallen, on="dataset", how="semi", maintain_order="left").iter_rows(named=True)
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
    told = " · ".join([*of, name])
    if row["told"] == "hidden":
        return say("warehouse.revision_hidden", lang, of=told)
    before = _value(figure, row["before_numerator"], row["before_denominator"], lang)
    if row["told"] == "few":
        return say("warehouse.revision_few", lang, of=told, before=before)
    after = _value(figure, row["after_numerator"], row["after_denominator"], lang)
    return say("warehouse.revision", lang, of=told, before=before, after=after)


def _value(figure: str, numerator: float | None, denominator: float | None, lang: str) -> str:
    if numerator is None or not denominator:
        return say("warehouse.figure.none", lang)
    if figure.startswith(MEANS):
        return say("warehouse.figure.mean", lang, value=f"{numerator / denominator:.2f}", n=f"{denominator:.0f}")
    share, counts = 100 * numerator / denominator, {"x": f"{numerator:.0f}", "n": f"{denominator:.0f}"}
    return say("warehouse.figure.share", lang, value=f"{share:.2f}", **counts)
