"""Fill the tables of a build from the rows of the live batches."""

import itertools
from datetime import datetime

import duckdb
import polars as pl

from etl.contracts.dictionary import key_columns
from etl.storage import model_sql, parquet_scan
from etl.warehouse import aggregation
from etl.warehouse.batches import FORM_FINDINGS, Batch
from etl.warehouse.build_checks import check_answers
from etl.warehouse.build_cities import (
    add_up_hotlines,
    hide_what_cities_hide,
    insert_city_forms,
    keep_what_cities_computed,
    name_cities,
)
from etl.warehouse.build_quality import fill_quality_tables
from etl.warehouse.build_schema import TABLES, copied_columns, rows_sql
from etl.warehouse.corrections import corrected_batches
from etl.warehouse.engine_result import check_meaning
from etl.warehouse.reference_tables import insert_frame, insert_rows
from etl.warehouse.suppression import fill_suppression
from words import LANGUAGES, say

DEFINITIONS = "2026.12"  # version of methods and metrics, shown in a figure's footer


def fill_build(connection: duckdb.DuckDBPyConnection, live: list[Batch], identity: str) -> None:
    """Fill the tables of a build from its batches. Its tables are created, and the reference is in them."""
    given = {"unit", *(dataset for dataset in TABLES for batch in live if batch.rows_file(dataset))}
    for dataset in TABLES:
        _create_live_rows(connection, live, dataset)
    _insert_batches(connection, live)
    name_cities(connection)
    add_up_hotlines(connection)
    _create_survey_cells(connection, live)
    check_answers(connection)
    for step in ("current_unit", "orphan_episode", "hotline_period"):
        connection.execute(f"create temp table {step} as {model_sql(step)}")
    connection.execute(model_sql("survey_tables"))
    for dataset in TABLES:
        if dataset in given:
            connection.execute(rows_sql(dataset))
    _insert_faults(connection, live)
    _insert_form_findings(connection, live)
    fill_quality_tables(connection)
    fill_suppression(connection)
    hide_what_cities_hide(connection, live)
    keep_what_cities_computed(connection, live)
    connection.execute(f"insert into figure by name {model_sql('figure')}")
    _insert_meta(connection, live, identity)


def _batch_rows_sql(live: list[Batch], dataset: str) -> str:
    """SQL of a dataset's rows in the live batches, with batch_id; "" when there is no such batch."""
    parts = [
        f"select '{batch.batch_id}' as batch_id, * from {parquet_scan(file)}"
        for batch in live
        if (file := batch.rows_file(dataset))
    ]
    return " union all by name ".join(parts)


def _create_live_rows(connection: duckdb.DuckDBPyConnection, live: list[Batch], dataset: str) -> None:
    """Create the temporary table DATASET_row; of rows with the same key it has the latest batch's."""
    given = ", ".join(f'"{name}"' for name in copied_columns(dataset))
    connection.execute(f"create temp table {dataset}_row as select {given} from {TABLES[dataset].name}")
    if rows := _batch_rows_sql(live, dataset):
        # An older batch may lack a column of the contract; the table may omit one.
        latest = aggregation.latest_by_key_sql(rows, key_columns(dataset))
        shaped = f"select * from {dataset}_row union all by name ({latest})"
        connection.execute(f"insert into {dataset}_row by name select {given} from ({shaped})")
    if dataset == "unit":
        _insert_registered_units(connection, live)


