"""The inbox: what is put there is in once it lies still, and put away with what its sender needs; nothing is lost."""

import json
import sys

import openpyxl
import pytest

import etl
from etl.intake import annotated_return
from tests.etl.watched_inbox import BAD, GOOD, lies, once
from tests.etl.workbooks import ITEM_COLUMNS, answers, asked, sent, units

LAYOUT = """
dataset = "index_score"
[columns]
survey_year = "year"
unit_id = "org"
score = "score"
[constants]
index = "pioneer"
"""


# --- put away -------------------------------------------------------------------------------------------------------


def test_what_is_all_in_lies_in_done(inbox):
    path = answers(inbox, "答卷.csv", GOOD)
    content = path.read_bytes()
    code, out, err = once(inbox)
    assert (code, lies(inbox)) == (0, {"done/答卷.csv"})
    assert (inbox / "done" / "答卷.csv").read_bytes() == content
    assert asked("select sum(n) from survey_answer") == [(1,)]
    assert out.startswith("答卷.csv · 满意度答卷：读取 1 行，接收 1，退回 0，跳过 0。批次 000003-survey_response-")
    assert err.startswith(f"正在看守收件箱 {inbox}。按 Ctrl-C 结束。\n读取 答卷.csv\n")
    assert err.endswith("答卷.csv 已全部导入，移到 done/答卷.csv。\n")


def test_what_has_faults_lies_in_problem_with_its_marked_workbook(inbox):
    answers(inbox, "答卷.csv", GOOD, BAD)
    code, _, err = once(inbox)
    assert (code, lies(inbox)) == (1, {"problem/答卷.csv", "problem/答卷_退回.xlsx"})
    book = openpyxl.load_workbook(inbox / "problem" / "答卷_退回.xlsx")
    assert book.worksheets[0]["C3"].comment.text.startswith("“南城”不在单位名录中。")
    assert asked("select sum(n) from survey_answer") == [(1,)]
    assert err.endswith("答卷.csv 有问题，移到 problem/答卷.csv，说明在它旁边。\n")


@pytest.mark.parametrize(
    ("lang", "note", "sentence"),
    [
        ("zh", "说明_原因.txt", "说明.docx：结尾是“.docx”。能读 Excel 和 WPS 的工作簿"),
        (
            "en",
            "说明_reason.txt",
            '说明.docx: its name ends in ".docx". Workbooks of Excel and WPS',
        ),
    ],
)
def test_what_is_refused_lies_in_problem_with_the_reason(inbox, lang, note, sentence):
    (inbox / "说明.docx").write_bytes(b"PK\x03\x04")
    code, _, _ = once(inbox, lang=lang)
    assert (code, lies(inbox)) == (1, {"problem/说明.docx", f"problem/{note}"})
    assert (inbox / "problem" / note).read_text(encoding="utf-8-sig").startswith(sentence)


def test_a_load_that_asks_for_confirmation_changes_nothing_and_says_so(inbox):
    items = [["under_lamp", f"K{at}", "", "市教育局", "2019-01-05", "", "", ""] for at in range(10)]
    ledger = [ITEM_COLUMNS, *items]
    sent(inbox, "台账.csv", ledger)
    once(inbox)
    sent(inbox, "更名.csv", [["unit_id", "unit"], ["C", "市教育体育局"]])
    once(inbox)
    sent(inbox, "台账.csv", ledger)  # judged again, it would lose all rows of the unit's old name
    assert once(inbox)[0] == 1
    assert lies(inbox / "problem") == {"台账.csv", "台账_原因.txt"}
    assert (inbox / "problem" / "台账_原因.txt").read_text(encoding="utf-8-sig") == (
        "“整改台账”的行数将从 10 降到 0。\n什么也没有改变。请核对后确认：命令行加 --yes，或在页面上点“确认发布”。\n"
    )
    assert asked("select count(*) from rectification_episode") == [(10,)]


