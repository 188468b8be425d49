"""What a build takes from the batches of cities beside the rows of datasets."""

import duckdb

from etl.storage import model_sql, parquet_scan
from etl.warehouse.batches import CITY, Batch

COMPUTED = ("index_reconciled", "branch_star")  # tables that a city computes under its own rules and quotas
HIDDEN = ("suppressed_figure", "suppressed_unit")  # what it hides of its units, by name


def name_cities(connection: duckdb.DuckDBPyConnection) -> None:
    """Make each city a place of the province, and put its name before the units that another city has too.

    Tables division, unit_row; the table batch is filled.
    """
    connection.execute(
        f"""insert into division (division_code, zh, en, kind)
        select layout, layout, layout, 'other' from batch where dataset = '{CITY}' order by layout"""
    )
    connection.execute(
        f"""update unit_row set unit = concat(batch.layout, ' ', unit_row.unit)
        from batch
        where batch.batch_id = unit_row.batch_id
          and batch.dataset = '{CITY}'
          and unit_row.unit in (select unit from unit_row group by unit having count(distinct batch_id) > 1)"""
    )


def add_up_hotlines(connection: duckdb.DuckDBPyConnection) -> None:
    """Add the province's 12345 figures to hotline_row: the sums of its cities' own."""
    connection.execute(f"insert into hotline_row by name {model_sql('hotline_of_cities')}")


def insert_city_forms(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    """Add the forms of cities to survey_form_cell."""
    for batch_id, file in _files(live, "survey_form"):
        connection.execute(
            f"""insert into survey_form_cell by name
            select '{batch_id}' as batch_id, * exclude (source_sheet) from {file}"""
        )


def hide_what_cities_hide(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    """Add to the suppressed figures those of units that a city hides: older builds of the province may have them."""
    for table in HIDDEN:
        for _, file in _files(live, table):
            connection.execute(f"insert into {table} (from {file} except from {table})")


def keep_what_cities_computed(connection: duckdb.DuckDBPyConnection, live: list[Batch]) -> None:
    """Put what cities computed in place of what was computed here of their rows, and leave their findings to them: a
    check of the whole city would judge what is missing here."""
    if not any(batch.dataset == CITY for batch in live):
        return
    of_city = f"select unit_id from unit where batch_id in (select batch_id from batch where dataset = '{CITY}')"
    for table in COMPUTED:
        connection.execute(f"delete from {table} where unit_id in ({of_city})")
        for _, file in _files(live, table):
            connection.execute(f"insert into {table} by name select * from {file}")
    connection.execute(
        f"""delete from quality_finding
        where unit_id in ({of_city})
           or batch_id in (select batch_id from batch where dataset = '{CITY}')
           or unit_id is null and batch_id is null"""
    )


def _files(live: list[Batch], name: str) -> list[tuple[str, str]]:
    """Batch id and SQL that scans its file of that name, of each city that has one."""
    found = [(batch.batch_id, batch.rows_file(name)) for batch in live if batch.dataset == CITY]
    return [(batch_id, parquet_scan(file)) for batch_id, file in found if file]
