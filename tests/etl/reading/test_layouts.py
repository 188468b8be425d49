"""Layouts: what they can say, and what is said to the one who wrote a wrong one."""

from pathlib import Path

import pytest

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.intake.file_intake import Refused, read_file
from etl.reading.layout_file import Layout
from etl.reading.layouts import LAYOUT_FOLDER, standard_layout

GOOD = 'dataset = "index_score"\n[columns]\nunit_id = "Org"\nscore = "Score"\n'

WRONG = {
    "不是 TOML": ("dataset = ", "版式不是合格的 TOML"),
    "没有这个数据集": (
        'dataset = "indexscore"',
        "版式.toml › dataset：写的是“indexscore”。可以写：“unit”、“unit_lineage”",
    ),
    "写错的键": (
        GOOD.replace("[columns]", "header_line = 2\n[columns]"),
        "版式.toml › —：写的是“header_line”。可以写：",
    ),
    "写错的列": (GOOD + 'scor = "x"', "版式.toml › [columns]：写的是“scor”。可以写：“survey_year”、“index”"),
    "写了两次": (
        GOOD + "[constants]\nscore = 1",
        "版式.toml：“score”既在 [columns] 又在 [constants] 里。只能写一处。请删去一处。",
    ),
    "行号从零": ("header_row = 0\n" + GOOD, "版式.toml › header_row：写的是“0”。这里应为从1起的整数。请更正版式。"),
    "不是开关": ('sample = "yes"\n' + GOOD, "版式.toml › sample：写的是“yes”。这里应为true 或 false。请更正版式。"),
    "不能登记": ('register = ["answer"]\n' + GOOD, "版式.toml › register：写的是“answer”。可以写：“unit”、"),
    "展开不全": (
        GOOD + '[unpivot]\nname_to = "index"\nvalue_to = "score"',
        "版式.toml › [unpivot]：写的是“”。可以写：",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_layout_is_refused_in_words(name, text_file):
    text, start = WRONG[name]
    with pytest.raises(Refused) as refused:
        Layout.from_file(text_file("版式.toml", text))
    assert start in refused.value.zh
    assert refused.value.en.startswith("版式.toml")


def test_every_stored_layout_can_be_read():
    for path in LAYOUT_FOLDER.glob("*.toml"):
        assert Layout.from_file(path).dataset in DATASETS


@pytest.mark.parametrize("dataset", DATASETS)
def test_no_two_standard_headers_are_the_same(dataset):
    headers = [header for wanted in standard_layout(dataset).columns.values() for header in set(wanted)]
    assert len(headers) == len(set(headers))
    assert list(standard_layout(dataset).columns) == list(columns(dataset))


@pytest.mark.parametrize("language", [0, 1, 2])
def test_standard_headers_in_either_language_or_our_names(language, text_file, directory):
    wanted = standard_layout("index_score").columns
    names = ("survey_year", "index", "unit_id", "score")
    header = ",".join(wanted[name][language] for name in names)
    (intake,) = read_file(text_file("f.csv", f"{header}\n2019,pioneer,A1,90\n"), None, directory)
    assert intake.accepted.select("survey_year", "score").row(0) == (2019, 90.0)


def read(text_file, directory, layout: str, table: str, name: str = "f.csv"):
    (intake,) = read_file(text_file(name, table), Layout.from_file(text_file("l.toml", layout)), directory)
    return intake


def test_a_header_that_the_layout_names_must_be_there(text_file, directory):
    layout = GOOD + 'index = "Index"\nsurvey_year = "Year"\nrule_set = "Rules"\n'
    with pytest.raises(Refused) as refused:
        read(text_file, directory, layout, "Org,Score,Index,Year,Rule set\nA1,90,pioneer,2019,r\n")
    assert refused.value.zh == (
        "f.csv › 第1行表头：缺少列 “Rules”（指数得分）。现有列：“Org”、“Score”、“Index”、“Year”、“Rule set”。"
        "最接近：“Rule set”。请补上或改正表头。"
    )


def test_the_first_candidate_that_is_there_wins(text_file, directory):
    columns_there = 'dataset = "index_score"\n[columns]\nunit_id = ["单位", "Org"]\nscore = "S"\n'
    layout = columns_there + '[constants]\nindex = "pioneer"\nsurvey_year = 2019'
    assert read(text_file, directory, layout, "Org,S\nA1,90\n").accepted["unit_id"].to_list() == ["A1"]
    assert read(text_file, directory, layout, "Org,S,单 位\nA1,90,A3\n").accepted["unit_id"].to_list() == ["A3"]


WIDE = """
dataset = "index_score"
header_row = 2
header_rows = 2
register = ["index"]
sheet = "得分 表"
[columns]
unit_id = "单位"
[constants]
survey_year = 2019
[unpivot]
from = "B"
to = "C"
name_to = "index"
value_to = "score"
[values.index]
"指数/先锋" = "pioneer"
[scale]
score = 100
"""


def test_two_header_rows_unpivoted_by_letters_and_scaled(workbook, text_file, directory):
    rows = [
        ["标题"],
        ["", "指数", "", "备注"],
        ["单位", "先锋", "平安", "（一）"],
        ["A1", 0.79, "0.5", "x"],
        ["一、机关"],
        ["A3", "", "80%"],
    ]
    path = workbook("宽.xlsx", {"说明": [["x"]], "得分表": rows})
    (intake,) = read_file(path, Layout.from_file(text_file("l.toml", WIDE)), directory)
    assert intake.accepted.select("unit_id", "index", "score", "source_row").rows() == [
        ("A1", "pioneer", 79.0, 4),
        ("A1", "指数/平安", 50.0, 4),
        ("A3", "指数/平安", 80.0, 6),
    ]
    assert (intake.rows_read, intake.accepted_rows, intake.skipped_rows) == (3, 2, 1)


def test_a_fault_of_a_wide_cell_names_its_own_column(workbook, text_file, directory):
    rows = [["标题"], ["", "指数"], ["单位", "先锋", "平安"], ["A1", "很好", 0.5]]
    (intake,) = read_file(workbook("宽.xlsx", {"得分表": rows}), Layout.from_file(text_file("l.toml", WIDE)), directory)
    assert intake.faults.select("column", "header", "found").rows() == [("B", "指数/先锋", "很好")]
    assert (intake.accepted.height, intake.rejected_rows) == (0, 1), "a source row stands or falls as a whole"


def test_a_sheet_that_was_renamed(workbook, text_file, directory):
    with pytest.raises(Refused) as refused:
        read_file(workbook("宽.xlsx", {"得分": [["x"]]}), Layout.from_file(text_file("l.toml", WIDE)), directory)
    assert refused.value.zh == "宽.xlsx：没有名为“得分 表”的工作表。现有：“得分”。请把工作表改回原名，或更正版式。"


def test_rows_kept_and_skipped_are_counted(text_file, directory):
    layout = (
        GOOD + 'index = "I"\n[constants]\nsurvey_year = 2019\n[keep]\nI = ["pioneer"]\n[skip_rows_where]\nOrg = ["All"]'
    )
    table = "Org,Score,I\nA1,90,pioneer\nA3,80,other\nAll,85,pioneer\n合计,1,pioneer\n"
    intake = read(text_file, directory, layout, table)
    assert (intake.rows_read, intake.accepted_rows, intake.skipped_rows) == (4, 1, 3)


def test_another_delimiter_and_encoding(text_file, directory):
    layout = 'delimiter = ";"\nencoding = "big5"\n' + GOOD + '[constants]\nsurvey_year = 2019\nindex = "pioneer"'
    path = text_file("f.csv", "Org;Score\nA1;90\n", "big5")
    (intake,) = read_file(path, Layout.from_file(text_file("l.toml", layout)), directory)
    assert intake.accepted_rows == 1


def test_a_units_own_name_and_class_may_be_registered(text_file, directory):
    layout = (
        'dataset = "index_score"\nregister = ["unit"]\n[columns]\nsurvey_year = "Y"\nunit_id = "Code"\nunit = "Name"\n'
        'score = "S"\n'
        '[constants]\nindex = "pioneer"\n'
    )
    intake = read(text_file, directory, layout, "Y,Code,Name,S\n2020,X1,New name,90\n2019,X1,Old name,80\n")
    assert intake.registered["unit"].select("unit_id", "unit").rows() == [("X1", "New name")]


def test_layouts_of_strangers_stand_beside_their_tests():
    for path in (Path(__file__).parents[2] / "real" / "layouts").glob("*.toml"):
        assert Layout.from_file(path).name == path.stem


def test_words_with_the_marks_of_required_columns(text_file, directory):
    """A star is no part of a header, but of a word; a header that comes once more may have it, too."""
    toml = """dataset = "index_score"
[columns]
survey_year = "年度"
index = "指数"
unit_id = "单位"
score = "得分"
[values.index]
"*" = "pioneer"
"优（必填）" = "fortress"
"""
    header = "年度*,指数（必填）,单位*,得分"
    rows = f"{header}\n2019,*,市教育局,94.5\n{header}\n2019,优（必填）,市教育局,90\n"
    (intake,) = read_file(text_file("指数.csv", rows), Layout.from_file(text_file("版式.toml", toml)), directory)
    assert intake.accepted["index"].to_list() == ["pioneer", "fortress"]
    assert (intake.rejected_rows, intake.skipped_rows) == (0, 1)
