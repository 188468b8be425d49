"""Which figures of a build no question may show: worked out once, for a filter must not change the answer."""

import duckdb
import polars as pl

from etl.warehouse import model
from inference.complements import SMALLEST
from inference.suppression import Table, jointly_hidden

CITY = "city"  # the one class of rows that have none
PLACES = ("unit_level", "group_level", "part_level", "unit_class", "unit_id", "group", "part")


def hide_small_figures(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill suppressed_figure and suppressed_unit of a build whose other tables are filled."""
    connection.execute(f"create or replace temp macro smallest_n() as {SMALLEST}")
    connection.execute(f"insert into suppressed_unit by name {model('suppressed_unit')}")
    cells = connection.sql(model("survey_lattice")).pl()
    for of_year in cells.partition_by("survey_year", maintain_order=True):
        hidden = _hidden_of_year(of_year).unique().sort(PLACES, nulls_last=True)
        rows = hidden.with_columns(survey_year=pl.lit(of_year["survey_year"][0]))
        connection.register("hidden", rows.to_arrow())
        connection.execute("insert into suppressed_figure by name select * from hidden")
        connection.unregister("hidden")


def _hidden_of_year(cells: pl.DataFrame) -> pl.DataFrame:
    """All items hide the same figures, and forms what answers hide: nearly the same people stand behind them, so that a
    figure shown of one would tell that of another."""
    of_forms = pl.col("counted") == "form"
    answers, forms = _tables(cells.filter(~of_forms), "all"), _tables(cells.filter(of_forms), "form")
    hidden, gone = jointly_hidden([table for table, *_ in answers])
    placed = [_placed(found, *table) for found, table in zip(hidden, answers, strict=True)]
    hidden, _ = jointly_hidden([table for table, *_ in forms], gone)
    placed += [_placed(found, *table) for found, table in zip(hidden, forms, strict=True)]
    alike = [rows.filter(pl.col("part_level") == "all").with_columns(part_level=pl.lit("form")) for rows in placed]
    return pl.concat([*placed, *alike])


def _tables(cells: pl.DataFrame, whole: str) -> list[tuple[Table, str, str]]:
    """What is published of a year: units by groups, units by parts and groups by parts; with the part_level of a figure
    of all parts and that of one."""
    found = []
    for lattice in cells.partition_by("counted", maintain_order=True):
        part = lattice["part_level"][0]
        by_unit = lattice.with_columns(group="part")
        by_group = lattice.select(unit_class=pl.lit(CITY), unit_id="group", group="part", n="n")
        found += [
            (Table(_summed(lattice), "unit", "group"), whole, whole),
            (Table(_summed(by_unit), "unit", part), whole, part),
            (Table(_summed(by_group), "group", part), whole, part),
        ]
    return found


def _summed(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.group_by("unit_class", "unit_id", "group", maintain_order=True).agg(pl.col("n").sum())


def _placed(hidden: pl.DataFrame, table: Table, whole: str, part: str) -> pl.DataFrame:
    """The hidden figures of a table as rows of suppressed_figure."""
    nobody = pl.lit(None, pl.String)
    named = hidden.with_columns(part_level=pl.lit(whole), part=nobody)
    if part != whole:
        of_part = pl.when(pl.col("group_level") == "group")
        named = named.with_columns(part_level=of_part.then(pl.lit(part)).otherwise(pl.lit(whole)), part="group")
        named = named.with_columns(group_level=pl.lit("all"), group=nobody)
    if table.rows == "group":
        of_group = pl.when(pl.col("unit_level") == "unit")
        named = named.filter(pl.col("unit_level") != "class").with_columns(
            group_level=of_group.then(pl.lit("group")).otherwise(pl.lit("all")),
            group="unit_id",
            unit_level=pl.lit("city"),
            unit_class=nobody,
            unit_id=nobody,
        )
    return named.select(PLACES)
