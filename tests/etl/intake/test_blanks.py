"""What a template says that a blank means is what the loader makes of it: every optional column of every dataset."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import etl
from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.intake.file_intake import read_file
from etl.intake.template_guide import GuideColumn
from etl.intake.template_guide import guide_columns as asked_of
from etl.reading.entity_matching import Directory
from etl.warehouse.template import HEADER
from tests.etl.workbooks import units
from words import label, say

# A whole row, where the template's own example leaves a column blank or cannot be kept.
WRITTEN: dict[str, dict[str, object]] = {
    "unit": {"valid_from": "2001-01-01", "valid_to": "2024-12-31"},
    "survey_response": {"wave": "2025-2", "item": "办事效率", "channel": "网上"},
    "survey_count": {
        "wave": "2025-2",
        "item": "办事效率",
        "channel": "网上",
        "returned": 96,
        "issued": 100,
        "valid": 95,
    },
    "opinion": {"channel": "网上"},
    "index_score": {"index": "堡垒指数", "subject_grain": "支部", "subject_id": "Z1"},
    "member_points": {"points": 5, "entry_on": "2025-02-01"},
    "branch_rating": {"star": "四星"},
    "brand": {"streak": 2},
    "business_score": {"full_score": 120},
    "appraisal": {"person_id": "330011", "ballots": 10, "held_on": "2025-12-01"},
    "rectification_item": {
        "round_no": 2,
        "episode": 2,
        "found_on": "2025-01-05",
        "extended_to": "2025-08-31",
        "extension_n": 1,
        "status": "整改中",
        "done_on": "2025-06-10",
        "close_requested_on": "2025-06-11",
        "look_back_on": "2025-09-01",
        "reported_on": "2025-12-31",
    },
    "rectification_entry": {"round_no": 2, "entry_no": "3", "done_on": "2025-06-10", "reported_on": "2025-12-31"},
    "programme_project": {"deadline": "2025-12", "progress": "85%", "schedule": "80%", "done_on": "2025-12-01"},
    "service_rating": {"channel": "网上", "active": "否"},
    "bad_rating": {"channel": "网上", "replied_on": "2025-03-06", "struck_out": "是"},
    "hotline": {"channel": "公众来电", "period_from": "2025-01-01", "period_to": "2025-01-31"},
    "hotline_topic": {"period_from": "2025-01-01", "period_to": "2025-01-31"},
}
# Beside a closing date; without the day of a call-back.
NEVER_TOGETHER = {("rectification_item", "withdrawn_on"), ("bad_rating", "callback_satisfied")}
# What is said of a blank in words of its own: what is then stored.
SAID = {
    ("unit", "valid_from"): None,
    ("unit", "valid_to"): None,
    ("opinion", "raw_n"): 1,
    ("index_score", "subject_id"): "C",
    ("member_points", "rule_set"): None,
    ("branch_rating", "rule_set"): None,
    ("brand", "rule_set"): None,
    ("conduct_score", "rule_set"): None,
    ("branch_rating", "precondition_met"): None,
    ("branch_rating", "star"): None,
    ("brand", "award"): None,
    ("appraisal", "person_id"): None,
    ("rectification_item", "episode"): 1,
    ("rectification_item", "due_text"): "2025-06-30",
    ("rectification_item", "due_on"): date(2025, 6, 30),
    ("rectification_item", "extended_to"): None,
    ("rectification_item", "immediate"): False,
    ("rectification_item", "long_term"): False,
    ("rectification_item", "done_on"): None,
    ("rectification_item", "closed_on"): None,
    ("rectification_item", "withdrawn_on"): None,
    ("rectification_item", "look_back_on"): None,
    ("rectification_entry", "entry_no"): "1",
    ("rectification_entry", "due_text"): "2025-06-30",
    ("rectification_entry", "due_on"): date(2025, 6, 30),
    ("rectification_entry", "done_on"): None,
    ("programme_project", "deadline"): None,
    ("programme_project", "done_on"): None,
    ("contact_point", "last_visit_on"): None,
    ("contact_point", "problem_ids"): None,
    ("duty_action", "done_on"): None,
    ("inquiry_question", "answered_on"): None,
    ("inquiry_question", "promise"): None,
    ("inquiry_question", "deadline"): None,
    ("inquiry_question", "done_on"): None,
    ("inquiry_question", "followed_up_on"): None,
    ("inquiry_question", "satisfied"): None,
    ("bad_rating", "hall"): None,
    ("bad_rating", "window_group"): None,
    ("bad_rating", "replied_on"): None,
    ("bad_rating", "rectified_on"): None,
    ("bad_rating", "called_back_on"): None,
    ("bad_rating", "callback_satisfied"): None,
    ("hotline_topic", "period_text"): None,
    ("hotline_topic", "period_from"): date(2025, 1, 1),
    ("hotline_topic", "period_to"): date(2025, 1, 31),
    ("hotline_topic", "unit_id"): None,
    ("hotline_topic", "division_code"): None,
    ("hotline", "period_text"): None,
    ("hotline", "period_from"): date(2025, 1, 1),
    ("hotline", "period_to"): date(2025, 1, 31),
    ("hotline", "unit_id"): None,
    ("hotline", "division_code"): None,
}
ONE_OF = {"hotline": "period_text", "hotline_topic": "period_text"}  # must be there where all the others are blank


@pytest.fixture(scope="module")
def known(tmp_path_factory) -> Directory:
    """The directory after a load of tests.etl.workbooks.units."""
    unit, lineage = units(tmp_path_factory.mktemp("units"))
    kept = read(unit, Directory.from_reference())
    return Directory.from_reference(kept, read(lineage, Directory.from_reference(kept)))


def read(path: Path, directory: Directory) -> pl.DataFrame:
    """The rows of a file's only dataset, all of them accepted."""
    (intake,) = read_file(path, None, directory)
    assert intake.faults["message_zh"].to_list() == []
    assert intake.accepted_rows == intake.rows_read > 0
    return intake.accepted