def _insert_registered_units(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    """Add units that only a layout's `register` names, from the first batch that has them."""
    for batch in live:
        if (batch.folder / "registered_unit.parquet").exists():
            connection.execute(
                f"""insert into unit_row by name
                select '{batch.batch_id}' as batch_id, *
                from {parquet_scan(batch.folder / "registered_unit.parquet")}
                where unit_id not in (select unit_id from unit_row)"""
            )


def _create_survey_cells(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    """Create the temporary tables survey_cell, survey_form_cell and survey_count_row."""
    made = "current_unit_id, headline, class, box, points"
    connection.execute(f"create temp table survey_cell as select * exclude ({made}) from survey_answer")
    connection.execute("create temp table survey_form_cell as select * exclude (current_unit_id) from survey_form")
    definition = aggregation.cells_definition()
    for group in group_overlapping(live):
        if len(group) == 1 and (group[0].cells == definition or group[0].series):
            check_meaning(group[0])
            cells, forms = (
                f"from {parquet_scan(group[0].folder / file)}" for file in ("cells.parquet", "forms.parquet")
            )
        else:
            aggregation.create_cells(connection, [(batch.batch_id, batch.accepted_file) for batch in group])
            cells, forms = "from answer_cell", "from form_cell"
        newest = f"select '{group[-1].batch_id}' as batch_id, *"
        connection.execute(f"insert into survey_cell by name {newest} {cells}")
        connection.execute(f"insert into survey_form_cell by name {newest} {forms}")
    insert_city_forms(connection, live)
    if rows := _batch_rows_sql(live, "survey_count"):
        latest = aggregation.latest_by_key_sql(rows, key_columns("survey_count"))
        connection.execute(f"create temp table survey_count_row as {latest}")
        columns = ", ".join(f'"{name}"' for name in connection.table("survey_cell").columns)
        connection.execute(f"insert into survey_cell by name select {columns} from survey_count_row")
        connection.execute(f"insert into survey_form_cell by name {model_sql('survey_form_counted')}")


def group_overlapping(live: list[Batch]) -> list[list[Batch]]:
    """The live survey_response batches in groups that share forms, oldest first within a group."""
    groups: list[list[Batch]] = []
    for batch in live:
        if batch.dataset == "survey_response":
            touched = [group for group in groups if any(_share_forms(batch, other) for other in group)]
            groups = [group for group in groups if group not in touched]
            groups.append(sorted([*itertools.chain(*touched), batch], key=lambda one: one.batch_id))
    return groups


def _share_forms(one: Batch, other: Batch) -> bool:
    return other.batch_id in one.overlaps or one.batch_id in other.overlaps


def _insert_batches(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    rows = [
        (
            *(batch.batch_id, batch.dataset, batch.file, batch.layout, batch.sha256),
            *(batch.rows_read, batch.accepted, batch.rejected, batch.skipped),
            *(datetime.fromisoformat(batch.loaded_at).replace(tzinfo=None), batch.loaded_by, batch.sample, True),
        )
        for batch in live
    ]
    insert_rows(connection, "batch", rows)


def _insert_faults(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    """Fill rejected_row: faults of live batches that no later batch corrects, and episodes without a predecessor."""
    settled = corrected_batches(live)
    for batch in [batch for batch in live if batch.batch_id not in settled]:
        connection.execute(
            f"""insert into rejected_row by name
            select '{batch.batch_id}' as batch_id, '{batch.dataset}' as dataset, *
            from {parquet_scan(batch.folder / "faults.parquet")}"""
        )
    waiting = connection.sql(
        """select
            batch_id, batch.dataset, batch.file, source_sheet, source_row, problem_id, episode,
            concat_ws(' › ', batch.file, nullif(source_sheet, '')) as place
        from orphan_episode inner join batch using (batch_id)"""
    ).pl()
    if waiting.height:
        insert_frame(connection, "rejected_row", _waiting_faults(waiting))


def _insert_form_findings(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    """Fill form_finding. The rates of batches with common forms are left out: their difference would tell of few."""
    for group in group_overlapping(live):
        rates = "" if len(group) == 1 else "replace (null as rate, null as rate_without)"
        for batch in group:
            if (batch.folder / FORM_FINDINGS).exists():
                connection.execute(
                    f"""insert into form_finding by name
                    select '{batch.batch_id}' as batch_id, * {rates}
                    from {parquet_scan(batch.folder / FORM_FINDINGS)}"""
                )


def _waiting_faults(waiting: pl.DataFrame) -> pl.DataFrame:
    """One fault for each episode whose earlier episode is missing.

    waiting: batch_id, dataset, file, source_sheet, source_row, problem_id, episode, place.
    """
    rows = list(waiting.iter_rows(named=True))
    return waiting.select(
        *("batch_id", "dataset", "file", "source_sheet", "source_row"),
        pl.lit("episode").alias("column"),
        pl.col("episode").cast(pl.String).alias("found"),
        pl.lit("episode_follows_the_one_before").alias("rule"),
        *(
            pl.Series(f"message_{lang}", [say("warehouse.episode_waits", lang, **row) for row in rows])
            for lang in LANGUAGES
        ),
        pl.lit(False).alias("blanked"),
    )


def _insert_meta(connection: duckdb.DuckDBPyConnection, live: list[Batch], identity: str) -> None:
    ((as_of,),) = connection.sql(model_sql("as_of")).fetchall()
    facts = {
        "build_id": identity,
        "as_of": as_of.isoformat() if as_of else None,
        "sample": str(any(batch.sample for batch in live)).lower(),
        "definitions": DEFINITIONS,
        "built_from": str(len(live)),
    }
    insert_rows(connection, "meta", list(facts.items()))