def test_an_earlier_file_of_the_same_name_is_never_overwritten(inbox):
    for at in range(3):
        answers(inbox, "答卷.csv", (f"g{at}", "B", "satisfied"))
        once(inbox)
        answers(inbox, "答卷.csv", (f"x{at}", "南城", "satisfied"))
        once(inbox)
    assert lies(inbox) == {
        *("done/答卷.csv", "done/答卷 (2).csv", "done/答卷 (3).csv"),
        *("problem/答卷.csv", "problem/答卷 (2).csv", "problem/答卷 (3).csv"),
        *("problem/答卷_退回.xlsx", "problem/答卷 (2)_退回.xlsx", "problem/答卷 (3)_退回.xlsx"),
    }
    assert "g0" in (inbox / "done" / "答卷.csv").read_text(encoding="utf-8")
    assert "x2" in (inbox / "problem" / "答卷 (3).csv").read_text(encoding="utf-8")
    assert asked("select sum(n) from survey_answer") == [(3,)]


def test_a_toml_of_the_same_name_is_the_layout_and_stays_for_the_next(inbox):
    sent(inbox, "得分.csv", [["year", "org", "score"], [2019, "C", 91]])
    (inbox / "得分.toml").write_text(LAYOUT, encoding="utf-8")
    assert once(inbox)[0] == 0
    assert lies(inbox) == {"done/得分.csv", "得分.toml"}
    assert asked("select survey_year, unit_id, score from index_score") == [(2019, "C", 91.0)]


def test_files_that_lie_there_together_are_loaded_together_directory_first(fresh_home):
    inbox = fresh_home / "inbox"
    inbox.mkdir()
    answers(inbox, "a.csv", GOOD)
    units(inbox)
    code, out, _ = once(inbox)
    assert (code, lies(inbox)) == (0, {"done/a.csv", "done/units.csv", "done/lineage.csv"})
    assert out.count("接收") == 3
    assert [event["action"] for event in etl.events()] == ["load"]


def test_json_is_one_object_a_file(inbox):
    answers(inbox, "a.csv", GOOD)
    answers(inbox, "b.csv", BAD)
    told = [json.loads(line) for line in once(inbox, "--json")[1].splitlines()]
    assert [one["file"] for one in told] == ["a.csv", "b.csv"]
    assert told[0]["place"] == str(inbox / "done" / "a.csv") and told[0]["notes"] == []
    assert told[1]["notes"] == [str(inbox / "problem" / "b_退回.xlsx")]
    assert [file["rejected"] for one in told for file in one["files"]] == [0, 1]


def test_of_what_is_too_large_to_be_marked_the_faults_are_listed(inbox, monkeypatch):
    monkeypatch.setattr(annotated_return, "MAX_FILE_BYTES", 100)
    answers(inbox, "大.csv", GOOD, BAD)
    (taken,) = etl.watch(every=0.05, once=True)
    assert lies(inbox) == {"problem/大.csv", "problem/大_原因.txt"}
    assert taken.notes[0].read_text(encoding="utf-8-sig").splitlines() == [
        "大.csv：超过 0 MB，不生成标好问题的工作簿。请按列出的问题更正原文件。",
        "大.csv › 第3行 C列：“南城”不在单位名录中。请更正，或先在单位名录中登记。",
    ]


def test_a_file_on_which_the_program_fails_does_not_hold_up_the_others(inbox, monkeypatch):
    def failing(paths, *others):
        if any(path.name == "怪.csv" for path in paths):
            raise ZeroDivisionError
        return etl.load(paths, *others)

    monkeypatch.setattr(sys.modules["etl.watch"], "load", failing)
    answers(inbox, "怪.csv", GOOD)
    answers(inbox, "好.csv", GOOD)
    assert [(taken.file, taken.all_in) for taken in etl.watch(every=0.05, once=True)] == [
        ("好.csv", True),
        ("怪.csv", False),
    ]
    assert lies(inbox) == {"done/好.csv", "problem/怪.csv", "problem/怪_原因.txt"}
    assert (inbox / "problem" / "怪_原因.txt").read_text(encoding="utf-8-sig") == (
        "程序处理这个文件时出错（ZeroDivisionError），原有的数据版本仍然有效。"
        "请把这个文件和看守程序的输出交给维护人员。\n"
    )
