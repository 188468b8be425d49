"""Tables and downloads: every column of every exhibit has a heading, and no two share one."""

import pytest

import shell
from etl.contracts import DATASETS
from etl.intake.template_guide import guide_columns
from etl.reading.entity_matching import Directory
from exhibits import CATALOGUE, Selection
from words import LANGUAGES, words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_columns_share_a_heading(lang):
    headings = [both[lang] for key, both in words().items() if key.startswith("shell.column.")]
    assert sorted(headings) == sorted(set(headings))


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_definitions_say_of_a_blank_what_the_template_says(dataset, demo_home):
    said = shell.contract_words(dataset)["needed"].to_list()
    assert said == [column.needed for column in guide_columns(dataset, Directory.from_reference(), "zh")]


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_definitions_name_no_list_by_its_id(dataset, demo_home):
    rules = shell.contract_words(dataset)["rules"]
    assert rules.str.contains("[a-z]").any() is False


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CATALOGUE)
def test_an_exhibit_goes_into_a_file_under_words(name, lang, demo_home):
    chosen = Selection(lang=lang, index=("pioneer",)) if name == "index_by_unit" else Selection(lang=lang)
    frame = shell.exhibit(name, chosen).frame
    assert [column for column in frame.columns if shell.heading(column, lang) == column and lang == "zh"] == []
    assert shell.csv_bytes(frame, lang).decode("utf-8-sig").count("\n") >= frame.height
    assert shell.workbook_bytes(frame, lang)[:2] == b"PK"
