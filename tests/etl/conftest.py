"""A small directory of units, and hands that write the workbooks offices send."""

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

import etl
from etl.contracts import DATASETS
from etl.reading.entity_matching import Directory
from tests.etl.workbooks import units

UNITS = [
    # id, name, aliases, valid from, valid to
    ("A1", "市教育局", "教育局、市教委", None, None),
    ("A2", "市生态环境局", "环保局、生态环境局", date(2019, 1, 15), None),
    ("P2", "市环境保护局", "市环保局、环保局", None, date(2019, 1, 14)),
    ("A3", "市自然资源和规划局", "规划局", None, None),
    ("D1", "崇川区", None, None, None),
]


@pytest.fixture(scope="session")
def directory() -> Directory:
    """Five units; 环保局 is an alias of the old and of the new office."""
    rows = [
        {"unit_id": i, "unit": n, "unit_class": "service_heavy", "aliases": a, "valid_from": f, "valid_to": t}
        for i, n, a, f, t in UNITS
    ]
    schema = DATASETS["unit"].create_empty().schema
    empty = {"unit_kind": None, "source_sheet": "", "source_row": 1}
    return Directory.from_reference(pl.DataFrame([row | empty for row in rows], schema=schema))


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """workbook(name, {sheet: rows}, merged=[(range, value)]): a real xlsx; a date becomes a real date cell."""

    def write(name: str, sheets: dict[str, list[list]], merged: list[tuple[str, object]] | None = None) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(str(path)) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for sheet_name, rows in sheets.items():
                sheet = book.add_worksheet(sheet_name)
                for at, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, date):
                            sheet.write_datetime(at, column, datetime(value.year, value.month, value.day), day)
                        elif value not in (None, ""):
                            sheet.write(at, column, value)
                for cells, value in merged or []:
                    sheet.merge_range(cells, value)
        return path

    return write


@pytest.fixture(scope="session")
def bound_by_permissions() -> list[str]:
    """What to put before a command so that permission bits bind it, as they do not bind root."""
    if os.name == "nt":
        pytest.skip("Windows has other permissions")
    if os.getuid() != 0:
        return []
    command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if not shutil.which("setpriv") or subprocess.run([*command, "true"], capture_output=True).returncode:
        pytest.skip("permission bits do not bind root, and setpriv is missing or may not be used")
    return command


@pytest.fixture
def text_file(tmp_path: Path) -> Callable[..., Path]:
    """text_file(name, text, encoding="utf-8"): a CSV or TOML as it was typed."""

    def write(name: str, text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


@pytest.fixture
def units_home(home_after) -> Path:
    """A home that knows the units, and nothing else."""
    return home_after("units", lambda folder: etl.load(units(folder)))


@pytest.fixture
def inbox(units_home: Path) -> Path:
    """The inbox of a home that knows the units."""
    (units_home / "inbox").mkdir()
    return units_home / "inbox"
