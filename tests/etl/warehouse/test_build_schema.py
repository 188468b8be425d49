"""The tables of datasets have the columns, types and nulls of their contracts, but for what is listed here."""

import duckdb
import pytest

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.warehouse.build_schema import SCHEMAS, TABLES, create_table, schema

SOURCE = ["batch_id", "source_sheet", "source_row"]
NAMED_OTHERWISE = {"rectification_item": "rectification_episode"}
# Columns that a table has beyond its contract.
ADDED = {
    "appraisal": {"grade_scale", "post_level"},
    "rectification_item": {"item_id"},
    "rectification_entry": {"item_id"},
    "service_rating": {"class", "box", "points"},
    "hotline": {"period_kind"},
    "hotline_topic": {"period_kind"},
}
# Columns with the names of persons: a build does not hold them.
OMITTED = {"rectification_item": {"lead_officer", "owner_person", "reviewer"}}
# Columns that a batch of before the contract had them may lack.
NULLABLE = {
    "unit": {"unit_class"},
    "unit_lineage": {"effective_on"},
    "opinion": {"channel", "theme"},
    "rectification_item": {"immediate", "long_term"},
}
EPISODE = [
    ("source", "VARCHAR", False), ("round_no", "INTEGER", False), ("problem_id", "VARCHAR", False),
    ("episode", "INTEGER", False), ("item_id", "VARCHAR", False), ("unit_id", "VARCHAR", False),
    ("current_unit_id", "VARCHAR", False), ("category", "VARCHAR", True), ("problem_text", "VARCHAR", True),
    ("goal", "VARCHAR", True), ("measures", "VARCHAR", True), ("assist_units", "VARCHAR", True),
    ("found_on", "DATE", False), ("due_text", "VARCHAR", True), ("due_on", "DATE", True),
    ("extended_to", "DATE", True), ("extension_n", "INTEGER", True), ("extension_reason", "VARCHAR", True),
    ("immediate", "BOOLEAN", True), ("long_term", "BOOLEAN", True), ("status", "VARCHAR", True),
    ("done_on", "DATE", True), ("close_requested_on", "DATE", True), ("closed_on", "DATE", True),
    ("withdrawn_on", "DATE", True), ("look_back_on", "DATE", True), ("look_back_result", "VARCHAR", True),
    ("reported_on", "DATE", True), ("batch_id", "VARCHAR", True), ("source_sheet", "VARCHAR", True),
    ("source_row", "INTEGER", True),
]  # fmt: skip


@pytest.fixture(scope="module")
def build():
    with duckdb.connect() as connection:
        connection.execute(schema())
        yield connection


def shape(build, table):
    """The columns of a table in order: (name, type, nullable)."""
    return build.execute(
        "select column_name, data_type, is_nullable from duckdb_columns() where table_name = ? order by column_index",
        [table],
    ).fetchall()


def test_every_dataset_has_a_table_but_answers_which_become_cells():
    assert set(DATASETS) - set(TABLES) == {"survey_response", "survey_count"}
    assert {dataset: table.name for dataset, table in TABLES.items() if table.name != dataset} == NAMED_OTHERWISE


@pytest.mark.parametrize("dataset", TABLES)
def test_a_table_has_the_columns_of_its_contract_and_the_declared_ones(build, dataset):
    names = [name for name, _, _ in shape(build, TABLES[dataset].name)]
    added = ADDED.get(dataset, set()) | ({"current_unit_id"} if "unit_id" in columns(dataset) else set())
    kept = [name for name in columns(dataset) if name not in OMITTED.get(dataset, set())]
    assert [name for name in names if name not in added] == [*kept, *SOURCE]
    assert added <= set(names)


@pytest.mark.parametrize("dataset", TABLES)
def test_a_column_has_the_type_and_the_nulls_of_its_contract(build, dataset):
    table = TABLES[dataset].name
    kinds = build.table(table).pl().schema
    nullable = {name: null for name, _, null in shape(build, table)}
    for name in columns(dataset).keys() & kinds.keys():
        column = columns(dataset)[name]
        assert kinds[name] == column.dtype, name
        assert nullable[name] == (column.nullable or name in NULLABLE.get(dataset, set())), name


def test_the_table_of_episodes_whole(build):
    assert shape(build, "rectification_episode") == EPISODE


def test_the_unit_of_today_is_known_where_the_unit_is(build):
    nullable = build.sql("select table_name, is_nullable from duckdb_columns() where column_name = 'current_unit_id'")
    of_datasets = {table.name for table in TABLES.values()}
    assert [table for table, null in nullable.fetchall() if null and table in of_datasets] == [
        "hotline",
        "hotline_topic",
    ]


def test_the_schema_says_what_the_contract_says():
    text = create_table("service_rating")
    purpose = "-- The number of ratings of a unit in a month, by channel and answer."
    assert text.startswith(f"{purpose}\ncreate table service_rating (\n")
    assert '"channel" varchar not null,  -- list service_channel; blank window\n' in text
    assert '"box" tinyint,  -- = scale_level.box\n' in text


def test_no_table_is_declared_twice(build):
    declared = schema().count("create table ")
    assert declared == len(build.sql("select * from duckdb_tables() where not internal").fetchall())
    assert declared > len(TABLES) + len(SCHEMAS)
