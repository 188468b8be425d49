"""Small workbooks as offices would send them, and a look into the build that they end in."""

import csv
import os
from pathlib import Path

import duckdb

from etl.storage import home

UNITS = [
    ["unit_id", "unit", "unit_class", "valid_from", "valid_to"],
    ["A1", "市工商局", "service_heavy", "", "2018-12-31"],
    ["A2", "市质监局", "service_heavy", "", "2018-12-31"],
    ["B", "市市场监督管理局", "service_heavy", "2019-01-01", ""],
    ["C", "市教育局", "service_light", "", ""],
]
LINEAGE = [
    ["predecessor_id", "successor_id", "effective_on", "event"],
    ["A1", "B", "2019-01-01", "merge"],
    ["A2", "B", "2019-01-01", "merge"],
]
ANSWER_COLUMNS = ["survey_year", "form_id", "unit_id", "item", "group", "channel", "scale_id", "answer"]
COUNT_COLUMNS = [
    *("survey_year", "unit_id", "group", "channel", "item", "scale_id", "answer", "n"),
    *("issued", "returned", "valid"),
]
ITEM_COLUMNS = ["source", "problem_id", "episode", "unit_id", "found_on", "due_on", "closed_on", "reported_on"]


def sent(folder: Path, name: str, rows: list[list]) -> Path:
    """A CSV of these rows, the header first."""
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def units(folder: Path) -> list[Path]:
    """The directory that every other workbook here needs."""
    return [sent(folder, "units.csv", UNITS), sent(folder, "lineage.csv", LINEAGE)]


def answers(folder: Path, name: str, *given: tuple) -> Path:
    """A CSV of answered forms; given: (form_id, unit_id, answer) and, where they differ from 2019 and overall, year and
    item."""
    rows = [
        [year, form, unit, item, "residents", "paper", "cz4", answer]
        for form, unit, answer, year, item in ((*one, *(2019, "overall")[len(one) - 3 :]) for one in given)
    ]
    return sent(folder, name, [ANSWER_COLUMNS, *rows])


def asked(sql: str) -> list[tuple]:
    """What the build in force answers."""
    current = (home() / "builds" / "current").read_text()
    with duckdb.connect(str(home() / "builds" / f"{current}.duckdb"), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def files_below(folder: Path) -> dict[str, int]:
    """Every file below a folder and its size."""
    return {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}


def environment(folder: Path) -> dict[str, str]:
    """For a process of its own that works on this home."""
    return os.environ | {"RONGHE_HOME": str(folder), "RONGHE_LANG": "en"}