def told(dataset: str, lang: str = "zh") -> list[GuideColumn]:
    return asked_of(dataset, Directory.from_reference(), lang)


def whole(dataset: str) -> dict[str, object]:
    """A row with every column filled: WRITTEN, else the template's example, else something that fits."""
    fits = {"text": "甲", "word": None, "number": "1", "integer": "1", "date": "2025-03-05", "month": "2025-03-05"}
    row: dict[str, object] = {}
    for column in told(dataset):
        value = WRITTEN.get(dataset, {}).get(column.name) or column.example or fits.get(column.kind)
        row[column.name] = "市教育局" if column.code_list == "unit" else value
    if dataset == "unit_lineage":
        row |= {"predecessor_id": "市工商局", "successor_id": "市市场监督管理局"}
    return row | {name: None for of, name in NEVER_TOGETHER if of == dataset}


def optional(dataset: str) -> list[GuideColumn]:
    return [column for column in told(dataset) if not column.required]


def filled(dataset: str, folder: Path, *rows: dict[str, object]) -> Path:
    """The template with these rows."""
    book = openpyxl.load_workbook(io.BytesIO(etl.template(dataset, "zh")))
    for at, row in enumerate(rows, start=HEADER + 2):
        for column, value in enumerate(row.values(), start=2):
            book.worksheets[0].cell(at, column).value = value
    path = folder / f"{dataset}.xlsx"
    book.save(path)
    return path


def apart(dataset: str, at: int) -> dict[str, object]:
    """What tells one row from another, in columns that every row has."""
    year = 2010 + at
    names = {"unit": "unit_id", "rectification_item": "problem_id", "rectification_entry": "problem_id"}
    names |= {"inquiry_question": "question_id", "bad_rating": "case_id", "hotline_topic": "topic"}
    if dataset == "hotline":
        measures = next(column.words for column in told(dataset) if column.name == "measure")
        return {"measure": measures[at]}
    if dataset == "joint_session":
        return {"held_on": f"{year}-03-05"}
    if dataset == "service_rating":
        return {"month": f"{year}-03"}
    if dataset in names:
        return {names[dataset]: f"K{at}"}
    return {"survey_year" if "survey_year" in columns(dataset) else "year": year}


def meant(dataset: str, column: GuideColumn, kept: dict[str, object]) -> object:
    """What the template says that a blank of this column stands for."""
    if (dataset, column.name) in SAID:
        assert column.needed == say(
            "office.needed.says", "zh", value=say(f"columns.{dataset}.{column.name}.blank", "zh")
        )
        return SAID[dataset, column.name]
    if column.needed == say("office.needed.optional", "zh"):
        return None
    if column.needed == say("office.needed.abstains", "zh"):
        return "abstained"
    for other in told(dataset):
        if column.needed == say("office.needed.copied", "zh", value=other.label):
            return str(kept[other.name])
    value = kept[column.name]
    if isinstance(value, bool):
        word = say(f"office.yes_no.{'yes' if value else 'no'}", "zh")
    elif column.code_list:
        word = label(column.code_list, str(value), "zh")
    else:
        word = f"{value:g}" if isinstance(value, float) else str(value)
    assert column.needed == say("office.needed.filled", "zh", value=word)
    return value


WITH_BLANKS = [dataset for dataset in DATASETS if optional(dataset)]


