"""Every accepted row of the demonstration counts in a table of the build, or is listed with the reason."""

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from etl.contracts import DATASETS

TABLES = {name: name for name in DATASETS} | {
    "survey_response": "survey_answer",
    "survey_count": "survey_answer",
    "rectification_item": "rectification_episode",
}


@pytest.fixture(scope="module")
def built(demo_home: Path):
    identity = (demo_home / "builds" / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(demo_home / "builds" / f"{identity}.duckdb", read_only=True) as connection:
        yield connection


def batches_of(home: Path, dataset: str) -> dict[str, int]:
    """Batch → its accepted rows; of answers and counts, how many answers they are."""
    found = {}
    for folder in sorted((home / "batches").iterdir()):
        if json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["dataset"] == dataset:
            rows = pl.read_parquet(folder / "accepted.parquet", glob=False)
            found[folder.name] = int(rows["n"].sum()) if dataset == "survey_count" else rows.height
    return found


def listed(built: duckdb.DuckDBPyConnection, batch_id: str) -> int:
    """The rows of a batch that a finding or the rejected rows say do not count."""
    ((superseded,),) = built.execute(
        """select coalesce(sum(given), 0) from quality_finding
        where "check" = 'superseded_rows' and batch_id = $1""",
        [batch_id],
    ).fetchall()
    ((waiting,),) = built.execute(
        "select count(*) from rejected_row where rule = 'episode_follows_the_one_before' and batch_id = $1", [batch_id]
    ).fetchall()
    return int(superseded) + waiting


@pytest.mark.parametrize("dataset", DATASETS)
def test_accepted_rows_are_counted_or_listed(dataset, built, demo_home):
    amount = "sum(n)" if dataset.startswith("survey") else "count(*)"
    accepted = batches_of(demo_home, dataset)
    assert accepted, "the demonstration has every dataset"
    for batch_id, rows in accepted.items():
        ((counted,),) = built.execute(
            f"select coalesce({amount}, 0) from {TABLES[dataset]} where batch_id = $1", [batch_id]
        ).fetchall()
        assert counted + listed(built, batch_id) == rows, batch_id


def test_what_happened_after_the_reference_day_is_listed(built):
    ((late,),) = built.sql(
        """select count(*) from rectification_episode
        where greatest(found_on, closed_on, withdrawn_on)
            > (select max(value) filter (key = 'as_of') from meta)::date"""
    ).fetchall()
    assert built.sql("""select count(*) from quality_finding where "check" = 'after_as_of'""").fetchall() == [(late,)]
