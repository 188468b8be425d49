"""The cases of tests/cases/intake: what each file holds arrives, and what is wrong in it is named cell by cell."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl.contracts import DATASETS
from etl.intake.file_intake import Intake, Refused, read_file
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout

CASES = Path(__file__).parents[2] / "cases" / "intake"
UNITS = {"E1": "市教育局", "E2": "市财政局", "E3": "市公安局"}
COLUMNS = ("problem_id", "unit_id", "found_on", "due_on", "closed_on", "status")
MID_YEAR = date(2025, 6, 30)
C_001 = ("C-001", "E1", date(2025, 3, 5), MID_YEAR, date(2025, 6, 20), "closed")
C_002 = ("C-002", "E2", date(2025, 3, 6), MID_YEAR, None, "in_progress")
C_003 = ("C-003", "E3", date(2025, 4, 1), MID_YEAR, date(2025, 5, 20), "closed")
WHOLE = (
    *("html_xls.xls", "xml2003_xls.xls", "tsv_xls_gbk.xls", "utf16_csv.csv", "utf16_txt.txt"),
    *("backslash_zip.xlsx", "inline_v.xlsx"),
)


@pytest.fixture(scope="module")
def offices() -> Directory:
    nothing = dict.fromkeys(("aliases", "valid_from", "valid_to", "unit_kind"))
    rows = [
        {"unit_id": i, "unit": name, "unit_class": "service_heavy", "source_sheet": "", "source_row": 1} | nothing
        for i, name in UNITS.items()
    ]
    return Directory.from_reference(pl.DataFrame(rows, schema=DATASETS["unit"].create_empty().schema))


def read(name: str, offices: Directory, layout: Layout | None = None) -> Intake:
    (intake,) = read_file(CASES / name, layout, offices)
    return intake


def faults(intake: Intake) -> list[tuple]:
    return intake.faults.select("source_row", "column", "rule").sort("source_row", "column").rows()


def test_every_file_of_the_folder_is_a_case_here():
    tested = {*WHOLE, "error_cells.xlsx", "impossible_dates.xlsx", "long_ids.xlsx", "dates_words.xlsx", "wjx.xlsx"}
    assert {file.name for file in CASES.iterdir()} == tested | {"README.md"}


@pytest.mark.parametrize("name", WHOLE)
def test_the_three_rows_of_a_ledger_arrive(name, offices):
    intake = read(name, offices)
    assert intake.accepted.select(COLUMNS).rows() == [C_001, C_002, C_003]
    assert intake.accepted["category"].cast(pl.String).null_count() == 0
    assert faults(intake) == []


def test_error_values_are_faults_of_their_cells(offices):
    intake = read("error_cells.xlsx", offices)
    assert faults(intake) == [(2, "K", "error_value"), (4, "J", "error_value")]
    assert intake.accepted.select("unit_id", "status").rows() == [("E2", "in_progress")]


def test_dates_that_cannot_be_are_faults(offices):
    intake = read("impossible_dates.xlsx", offices)
    assert intake.accepted.is_empty()
    assert [(row, column) for row, column, _ in faults(intake)] == [(2, "K"), (3, "H"), (3, "I"), (4, "I")]


def test_numbers_that_have_lost_digits_are_no_identifiers(offices):
    intake = read("long_ids.xlsx", offices)
    assert faults(intake) == [(2, "D", "long_number"), (3, "D", "long_number")]
    assert intake.accepted["problem_id"].to_list() == ["320601202503050003"]


def test_dates_in_words(offices):
    dates = read("dates_words.xlsx", offices).accepted.select("found_on", "due_on").rows()
    assert dates == [
        (date(2025, 3, 5), MID_YEAR),  # 第二季度末
        (date(2025, 3, 6), date(2025, 12, 31)),  # 年底前
        (date(2025, 4, 1), date(2025, 7, 1)),  # 3个月内
    ]


def test_the_export_of_a_survey_site_asks_for_what_its_codes_mean_and_is_then_read(offices, text_file):
    with pytest.raises(Refused) as refused:
        read("wjx.xlsx", offices)
    assert refused.value.rule == "survey_site"
    layout = 'dataset = "survey_response"\nsurvey_site = true\n[constants]\nscale_id = "cz4"\n[values.group]\n'
    layout += '1 = "群众"\n2 = "企业代表"\n3 = "村居负责人"\n'
    intake = read("wjx.xlsx", offices, Layout.from_file(text_file("版式.toml", layout)))
    assert (intake.accepted["form_id"].n_unique(), intake.rejected_rows) == (12, 0)
    counted = intake.accepted.select(pl.col("unit_id", "answer").cast(pl.String)).group_by(pl.all()).len()
    assert sorted(counted.rows()) == [
        *(("E1", answer, 3) for answer in ("basically_satisfied", "dissatisfied", "satisfied", "very_satisfied")),
        ("E2", "satisfied", 12),
        ("E3", "abstained", 12),
    ]
    assert any("12份答卷中有12份来自同一设备" in notice["zh"] for notice in intake.notices)
