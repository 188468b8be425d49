"""Comparison of two builds: revised published figures, and row counts by dataset."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb
import polars as pl

from etl.contracts.faults import in_both_languages
from etl.storage import REFERENCE, connect, model_sql, sql_path
from etl.warehouse.build import build_file, current_build
from etl.warehouse.build_schema import row_counts
from etl.warehouse.shared_suppression import create_shared_suppression
from etl.warehouse.suppression import SMALLEST
from words import LANGUAGES, label, say

REVISED_FIGURES = pl.Schema(
    {
        "figure": pl.String,
        "year": pl.Int32,
        "unit_id": pl.String,
        "unit": pl.String,
        "told": pl.String,  # open; few: only the old value, fewer than 10 people make the change; hidden: no value
        "before_numerator": pl.Float64,
        "before_denominator": pl.Float64,
        "after_numerator": pl.Float64,
        "after_denominator": pl.Float64,
        "message_zh": pl.String,
        "message_en": pl.String,
    }
)
ROW_COUNTS = pl.Schema({"dataset": pl.String, "before": pl.Int64, "after": pl.Int64})
MEAN_PREFIX = "index_mean."  # figures that are means of scores; others are shares, or opinions per hundred forms
# Datasets about people → prefix of the published figures computed from them.
FIGURES_OF_PERSONAL_DATASETS = {
    "survey_answer": "satisfaction_rate",
    "opinion": "problem_opinion_rate",
    "index_score": MEAN_PREFIX,
    "member_points": MEAN_PREFIX,
    "appraisal": "",
    "bad_rating": "",
    "service_rating": "good_rating_rate",
}


@dataclass(frozen=True)
class Change:
    """The effect of publishing one build in place of another.

    revisions: REVISED_FIGURES, one row per published figure whose value changes; new figures are not revisions.
    Suppressed figures of the same kind and year are listed without values, changed or not. counts: ROW_COUNTS, one row
    per dataset. asks: the reasons for asking for confirmation, each as {zh, en}.
    """

    revisions: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REVISED_FIGURES))
    counts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ROW_COUNTS))
    asks: tuple[dict[str, str], ...] = ()

    @property
    def revised_n(self) -> int:
        """The number of revised figures, without suppressed ones."""
        return self.revisions.filter(pl.col("told") != "hidden").height


def change_to(build_id: str) -> Change:
    """What putting a build in force changes."""
    old = current_build()
    return compare_builds(build_file(old) if old else None, build_file(build_id))


def compare_builds(before: Path | None, after: Path) -> Change:
    """The change from one build file to another; before=None: nothing is revised."""
    with connect() as connection:
        create_shared_suppression(connection, [file for file in (before, after) if file])
        connection.execute(f"attach {sql_path(after)} as after (read_only)")
        now = _row_counts(connection, "after")
        if before is None or before == after:
            counts = _join_counts(now.clear() if before is None else now, now)
            return Change(counts=_publishable_counts(counts, _hidden_city_figures(connection)))
        connection.execute(f"attach {sql_path(before)} as before (read_only)")
        counts = _join_counts(_row_counts(connection, "before"), now)
        try:
            connection.execute(f"create temp table moved_member as {model_sql('moved_member')}")
            revised = connection.sql(model_sql("revised_figure")).pl()
            ((published,),) = connection.sql("select count(*) from before.figure").fetchall()
        except duckdb.CatalogException:  # an older build without the table figure
            publishable = _publishable_counts(counts, {*FIGURES_OF_PERSONAL_DATASETS.values()})
            return Change(counts=publishable, asks=tuple(_fallen_counts(counts, publishable)))
    suppressed = set(revised.filter(pl.col("unit_id").is_null(), pl.col("told") != "open")["figure"])
    publishable = _publishable_counts(counts, suppressed)
    found = Change(_with_sentences(revised.filter("published").drop("published")), publishable)
    return replace(found, asks=(*_fallen_counts(counts, publishable), *_many_revised(found.revised_n, published)))


def current_sentences(revisions: list[dict]) -> list[dict[str, str]]:
    """The sentences of figures revised earlier, without the values that are suppressed today.

    revisions: rows of REVISED_FIGURES without their sentences.
    """
    with connect() as connection:
        create_shared_suppression(connection)
        hidden = set(connection.sql("select figure, year, unit_id from hidden_published").fetchall())
    rows = [
        row | {"told": "hidden"} if (row["figure"], row["year"], row["unit_id"]) in hidden else row for row in revisions
    ]
    return [{f"message_{lang}": _sentence(row, lang) for lang in LANGUAGES} for row in rows]


def _row_counts(connection: duckdb.DuckDBPyConnection, build: str) -> pl.DataFrame:
    present = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = ?", [build]
        ).fetchall()
    }
    connection.execute(f"use {build}")
    return connection.sql(row_counts(present)).pl()


def _join_counts(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    both_counts = after.rename({"n": "after"}).join(before.rename({"n": "before"}), on="dataset", how="left")
    return both_counts.with_columns(pl.col("before").fill_null(0)).select(*ROW_COUNTS).cast(ROW_COUNTS).sort("dataset")


def _hidden_city_figures(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """City figures of a first build that are too small to be published."""
    sql = "select distinct figure from after.figure where unit_id is null and denominator < smallest_n()"
    try:
        return {figure for (figure,) in connection.sql(sql).fetchall()}
    except duckdb.CatalogException:
        return set(FIGURES_OF_PERSONAL_DATASETS.values())


def _publishable_counts(counts: pl.DataFrame, suppressed: set[str]) -> pl.DataFrame:
    """Row counts with suppressed ones set to null.

    The counts of a dataset about people are published where the difference is at least SMALLEST, and no revised figure
    made from it is suppressed.
    """
    beside = [
        dataset
        for dataset, figure in FIGURES_OF_PERSONAL_DATASETS.items()
        if figure and any(one.startswith(figure) for one in suppressed)
    ]
    moved = (pl.col("after") - pl.col("before")).abs()
    few = pl.col("dataset").is_in([*FIGURES_OF_PERSONAL_DATASETS]) & (moved < SMALLEST) | pl.col("dataset").is_in(
        beside
    )
    return counts.with_columns(pl.when(~few | (moved == 0)).then(name).alias(name) for name in ("before", "after"))


def _thresholds() -> dict[str, float]:
    rows = pl.read_csv(REFERENCE / "thresholds.csv").select("threshold", "value")
    return dict(rows.iter_rows())


def _fallen_counts(counts: pl.DataFrame, publishable: pl.DataFrame) -> list[dict[str, str]]:
    """A sentence for each dataset that loses a larger share of its rows than the threshold rows_fall."""
    limit = _thresholds()["rows_fall"]
    fallen = counts.filter(pl.col("after") < pl.col("before") * (1 - limit))
    return [
        in_both_languages(
            "warehouse.asks.rows_fall",
            dataset={lang: label("dataset", row["dataset"], lang) for lang in LANGUAGES},
            **{
                when: in_both_languages("warehouse.figure.not_shown") if row[when] is None else row[when]
                for when in ("before", "after")
            },
        )
        for row in publishable.join(fallen, on="dataset", how="semi", maintain_order="left").iter_rows(named=True)
    ]


def _many_revised(revised: int, published: int) -> list[dict[str, str]]:
    limits = _thresholds()
    if revised < limits["figures_revised_n"] or revised < limits["figures_revised"] * published:
        return []
    return [in_both_languages("warehouse.asks.figures_revised", revised=revised, published=published)]


# --- in words -------------------------------------------------------------------------------------------------------


def _with_sentences(revised: pl.DataFrame) -> pl.DataFrame:
    rows = list(revised.iter_rows(named=True))
    sentences = {f"message_{lang}": [_sentence(row, lang) for row in rows] for lang in LANGUAGES}
    return revised.with_columns(pl.Series(name, texts, dtype=pl.String) for name, texts in sentences.items()).cast(
        REVISED_FIGURES
    )


def _sentence(row: dict, lang: str) -> str:
    figure = row["figure"]
    if figure.startswith(MEAN_PREFIX):
        name = say("warehouse.figure.index_mean", lang, index=label("index", figure.removeprefix(MEAN_PREFIX), lang))
    else:
        name = say(f"warehouse.figure.{figure}", lang)
    of = [str(row["year"])] if row["year"] else []
    of.append(row["unit"] if row["unit_id"] else say("warehouse.figure.city", lang))
    subject = " · ".join([*of, name])
    if row["told"] == "hidden":
        return say("warehouse.revision_hidden", lang, of=subject)
    before = _value_text(figure, row["before_numerator"], row["before_denominator"], lang)
    if row["told"] == "few":
        return say("warehouse.revision_few", lang, of=subject, before=before)
    after = _value_text(figure, row["after_numerator"], row["after_denominator"], lang)
    return say("warehouse.revision", lang, of=subject, before=before, after=after)


def _value_text(figure: str, numerator: float | None, denominator: float | None, lang: str) -> str:
    if numerator is None or not denominator:
        return say("warehouse.figure.none", lang)
    if figure.startswith(MEAN_PREFIX):
        return say("warehouse.figure.mean", lang, value=f"{numerator / denominator:.2f}", n=f"{denominator:.0f}")
    share, counts = 100 * numerator / denominator, {"x": f"{numerator:.0f}", "n": f"{denominator:.0f}"}
    return say("warehouse.figure.share", lang, value=f"{share:.2f}", **counts)
