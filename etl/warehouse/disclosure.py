"""Disclosure control of traces: which records behind a figure, and which counts of them, are published.

Files and sheets are always published, records of the ledgers too. For datasets about people:

- Counts by file are published where no figure of the selection is suppressed and no small count follows from the
  parts: each part of a figure, and what remains of it without the units published separately, has none or at least
  SMALLEST people, and contains all suppressed units or none.
- Rows are listed only for sheets without suppressed or small units, whose rows would otherwise show as gaps, and
  without columns that would narrow a selection further, so that two listings cannot be intersected.
- Rows about one person are never listed.
"""

from collections.abc import Mapping

import duckdb
import polars as pl

from etl.storage import WarehouseError
from etl.warehouse.build_schema import SURVEY
from etl.warehouse.suppression import SMALLEST

PERSON_DATASETS = ("member_points", "appraisal", "bad_rating")
PERSONAL_DATASETS = (*SURVEY, "opinion", *PERSON_DATASETS)
UNIT_FILTERS = ("unit", "unit_id", "units")
GROUP_FILTERS = ("group", "groups")
SCOPE_FILTERS = (*UNIT_FILTERS, "unit_class", "year", "year_from", "year_to", "batch_id")
# Filters allowed for datasets about people; others would select single answers or persons.
ALLOWED_FILTERS = {
    **dict.fromkeys(("survey", *SURVEY), (*SCOPE_FILTERS, *GROUP_FILTERS, "headline", "item")),
    "opinion": (*SCOPE_FILTERS, *GROUP_FILTERS, "theme", "polarity"),
    **dict.fromkeys(PERSON_DATASETS, SCOPE_FILTERS),
}
# Filters that are never allowed: counts of people.
FORBIDDEN_FILTERS = {"service_rating": ("n",), "hotline": ("value",)}
PUBLISHABLE_COLUMNS = {
    **dict.fromkeys(SURVEY, ("survey_year", "item", "scale_id", "answer")),
    "opinion": ("survey_year", "theme", "polarity", "raw_n", "merged_n", "text"),
}
PLACE_COLUMNS = ("batch_id", "file", "source_sheet", "source_row")
# Hotline measures from call-backs to people.
CALLBACK_MEASURES = ("valid_callbacks", "satisfied", "satisfaction_rate")
NOT_A_MEMBER = "subject_grain <> 'member'"  # of index_score
IN_OPEN_SHEET = "(batch_id, source_sheet) in (from open_sheet)"
PART_COLUMNS = ("batch_id", "source_sheet", "year", "item")
COUNTS_SCHEMA = pl.Schema({
    "batch_id": pl.String, "source_sheet": pl.String, "year": pl.Int32, "unit_id": pl.String, "item": pl.String,
    "n": pl.Int64,
})  # fmt: skip
# SQL of the number of people behind the rows of a part.
PERSON_COUNT_SQL = {
    "survey_response": "count(*) filter (class = 'valid') + coalesce(sum(valid_n), 0)",
    "survey_count": "coalesce(sum(n) filter (class = 'valid'), 0)",
    "opinion": "count(*)",
}


def check_filters(dataset: str, filters: Mapping[str, object]) -> None:
    """Raise WarehouseError for a filter that would narrow data about people too far."""
    allowed = ALLOWED_FILTERS.get(dataset, (*filters,))
    for name in filters:
        if name not in allowed or name in FORBIDDEN_FILTERS.get(dataset, ()):
            raise WarehouseError("warehouse.too_fine", column=name, dataset=dataset, allowed=" ".join(allowed))


DatasetRows = Mapping[str, tuple[str, list]]  # dataset → SQL of rows of all batches, and its parameters


def withholding_reason(
    connection: duckdb.DuckDBPyConnection, chosen: DatasetRows, whole: DatasetRows, filters: Mapping[str, object]
) -> str:
    """Why the rows and counts of a selection are withheld: "groups", "persons" or "small"; "" where they are published.

    Published rows are those in the temporary table open_sheet, which is created here. chosen: the selection without
    batch_id. whole: without any filter. The connection has hidden_figure and build.
    """
    if set(chosen) & set(PERSON_DATASETS):
        return "persons"
    if not set(chosen) <= PERSON_COUNT_SQL.keys():
        return ""
    if set(filters) & set(GROUP_FILTERS):
        return "groups"
    units, above = _hidden_units(connection, filters)
    every = _count_parts(connection, whole, units)
    open_sheets = (
        every.group_by("batch_id", "source_sheet").agg(pl.col("unpublished").any()).filter(~pl.col("unpublished"))
    )
    connection.register("open_sheet", open_sheets.drop("unpublished").to_arrow())
    parts = _count_parts(connection, chosen, units)
    return "small" if _discloses(parts, bool(set(filters) & set(UNIT_FILTERS)), above) else ""


