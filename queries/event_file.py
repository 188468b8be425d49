"""The file events.csv of a warehouse: the events that stewards have noted, read anew whenever it has changed.

It lies beside the builds, so that a note is shown at once and no build changes. Only etl writes it.
"""

import csv
import io
from pathlib import Path

import duckdb

NAME = "events.csv"
COLUMNS = ("event_id", "day", "what", "scope", "code", "author", "entered_at", "withdrawn_by", "withdrawn_at")
ENCODINGS = ("utf-8-sig", "gb18030")  # the second is what a spreadsheet program may save

State = tuple[int, int, int] | None


def state_of(file: Path) -> State:
    """Changes with the content of the file; None if there is none."""
    try:
        facts = file.stat()
    except FileNotFoundError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino


def create_table(connection: duckdb.DuckDBPyConnection, table: str, file: Path) -> None:
    """Creates the table of all rows of the file, as texts; empty ones are null. A file that cannot be read has no rows:
    no chart fails for its notes, and the stewards' list says what is wrong with the file."""
    columns = ", ".join(f'"{name}" varchar' for name in COLUMNS)
    rows = _rows(file)
    with connection.cursor() as cursor:
        cursor.begin()  # whoever asks meanwhile sees the old rows
        cursor.execute(f"create or replace table {table} ({columns})")
        if rows:
            cursor.executemany(f"insert into {table} values ({', '.join('?' * len(COLUMNS))})", rows)
        cursor.commit()


def _rows(file: Path) -> list[list[str | None]]:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return []
    for encoding in ENCODINGS:
        try:
            lines = csv.DictReader(io.StringIO(data.decode(encoding), newline=""))
            rows = [[row.get(name) or None for name in COLUMNS] for row in lines if row.get("event_id")]
            return [[key, day and day.replace("/", "-"), *more] for key, day, *more in rows]
        except (UnicodeDecodeError, csv.Error):
            continue
    return []