def all_blank(dataset: str) -> dict[str, object]:
    """A row with every optional cell blank, but for one where one of several is needed."""
    needed = {name: whole(dataset)[name] for of, name in ONE_OF.items() if of == dataset}
    return whole(dataset) | {column.name: None for column in optional(dataset)} | needed


@pytest.mark.parametrize("dataset", WITH_BLANKS)
def test_with_every_optional_cell_blank_the_row_is_what_the_template_says(dataset, tmp_path, known):
    row = all_blank(dataset)
    (kept,) = read(filled(dataset, tmp_path, row), known).to_dicts()
    for column in optional(dataset):
        if row[column.name] is None and not column.name.startswith("due_"):
            assert kept[column.name] == meant(dataset, column, kept), column.name
    assert {kept.get("due_text"), kept.get("due_on")} == {None}


def test_templates_with_every_optional_cell_blank_are_loaded(fresh_home, tmp_path):
    etl.load(units(tmp_path))
    files = etl.load([filled(dataset, tmp_path, all_blank(dataset)) for dataset in WITH_BLANKS]).files
    assert {file.dataset for file in files} == set(WITH_BLANKS)
    for file in files:
        assert (file.refused, file.rows_read, file.accepted) == (None, 1, 1), file.dataset


@pytest.mark.parametrize("dataset", WITH_BLANKS)
def test_each_blank_alone_is_what_the_template_says(dataset, tmp_path, known):
    row = whole(dataset)
    assert [name for name, value in row.items() if value is None and (dataset, name) not in NEVER_TOGETHER] == []
    alone = [row | apart(dataset, at) | {column.name: None} for at, column in enumerate(optional(dataset))]
    kept = read(filled(dataset, tmp_path, *alone), known).sort("source_row").to_dicts()
    for column, made in zip(optional(dataset), kept, strict=True):
        assert made[column.name] == meant(dataset, column, made), column.name


@pytest.mark.parametrize("dataset", WITH_BLANKS)
def test_a_column_that_is_not_there_is_a_column_of_blanks(dataset, tmp_path, known):
    header = {column.name: column.label for column in told(dataset)}
    for column in optional(dataset):
        default = SAID.get((dataset, column.name)) is not None or column.needed != say("office.needed.optional", "zh")
        if default and column.needed != say("office.needed.abstains", "zh"):
            row = whole(dataset) | {column.name: None}
            (blank,) = read(filled(dataset, tmp_path, row), known).to_dicts()
            there = {header[name]: value for name, value in row.items() if name != column.name}
            path = tmp_path / f"{column.name}.csv"
            pl.DataFrame([there]).write_csv(path)
            (absent,) = read(path, known).to_dicts()
            assert {name: absent[name] for name in row} == {name: blank[name] for name in row}, column.name


REQUIRED_TOGETHER = {
    "neither the period nor its days": ("hotline", [{"period_text": None, "period_from": None, "period_to": None}]),
    "the first day alone": ("hotline", [{"period_text": None, "period_to": None}]),
    "satisfied without a call-back": ("bad_rating", [{"called_back_on": None, "callback_satisfied": "是"}]),
    "closed without a day": ("rectification_item", [{"status": "已销号", "closed_on": None}]),
    "more merged than the one opinion": ("opinion", [{"merged_n": 3, "raw_n": None}]),
    "re-opened without a number": (
        "rectification_item",
        [{"episode": None}, {"episode": None, "found_on": "2025-02-01"}],
    ),
    "several entries without numbers": (
        "rectification_entry",
        [{"entry_no": None}, {"entry_no": None, "entry_text": "乙"}],
    ),
    "branches without ids": ("index_score", [{"subject_id": None}, {"subject_id": None, "score": 80}]),
    "two persons without numbers": ("appraisal", [{"person_id": None}, {"person_id": None, "ballots": 12}]),
}


@pytest.mark.parametrize(("dataset", "changes"), REQUIRED_TOGETHER.values(), ids=REQUIRED_TOGETHER.keys())
def test_what_is_required_together_is_said_so_and_asked_for(dataset, changes, tmp_path, known):
    path = filled(dataset, tmp_path, *(whole(dataset) | change for change in changes))
    (intake,) = read_file(path, None, known)
    assert (intake.accepted_rows, intake.rejected_rows) == (0, len(changes))
    blanks = [name for name, value in changes[0].items() if value is None]
    said = {column.name: column.needed for column in told(dataset)}
    assert any("必填" in said[name] for name in blanks)


def test_help_leaves_it_to_the_contract_what_a_blank_means():
    for dataset in DATASETS:
        for zh, en in zip(told(dataset), told(dataset, "en"), strict=True):
            assert not [word for word in ("空白", "可空", "没有这一列") if word in zh.help], zh.help
            assert "blank" not in en.help and "without the column" not in en.help, en.help
