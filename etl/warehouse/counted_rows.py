"""The rows of a dataset that a build counts, for a trace."""

import duckdb

from etl.contracts.dictionary import columns, key_columns
from etl.storage import parquet_scan
from etl.warehouse import aggregation
from etl.warehouse.batches import Batch
from etl.warehouse.build_schema import TABLES
from etl.warehouse.build_tables import group_overlapping
from etl.warehouse.engine_result import PLACES

# Answers that an engine has aggregated are not here one by one: placed_n of them stand in the file source_sheet, in the
# row group row_group_mark.
PLACED = "cast(null as bigint) as placed_n, cast(null as bigint) as valid_n, '' as row_group_mark"


def counted_rows_sql(connection: duckdb.DuckDBPyConnection, dataset: str, live: list[Batch]) -> str:
    """SQL of the rows of a dataset that a build counts, with batch_id, source columns and current_unit_id."""
    own = [(batch, file) for batch in live if (file := batch.rows_file(dataset))]
    empty = ", ".join(f'null as "{name}"' for name in columns(dataset))
    nothing = f"select '' as batch_id, '' as source_sheet, 0 as source_row, {empty}, '' as current_unit_id where false"
    if dataset in TABLES and dataset not in ("unit", "unit_lineage"):
        lacking = set(columns(dataset)) - set(connection.table(f"build.{TABLES[dataset].name}").columns)
        absent = "".join(f', null as "{name}"' for name in sorted(lacking))
        if dataset == "rectification_item":
            return f"""select
                * replace (first_value(current_unit_id) over item as current_unit_id),
                first_value(found_on) over item as first_found_on{absent}
            from build.rectification_episode window item as (partition by item_id order by episode)"""
        return f"select *{absent} from build.{TABLES[dataset].name}"
    if not own:
        return nothing.replace(" where false", f", {PLACED} where false") if dataset == "survey_response" else nothing
    if dataset == "survey_response":
        groups = [[(batch.batch_id, batch.accepted_file) for batch in group] for group in group_overlapping(live)]
        parts = [f"(select *, {PLACED} from ({aggregation.response_sql(group)}))" for group in groups]
        parts += [f"({_placed_rows_sql(batch)})" for batch, _ in own if batch.series]
        rows = " union all by name ".join(parts)
    else:
        parts = [f"select '{batch.batch_id}' as batch_id, * from {parquet_scan(file)}" for batch, file in own]
        rows = aggregation.latest_by_key_sql(" union all by name ".join(parts), key_columns(dataset))
    if "unit_id" not in columns(dataset) or dataset == "unit":
        own_unit = "unit_id" if dataset == "unit" else "null"
        return f"select *, {own_unit} as current_unit_id from ({rows})"
    return f"select row.*, unit.current_unit_id from ({rows}) as row left join build.unit as unit using (unit_id)"


def _placed_rows_sql(batch: Batch) -> str:
    """SQL of where the answers of an engine's batch stand, one row a place."""
    return f"""select
            '{batch.batch_id}' as batch_id, file as source_sheet, 0 as source_row, survey_year, wave, unit_id, item,
            n as placed_n, valid_n, coalesce(' #' || row_group, '') as row_group_mark
        from {parquet_scan(batch.folder / PLACES)}"""
