"""Usual rows of workbooks, workbooks changed by somebody, and what the sender is told of a file."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl

from etl.intake.file_intake import Intake

HEADER = ["年度", "指数", "单位", "得分"]
PIONEER = [2019, "先锋指数", "市教育局", 94.5]
FORTRESS = [2019, "堡垒指数", "市教育局", 90]
COUNTS = ["年度", "单位", "评议层面", "量表"]
LEDGER = ["问题来源", "问题编号", "责任单位", "发现日期", "整改时限"]


def only(intakes: list[Intake]) -> Intake:
    assert len(intakes) == 1
    return intakes[0]


def told(intake: Intake, lang: str = "zh") -> list[str]:
    """What is said of a file: its faults, then its notices."""
    return [*intake.faults[f"message_{lang}"], *(notice[lang] for notice in intake.notices)]


def changed(path: Path, change: Callable[[openpyxl.Workbook], object]) -> Path:
    """A workbook after somebody worked in it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def scores(intake: Intake) -> list[tuple]:
    return intake.accepted.select("index", "subject_id", "score").rows()


def repacked(path: Path, book: Path, more: dict[str, bytes]) -> Path:
    """A workbook with further, or other, parts."""
    with zipfile.ZipFile(book) as parts:
        content = {name: parts.read(name) for name in parts.namelist()} | more
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in content.items():
            package.writestr(name, data)
    return path
