"""The template of every dataset: empty it is no data, filled it loads without a layout."""

import io
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

import etl
from etl.contracts import DATASETS
from etl.intake.template_guide import guide_columns as asked_of
from etl.reading.entity_matching import Directory
from etl.warehouse.known_units import KnownUnits
from etl.warehouse.template import HEADER, _TemplateWriter
from tests.etl.workbooks import environment

REPO = Path(__file__).parents[3]
# What a clerk would write where the template's own example is blank or names a unit that is not registered.
WRITTEN = {
    "unit_lineage": {"predecessor_id": "市工商局", "successor_id": "市市场监督管理局", "effective_on": "2019-01-01"},
    "survey_count": {"returned": 96, "issued": 100, "valid": 95},
    "rectification_item": {"found_on": "2025-01-05", "closed_on": "2025-06-20"},
}


@pytest.fixture
def with_units(units_home, tmp_path):
    return tmp_path


def filled(dataset: str, folder: Path) -> Path:
    """The template with one row: the examples, and what stands in WRITTEN."""
    book = openpyxl.load_workbook(io.BytesIO(etl.template(dataset, "zh")))
    sheet = book.worksheets[0]
    directory = KnownUnits([]).directory() if dataset == "unit" else Directory.from_reference()
    for at, column in enumerate(asked_of(dataset, directory, "zh"), start=2):
        value = WRITTEN.get(dataset, {}).get(column.name, column.example or None)
        if column.code_list == "unit" and dataset != "unit_lineage":
            value = "市教育局"
        sheet.cell(HEADER + 2, at).value = value
    path = folder / f"{dataset}.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_filled_template_loads_without_a_layout(with_units, dataset):
    (file,) = etl.load([filled(dataset, with_units)]).files
    assert file.refused is None, file.refused
    assert file.faults["message_zh"].to_list() == []
    assert (file.dataset, file.rows_read, file.accepted) == (dataset, 1, 1)


@pytest.mark.parametrize("dataset", DATASETS)
def test_an_untouched_template_holds_no_row(with_units, dataset):
    path = with_units / "空.xlsx"
    path.write_bytes(etl.template(dataset))
    (file,) = etl.check([path]).files
    assert str(file.refused) == "空.xlsx：没有一行数据。应有一行表头和至少一行数据。请检查是否交错了文件或工作表。"


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_column_is_told_and_every_list_can_be_chosen_from(with_units, dataset):
    book = openpyxl.load_workbook(io.BytesIO(etl.template(dataset, "zh")))
    form, guide, lists = book.worksheets
    columns = asked_of(dataset, Directory.from_reference(), "zh")
    assert [cell.value for cell in guide["A"][3:]] == [column.label for column in columns]
    assert all(cell.value for cell in guide["C"][3:])
    assert lists.sheet_state == "veryHidden"
    with_list = {
        next(iter(rule.sqref.ranges)).min_col for rule in form.data_validations.dataValidation if rule.type == "list"
    }
    chosen = {at for at, column in enumerate(columns, start=2) if column.code_list and column.code_list != "unit"}
    assert chosen <= with_list
    assert all(rule.prompt for rule in form.data_validations.dataValidation)


def test_the_command_writes_all_of_them_or_one(with_units):
    run = [sys.executable, "-m", "etl", "template", "-o", str(with_units / "out")]
    said = subprocess.run(run, cwd=REPO, env=environment(with_units), capture_output=True, text=True, check=True)
    assert len(list((with_units / "out").glob("*.xlsx"))) == len(DATASETS) == said.stdout.count("Template written")
    unknown = [sys.executable, "-m", "etl", "template", "brandy", "-o", str(with_units)]
    refused = subprocess.run(unknown, cwd=REPO, env=environment(with_units), capture_output=True, text=True)
    assert refused.returncode == 2
    assert refused.stderr.startswith("There is no dataset “brandy”. Allowed: unit unit_lineage")


def test_a_format_of_a_template_is_made_once():
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as book:
        writer = _TemplateWriter(book, "hotline", [], "en")
        made = len(book.formats)
        assert writer.style(bold=True) is writer.style(bold=True)
        assert len(book.formats) == made + 1
