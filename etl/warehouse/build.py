"""A build: one immutable DuckDB file made from the live batches, checked, then published by one rename.

A build is a pure function of the live batches, data/reference and the code, and its id is the digest of those. Building
the same input again only sets `current`.
"""

import contextlib
import hashlib
import json
import os
from pathlib import Path

import duckdb

from etl.contracts.faults import in_both_languages
from etl.storage import (
    MODELS,
    REFERENCE,
    WarehouseError,
    build_folder,
    connect,
    flush,
    report_progress,
    sql_path,
    write_text,
)
from etl.warehouse.batches import Batch
from etl.warehouse.build_checks import check_build
from etl.warehouse.build_tables import fill_build
from etl.warehouse.reference_tables import write_reference_build

KEPT_BUILDS = 5
CODE_FILES = (
    *("aggregation.py", "build.py", "build_cities.py", "build_quality.py", "build_schema.py", "build_tables.py"),
    *("corrections.py", "reference_tables.py", "suppression.py"),
    "../../words/warehouse.toml",
    "../contracts/*.py",
    "../../inference/complements.py",
    "../../inference/lattice.py",
    "../../inference/suppression.py",
)


def build_id(live: list[Batch]) -> str:
    """Digest of all inputs of a build. The rows are covered because batch ids end in a digest of theirs."""
    digest = hashlib.sha256(f"duckdb {duckdb.__version__}".encode())
    files = [file for pattern in CODE_FILES for file in sorted(Path(__file__).parent.glob(pattern))]
    files += sorted(MODELS.rglob("*.sql")) + sorted(REFERENCE.glob("*.csv"))
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    for batch in live:
        counts = (batch.rows_read, batch.accepted, batch.rejected, batch.skipped)
        digest.update(json.dumps((batch.batch_id, batch.file, batch.outcome, *counts, batch.sample)).encode())
    return digest.hexdigest()[:12]


def current_build() -> str | None:
    """The id of the build in force; None when nothing is published."""
    try:
        return (build_folder() / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def build_draft(live: list[Batch]) -> str:
    """Write the draft of a build and check it; its id. Raises WarehouseError when a check fails."""
    identity = build_id(live)
    if _finished_file(identity).exists():
        return identity
    report_progress("warehouse.building", build=identity, batches=len(live))
    beside = _draft_file(identity)
    try:
        write_reference_build(beside)
        with connect(beside, spill=build_folder() / f"{identity}.draft-spill") as connection:
            connection.begin()  # one transaction: a commit per statement would wait for the disk each time
            fill_build(connection, live, identity)
            check_build(connection)
            connection.commit()
            connection.execute("checkpoint")
        flush(beside)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, duckdb.ConstraintException):
            why = in_both_languages("warehouse.check.constraint", reason=str(error).splitlines()[0])
            raise WarehouseError("warehouse.check_failed", why=why) from error
        raise
    return identity


def publish_build(identity: str) -> None:
    """Put a build in force: rename its draft, point `current` to it, and delete builds beyond KEPT_BUILDS."""
    if _draft_file(identity).exists():
        _draft_file(identity).replace(_finished_file(identity))
        flush(build_folder())
    if current_build() != identity:
        os.utime(_finished_file(identity))
        write_text(build_folder() / "current", identity)
        report_progress("warehouse.published", build=identity)
    for old in [other for other in kept_builds() if other != identity][KEPT_BUILDS - 1 :]:
        with contextlib.suppress(PermissionError):  # Windows: the file is still open; the next build tries again
            _finished_file(old).unlink()


def build_file(identity: str) -> Path:
    """The file of a build, published or draft."""
    return _finished_file(identity) if _finished_file(identity).exists() else _draft_file(identity)


def kept_builds() -> list[str]:
    """The ids of the builds on disk, last published first."""
    return list(published_at())


def published_at() -> dict[str, float]:
    """Id of each build on disk → when it was last published (seconds since 1970), the last one first. A build that
    another process deletes meanwhile is left out."""
    found = {}
    for file in build_folder().glob("*.duckdb"):
        with contextlib.suppress(FileNotFoundError):
            found[file.stem] = file.stat().st_mtime
    return dict(sorted(found.items(), key=lambda each: each[1], reverse=True))


def batch_ids(identity: str) -> list[str]:
    """The ids of the batches in a kept build. Raises FileNotFoundError if it was deleted after it was listed."""
    file = _finished_file(identity)
    with connect() as connection:
        try:
            connection.execute(f"attach {sql_path(file)} as build (read_only)")
        except duckdb.IOException as error:
            if file.exists():
                raise
            raise FileNotFoundError(file) from error
        return [one for (one,) in connection.sql("select batch_id from build.batch order by batch_id").fetchall()]


def _finished_file(identity: str) -> Path:
    return build_folder() / f"{identity}.duckdb"


def _draft_file(identity: str) -> Path:
    return build_folder() / f"{identity}.duckdb.draft"
