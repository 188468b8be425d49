"""A build: one immutable DuckDB file made from the live batches, checked, then published by one rename.

It is a pure function of the live batches, data/reference and the code, and its id is the digest of those: the same
input has the same id, and a build that is there already is only named in `current` again.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

import duckdb

from etl.batches import Batch
from etl.filling import fill
from etl.warehouse import (
    MODELS,
    REFERENCE,
    WarehouseError,
    build_folder,
    engine,
    flush,
    model,
    quoted,
    tell,
    write_text,
)

KEPT = 5
CODE = (
    *("aggregation.py", "build.py", "contract_column.py", "dictionary.py", "filling.py", "quality.py"),
    "contracts/*.py",
)
KEYS = {
    "unit": ("unit_id",),
    "unit_lineage": ("predecessor_id", "successor_id"),
    "survey_answer": (
        *("survey_year", "wave", "unit_id", "group", "channel", "division_code", "item", "scale_id", "answer"),
        "batch_id",
    ),
    "survey_form": ("survey_year", "wave", "unit_id", "group", "channel", "division_code", "batch_id"),
    "opinion": ("survey_year", "opinion_id"),
    "index_score": ("survey_year", "index", "subject_id", "unit_id"),
    "member_points": ("year", "member_id", "entry_no"),
    "branch_rating": ("year", "branch_id"),
    "brand": ("year", "brand_id"),
    "conduct_score": ("year", "unit_id", "part"),
    "business_score": ("year", "unit_id", "measure"),
    "appraisal": ("year", "unit_id", "post", "person_id"),
    "rectification_episode": ("source", "round_no", "problem_id", "episode"),
    "rectification_entry": ("source", "round_no", "problem_id", "list_kind", "entry_no"),
    "programme_project": ("year", "project_id", "reported_on"),
    "service_rating": ("month", "unit_id", "channel", "active", "answer"),
    "hotline": ("period_from", "period_to", "unit_id", "division_code", "channel", "measure"),
    "scale_level": ("scale_id", "answer"),
}
CHECKS = ("unit_known", "answer_known", "forms_add_up", "nothing_lost")


def build_id(live: list[Batch]) -> str:
    """Digest of everything that a build is made from. Batch ids end in a digest of their rows."""
    digest = hashlib.sha256(f"duckdb {duckdb.__version__}".encode())
    files = [file for pattern in CODE for file in sorted(Path(__file__).parent.glob(pattern))]
    files += sorted(MODELS.rglob("*.sql")) + sorted(REFERENCE.glob("*.csv"))
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for batch in live:
        counts = (batch.rows_read, batch.accepted, batch.rejected, batch.skipped)
        digest.update(json.dumps((batch.batch_id, batch.file, batch.outcome, *counts, batch.sample)).encode())
    return digest.hexdigest()[:12]


def current() -> str | None:
    """The id of the build in force, None when nothing is published."""
    try:
        return (build_folder() / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def draft(live: list[Batch]) -> str:
    """Write the build of these batches beside the others and check it; its id. WarehouseError when a check fails."""
    identity = build_id(live)
    if _finished(identity).exists():
        return identity
    tell("warehouse.building", build=identity, batches=len(live))
    beside = _draft(identity)
    try:
        with engine(beside, spill=build_folder() / f"{identity}.draft-spill") as connection:
            fill(connection, live, identity)
            check(connection)
            connection.execute("checkpoint")
        flush(beside)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, duckdb.ConstraintException):
            first = str(error).splitlines()[0]
            raise WarehouseError("warehouse.check_failed", check="constraint", rows=first) from error
        raise
    return identity


def publish(identity: str) -> None:
    """Put a build in force: its draft gets its name, `current` names it, and the oldest builds are let go."""
    if _draft(identity).exists():
        _draft(identity).replace(_finished(identity))
        flush(build_folder())
    if current() != identity:
        os.utime(_finished(identity))
        write_text(build_folder() / "current", identity)
        tell("warehouse.published", build=identity)
    for old in [other for other in kept() if other != identity][KEPT - 1 :]:
        with contextlib.suppress(PermissionError):  # Windows: someone still reads it; the next build tries again
            _finished(old).unlink()


def place(identity: str) -> Path:
    """The file of a build, finished or still a draft."""
    return _finished(identity) if _finished(identity).exists() else _draft(identity)


def kept() -> list[str]:
    """The ids of the builds that are kept, the last one put in force first."""
    by_age = sorted(build_folder().glob("*.duckdb"), key=lambda file: file.stat().st_mtime, reverse=True)
    return [file.stem for file in by_age]


def batches_of(identity: str) -> list[str]:
    """The ids of the batches that a kept build was made from."""
    with engine() as connection:
        connection.execute(f"attach {quoted(_finished(identity))} as build (read_only)")
        return [one for (one,) in connection.sql("select batch_id from build.batch order by batch_id").fetchall()]


def _finished(identity: str) -> Path:
    return build_folder() / f"{identity}.duckdb"


def _draft(identity: str) -> Path:
    return build_folder() / f"{identity}.duckdb.draft"


def check(connection: duckdb.DuckDBPyConnection) -> None:
    """Keys are unique, units known, identities hold, nothing lost. The first that fails raises WarehouseError."""
    for table, together in KEYS.items():
        columns = ", ".join(f'"{column}"' for column in together)
        twice = f"select {columns}, count(*) as n from {table} group by {columns} having count(*) > 1"
        _must_be_empty(connection, f"unique {table}", twice)
    for name in CHECKS:
        _must_be_empty(connection, name, model(f"check_{name}"))


def _must_be_empty(connection: duckdb.DuckDBPyConnection, name: str, offending: str) -> None:
    found = connection.sql(f"select * from ({offending}) limit 3").pl()
    if found.height:
        rows = "; ".join(", ".join(f"{column}={value}" for column, value in row.items()) for row in found.to_dicts())
        raise WarehouseError("warehouse.check_failed", check=name, rows=rows)
