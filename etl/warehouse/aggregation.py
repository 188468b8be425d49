"""Aggregate answered forms to cells, once, when a batch is stored.

Batches that share forms (a corrected workbook sent again) cannot be added up cell by cell: only those are aggregated
again from their rows, the later batch's row replacing the earlier one's.
"""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from etl.storage import REFERENCE, model_sql, parquet_scan

FORM_KEY = ("survey_year", "wave", "form_id", "unit_id")
ANSWER_KEY = (*FORM_KEY, "item")
CELL_MODELS = ("survey_answer", "survey_form", "survey_form_of_one_answer")


def cells_definition() -> str:
    """Digest of the SQL and scales that define cells; cells made under another definition are made again."""
    texts = [*map(model_sql, CELL_MODELS), (REFERENCE / "scales.csv").read_text(encoding="utf-8")]
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def create_scale_level(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table scale_level with the columns that aggregation needs."""
    connection.execute("create temp table if not exists scale_level (scale_id varchar, answer varchar, class varchar)")
    path = str(REFERENCE / "scales.csv")
    connection.execute(
        "insert into scale_level select scale_id, answer, class from read_csv(?, header = true, all_varchar = true)",
        [path],
    )


def response_sql(accepted: Iterable[tuple[str, Path]]) -> str:
    """SQL of the answers of batches; of rows with the same key, the latest batch's.

    accepted: (batch_id, path of accepted.parquet) of each batch.
    """
    parts = [f"select *, '{batch_id}' as batch_id from {parquet_scan(path)}" for batch_id, path in accepted]
    if len(parts) == 1:
        return parts[0]
    return latest_by_key_sql(" union all by name ".join(parts), ANSWER_KEY)


def latest_by_key_sql(rows: str, key: Iterable[str]) -> str:
    """SQL of the rows (a select with batch_id) without those whose key occurs in a later batch."""
    key_columns = ", ".join(f'"{column}"' for column in key)
    return f"""
        select * exclude (place)
        from (
            select *, row_number() over (partition by {key_columns} order by batch_id desc) as place
            from ({rows})
        )
        where place = 1"""


def create_cells(connection: duckdb.DuckDBPyConnection, accepted: Iterable[tuple[str, Path]]) -> None:
    """Create the tables answer_cell and form_cell from the rows of batches. The connection has scale_level."""
    connection.execute(f"create or replace temp view response as {response_sql(accepted)}")
    connection.execute(f"create or replace temp table answer_cell as {model_sql('survey_answer')}")
    ((items,),) = connection.sql("select count(distinct item) from answer_cell").fetchall()
    forms = "survey_form" if items > 1 else "survey_form_of_one_answer"
    connection.execute(f"create or replace temp table form_cell as {model_sql(forms)}")


def distinct_waves(connection: duckdb.DuckDBPyConnection, accepted: Path) -> list[list]:
    """The [survey_year, wave] pairs of a batch. Only batches that share one can share forms."""
    found = connection.sql(f"select distinct survey_year, wave from {parquet_scan(accepted)} order by all").fetchall()
    return [list(pair) for pair in found]


def count_shared_keys(
    connection: duckdb.DuckDBPyConnection, new: Path, old: Mapping[str, Path], key: Iterable[str]
) -> dict[str, int]:
    """Batch → the number of its rows whose key occurs in the new one, of the batches with any.

    old: batch → its accepted rows, all looked through in one query: a folder may hold hundreds of files. Nulls in a key
    are equal.
    """
    if not old:
        return {}
    same = " and ".join(f'new."{column}" is not distinct from old."{column}"' for column in key)
    counted = connection.sql(
        f"""select old.filename, count(*) from {parquet_scan(*old.values())} as old
        where exists (select 1 from {parquet_scan(new)} as new where {same}) group by all"""
    ).fetchall()
    shared = {Path(file): n for file, n in counted}
    return {batch_id: shared[path] for batch_id, path in old.items() if path in shared}
