"""Checks that a build must pass before it is published, and their error sentences."""

import duckdb

from etl.contracts import DATASETS
from etl.contracts.dictionary import column_metadata, columns, key_columns
from etl.storage import WarehouseError, model_sql
from etl.warehouse.build_schema import TABLES, tables_with_rows
from words import LANGUAGES, label, say

SURVEY_CELL = ("survey_year", "wave", "unit_id", "group", "channel", "division_code")
# Primary keys, in the order of checking: a repeated scale or unit repeats rows of the tables that join it.
KEYS = {
    "scale_level": ("scale_id", "answer"),
    **{table.name: tuple(key_columns(dataset)) for dataset, table in TABLES.items()},
    "survey_answer": (*SURVEY_CELL, "item", "scale_id", "answer", "batch_id"),
    "survey_form": (*SURVEY_CELL, "batch_id"),
}
SCALES = "data/reference/scales.csv"
# Table → dataset whose labels its sentences use.
DATASET_OF_TABLE = {"survey_answer": "survey_response", "survey_form": "survey_count"} | {
    table.name: dataset for dataset, table in TABLES.items()
}


def check_build(connection: duckdb.DuckDBPyConnection) -> None:
    """Keys are unique, units known, totals consistent, no row lost. Raises WarehouseError for the first violation."""
    filled = tables_with_rows(connection, KEYS)
    for table, together in [(table, together) for table, together in KEYS.items() if table in filled]:
        _must_be_empty(connection, "repeated_rows", _repeated_keys_sql(connection, table, together), table)
    of_survey = ("forms_add_up", "survey_form"), ("city_scales", "survey_answer"), ("city_waves", "survey_answer")
    for name, table in (("unit_known", ""), *of_survey, ("nothing_lost", "")):
        _must_be_empty(connection, name, model_sql(f"check_{name}"), table)


def check_answers(connection: duckdb.DuckDBPyConnection) -> None:
    """Every answer belongs to its scale. Runs before the answers are joined with their scale's levels."""
    _must_be_empty(connection, "answer_known", model_sql("check_answer_known"), "survey_answer")


def _repeated_keys_sql(connection: duckdb.DuckDBPyConnection, table: str, together: tuple[str, ...]) -> str:
    by = ", ".join(f'"{column}"' for column in together)
    of_batch = "batch_id" in connection.table(table).columns
    file, joined = ("max(batch.file)", "left join batch using (batch_id)") if of_batch else (f"'{SCALES}'", "")
    return f"select {by}, count(*) as n, {file} as file from {table} {joined} group by {by} having count(*) > 1"


def _must_be_empty(connection: duckdb.DuckDBPyConnection, name: str, offending: str, table: str) -> None:
    """Raise WarehouseError with the sentence of the first row, if the query has any."""
    found = connection.execute(f"select * from ({offending}) order by all limit 1")
    names = [name for name, *_ in found.description]
    for row in [dict(zip(names, values, strict=True)) for values in found.fetchall()]:
        units = dict(connection.sql("select unit_id, unit from unit").fetchall())
        why = {
            lang: say(f"warehouse.check.{name}", lang, **_sentence_fields(row, table, units, lang))
            for lang in LANGUAGES
        }
        raise WarehouseError("warehouse.check_failed", why=why)


def _sentence_fields(row: dict, table: str, units: dict[str, str], lang: str) -> dict[str, object]:
    """The fields of a sentence: the row's values, `of` (its key in words) and `dataset` (its label)."""
    called = row.get("dataset") or table or row["table_name"]
    dataset = DATASET_OF_TABLE.get(called, called)
    of = [
        _value_text(dataset, name, row[name], units, lang) for name in KEYS.get(table, ()) if row.get(name) is not None
    ]
    shown = {name: say("warehouse.figure.none", lang) if value is None else value for name, value in row.items()}
    return shown | {"of": " · ".join(of), "dataset": label("dataset", dataset, lang)}


def _value_text(dataset: str, column: str, value: object, units: dict[str, str], lang: str) -> str:
    """A value in words, preceded by its column's label where a contract has the column."""
    if dataset not in DATASETS or column not in columns(dataset):
        return str(value)
    word = units.get(str(value), str(value))
    if column != "unit_id":
        word = label(column_metadata(dataset, column).get("list", ""), str(value), lang)
    return f"{say(f'columns.{dataset}.{column}.label', lang)} {word}"
