"""The sources of an aggregation: each is one batch; its parts are the files of a folder, or the source itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from etl.engines.engine import Engine, EngineError
from etl.storage import error_reason, file_sha256

FORMS = {".parquet": "parquet", ".csv": "csv"}


@dataclass(frozen=True)
class Part:
    """A file, address or table that is read as a whole.

    name: as results call it. place: where the engine finds it. form: parquet, csv or table. batch: the position of its
    source; of answers with the same key in two batches the later counts. fingerprint: path, size, mtime_ns and sha256
    of a file of this machine; else empty, because nobody says whether it has changed. group_rows: the rows of each row
    group of Parquet; 0 where unknown or different.
    """

    name: str
    place: str
    form: str
    batch: int
    fingerprint: dict[str, object] = field(default_factory=dict)
    group_rows: int = 0


def find_parts(sources: Iterable[str], engine: Engine, known: Mapping[str, dict]) -> list[Part]:
    """The parts of the sources, in the order given; files of a folder by name. Raises EngineError.

    What is no file of this machine may be one of the engine's own, or a table. known: name → fingerprint of an earlier
    run: a file of the same size and time is not hashed again.
    """
    parts: list[Part] = []
    for batch, source in enumerate(sources):
        parts += _parts_of(source, batch, engine, known)
    names = [part.name for part in parts]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise EngineError("engines.source_twice", source=twice)
    return parts


def _parts_of(source: str, batch: int, engine: Engine, known: Mapping[str, dict]) -> list[Part]:
    path = Path(source)
    here = engine.reads_local_files and path.exists()
    if "://" in source or (engine.has_tables and not here):
        form = FORMS.get(path.suffix.lower(), "parquet" if "/" in source else "table")
        return [Part(source, source, form, batch)]
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix.lower() in FORMS and file.is_file())
        if not files:
            raise EngineError("engines.empty_folder", source=source)
        return [_file(f"{path.name}/{file.relative_to(path).as_posix()}", file, batch, known) for file in files]
    if not path.is_file() or path.suffix.lower() not in FORMS:
        raise EngineError("engines.no_source", source=source)
    return [_file(path.name, path, batch, known)]


def check_unchanged(part: Part) -> None:
    """Raise EngineError where a file is not the one whose fingerprint was taken."""
    if part.fingerprint and not _same(_facts(Path(part.place), part.name), part.fingerprint):
        raise EngineError("engines.changed_meanwhile", source=part.name)


def _file(name: str, path: Path, batch: int, known: Mapping[str, dict]) -> Part:
    form, path = FORMS[path.suffix.lower()], path.absolute()
    facts, before = _facts(path, name), known.get(name, {})
    try:
        sha256 = before["sha256"] if _same(facts, before) else file_sha256(path)
    except OSError as error:
        raise _cannot_open(name, error) from error
    group_rows = _group_rows(path, name) if form == "parquet" else 0
    return Part(name, str(path), form, batch, facts | {"sha256": sha256}, group_rows)


def _facts(path: Path, name: str) -> dict[str, object]:
    """What tells without reading a file whether it has changed. Raises EngineError."""
    try:
        facts = path.stat()
    except OSError as error:
        raise _cannot_open(name, error) from error
    return {"path": str(path), "size": facts.st_size, "mtime_ns": facts.st_mtime_ns}


def _same(facts: Mapping[str, object], fingerprint: Mapping[str, object]) -> bool:
    return all(fingerprint.get(name) == value for name, value in facts.items())


def _cannot_open(name: str, error: OSError) -> EngineError:
    return EngineError("engines.cannot_open", source=name, why=error_reason(error))


def _group_rows(path: Path, name: str) -> int:
    """The rows of each row group but the last, if it is the same number; else 0."""
    try:
        facts = pa.parquet.read_metadata(path)
    except (pa.ArrowException, OSError) as error:
        raise EngineError("engines.no_parquet", source=name) from error
    rows = [facts.row_group(at).num_rows for at in range(facts.num_row_groups)]
    return rows[0] if rows and len(set(rows[:-1])) <= 1 and rows[-1] <= rows[0] else 0
