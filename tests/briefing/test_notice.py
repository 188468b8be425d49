"""The revision notice: every exported figure that a build changes, with the export and the batch."""

import csv

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

import queries
from briefing.__main__ import main
from briefing.codes import batch_words
from briefing.notice import notice_rows, notice_title, revised
from tests.briefing.exported_city import correct, exported, forget
from tests.briefing.read_document import Opened
from words import LANGUAGES, say


def test_nothing_exported_or_nothing_changed_is_a_sentence(city, tmp_path, capsys):
    assert main(["notice"]) == 0
    exported()
    assert main(["notice"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [f"构建{queries.build_id()}没有改变任何已导出的数字。"] * 2


def test_a_changed_figure_is_listed_with_its_export_and_batch(city, tmp_path, capsys):
    code, other = exported(), exported("rectification_summary")
    forget(city, correct(tmp_path))
    file = tmp_path / "notice.csv"
    assert main(["notice", "-o", str(file)]) == 0
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["溯源码"] for row in rows} == {code} != {other}
    (rate,) = [row for row in rows if "测试甲局" in row["变了的行"] and row["现在的数字"] == "92.3%"]
    assert rate["导出时的数字"] == "91.1%"
    assert "简报.pptx" in rate["已导出为"] and "写稿人" in rate["已导出为"]
    assert "更正.csv" in rate["来自哪些批次"]
    told = capsys.readouterr().out
    assert f"改变了{len(rows)}处已导出的数字" in told
    assert main(["notice", "-o", str(tmp_path / "notice.txt"), "--lang", "en"]) == 0
    text = (tmp_path / "notice.txt").read_text(encoding="utf-8")
    assert "91.1% → 92.3%" in text and code in text and "Loaded since" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_as_a_document_it_holds_every_changed_figure_in_tables(city, tmp_path, capsys, lang):
    code = exported()
    exported("rectification_summary")
    correct(tmp_path)
    file = tmp_path / "notice.docx"
    assert main(["notice", "-o", str(file), "--lang", lang]) == 0
    cards = revised(lang)
    rows = [row[3:7] for row in notice_rows(cards, lang).iter_rows()]
    document = Opened(file.read_bytes())
    (table,) = document.tables
    assert table[1:] == rows and table[0][0] == say("shell.column.figure_row", lang)
    texts = document.texts
    assert say("trace_code.notice.heading", lang) in texts and any(code in text for text in texts)
    assert notice_title(cards, lang, queries.build_id()) in "".join(texts)
    assert all(said in texts for said in batch_words(cards[0]))
    assert OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors == []


def test_without_any_change_the_document_says_so(city, tmp_path):
    exported()
    assert main(["notice", "-o", str(tmp_path / "notice.docx")]) == 0
    said = say("trace_code.notice.unchanged", "zh", build=queries.build_id())
    assert said in Opened((tmp_path / "notice.docx").read_bytes()).texts


def test_an_older_build_is_not_blamed_for_later_exports(city, tmp_path):
    first = correct(tmp_path)
    exported()
    assert revised("zh", first) == ()


def test_a_refusal_is_a_sentence(city, tmp_path, capsys):
    assert main(["notice", "-o", str(tmp_path / "notice.pdf")]) == 2
    assert ".pdf" in capsys.readouterr().err
    assert main(["notice", "--build", "nosuch"]) == 2
    assert "nosuch" in capsys.readouterr().err
    assert main(["notice", "-o", str(tmp_path / "no" / "x.txt")]) == 2
    assert "x.txt" in capsys.readouterr().err