def _count_parts(connection: duckdb.DuckDBPyConnection, slices: DatasetRows, hidden: pl.DataFrame) -> pl.DataFrame:
    """The number of people by PART_COLUMNS and unit_id: n, hidden, unpublished (the unit is not published alone)."""
    found = [
        connection.sql(
            f"""select batch_id, source_sheet, survey_year as year, coalesce(current_unit_id, unit_id) as unit_id,
                {"item" if dataset in SURVEY else "'' as item"}, {PERSON_COUNT_SQL[dataset]} as n
            from ({rows}) {"left join build.scale_level using (scale_id, answer)" if dataset in SURVEY else ""}
            group by all""",
            params=given,
        )
        .pl()
        .cast(COUNTS_SCHEMA)
        for dataset, (rows, given) in slices.items()
    ]
    parts = pl.concat(found).join(hidden, ["year", "unit_id"], "left").with_columns(pl.col("hidden").fill_null(False))
    part_is_small = pl.col("n").sum().over("unit_id", *PART_COLUMNS) < SMALLEST
    return parts.with_columns(unpublished=(pl.col("hidden") | part_is_small).any().over("year", "unit_id"))


def _hidden_units(
    connection: duckdb.DuckDBPyConnection, filters: Mapping[str, object]
) -> tuple[pl.DataFrame, set[int]]:
    """The suppressed units (year, unit_id, hidden), and the years in which the selected classes or the city are.

    Includes small units of builds that suppressed nothing but those.
    """
    units = connection.sql(
        """select survey_year as year, unit_id, true as hidden
        from hidden_figure
        where unit_level = 'unit' and group_level = 'all' and part_level in ('all', 'form')
        union
        select survey_year, current_unit_id, true
        from build.survey_answer
        where headline and class = 'valid'
        group by survey_year, current_unit_id
        having sum(n) < smallest_n()"""
    ).pl()
    level = "class" if "unit_class" in filters else "city"
    above = connection.execute(
        """select distinct survey_year from hidden_figure
        where unit_level = ? and group_level = 'all' and part_level in ('all', 'form')""",
        [level],
    ).fetchall()
    return units, {year for (year,) in above}


def _discloses(parts: pl.DataFrame, units_named: bool, above: set[int]) -> bool:
    """Whether counts by file and sheet would disclose a suppressed or small figure. parts: from `_count_parts`."""
    if units_named:
        return bool(parts["unpublished"].any())
    hidden_units = pl.col("unit_id").filter("hidden").n_unique()
    together = parts.group_by(PART_COLUMNS).agg(
        pl.col("n").sum(), unpublished_n=pl.col("n").filter("unpublished").sum(), hidden_units=hidden_units
    )
    every = parts.group_by("year", "item").agg(every=hidden_units)
    compared = together.join(every, ["year", "item"])
    gives_away = (
        (pl.col("n") < SMALLEST)
        | pl.col("unpublished_n").is_between(1, SMALLEST - 1)
        | ((pl.col("hidden_units") > 0) & (pl.col("hidden_units") < pl.col("every")))
        | pl.col("year").is_in([*above])
    )
    return bool(compared.select(gives_away.any()).item())


def publishable_rows(dataset: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows without the columns that narrow a selection further and without counts of people."""
    if dataset in PUBLISHABLE_COLUMNS:
        return rows.select(*PLACE_COLUMNS, *PUBLISHABLE_COLUMNS[dataset])
    if dataset == "service_rating":
        return rows.drop("n")
    if dataset == "hotline":
        of_city = pl.col("unit_id").is_null() & pl.col("division_code").is_null() & (pl.col("channel") == "all")
        published = of_city | ~pl.col("measure").is_in(CALLBACK_MEASURES)
        return rows.with_columns(pl.when(published).then("value").alias("value"))
    return rows
