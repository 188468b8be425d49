"""`python -m briefing compose`: a saved briefing as deck and pack, and a sentence for what can't be done."""

from dataclasses import replace

import docx
import pytest
from pptx import Presentation

from briefing import compositions, exports, template
from briefing.__main__ import main
from briefing.composed import composed
from briefing.composition import EXHIBIT
from tests.briefing.composed_briefing import composition
from tests.briefing.test_composed_deck import city_template
from tests.briefing.test_document_template import city_letterhead
from words import say

POWERPOINT = {"program": "PowerPoint", "old": ".ppt", "new": ".pptx"}


@pytest.fixture
def home(demo_home, tmp_path, monkeypatch):
    """A warehouse of its own over the demonstration's builds."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "builds").symlink_to(demo_home / "builds")
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "home"))
    compositions.save(composition("satisfaction_trend"), "月报", "王")
    return tmp_path


def test_the_command_writes_what_the_ending_says(home, capsys):
    assert main(["compose", "月报", "-o", str(home / "a.pptx")]) == 0
    assert main(["compose", "月报", "-o", str(home / "a.html"), "--lang", "en"]) == 0
    assert main(["compose", "月报", "-o", f"{home}/pack/"]) == 0
    assert len(Presentation(str(home / "a.pptx")).slides) == 5
    assert 'lang="en-US"' in (home / "a.html").read_text(encoding="utf-8")[:100]
    assert {file.name for file in (home / "pack").iterdir()} == {"index.html", "plotly.min.js"}
    assert capsys.readouterr().err == ""


def test_the_document_has_the_blocks_in_order_and_is_recorded(home):
    assert main(["compose", "月报", "-o", str(home / "a.docx")]) == 0
    made = composition("satisfaction_trend")
    (exhibit,) = [part.exhibit for part in composed(made, "zh") if part.exhibit is not None]
    texts = [paragraph.text for paragraph in docx.Document(str(home / "a.docx")).paragraphs]
    own = [block.text for block in made.blocks if block.text and block.kind != EXHIBIT]
    places = [next(at for at, text in enumerate(texts) if said in text) for said in own]
    assert own and places == sorted(places)
    assert any(exhibit.finding in text for text in texts) and any(exhibit.code in text for text in texts)
    known = exports.found(exhibit.code)
    assert known is not None
    (kept,) = known.exports
    assert (kept.kind, kept.file, kept.lang) == ("docx", "a.docx", "zh")


def test_the_command_lists_and_opens_older_versions(home, capsys):
    compositions.save(composition("headline", "satisfaction_trend"), "月报", "李")
    assert main(["compose", "--list"]) == 0
    assert "月报" in (told := capsys.readouterr().out) and "李" in told
    assert main(["compose", "月报", "-o", str(home / "a.pptx"), "--version", "1"]) == 0
    assert len(Presentation(str(home / "a.pptx")).slides) == 5


def test_the_command_says_what_a_template_lacks_and_makes_the_deck(home, capsys):
    (home / "bare.pptx").write_bytes(city_template(bare=True))
    arguments = ["compose", "月报", "-o", str(home / "a.pptx"), "--template", str(home / "bare.pptx")]
    assert main(arguments) == 0
    assert say("compose.role.footer", "zh") in capsys.readouterr().err
    assert Presentation(str(home / "a.pptx")).slides


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "compose.cli.which"),
        (["月报"], "compose.cli.which"),
        (["月报", "-o", "a.pdf"], "compose.cli.ending"),
        (["周报", "-o", "a.pptx"], "compose.refused.unknown"),
        (["月报", "-o", "a.pptx", "--version", "9"], "compose.refused.unknown"),
        (["月报", "-o", "a.pptx", "--template", "gone.pptx"], "briefing.cli.unwritable"),
    ],
)
def test_what_cannot_be_done_gets_a_sentence_and_writes_nothing(arguments, said, home, capsys, monkeypatch):
    monkeypatch.chdir(home)
    assert main(["compose", *arguments]) == 2
    assert (
        say(said, "zh", **dict.fromkeys(("file", "name", "known", "reason"), "@")).split("@")[0]
        in capsys.readouterr().err
    )
    assert not [file for file in home.iterdir() if file.name.startswith("a.")]


def test_a_template_of_documents_is_filled_and_what_it_lacks_is_said(home, capsys):
    (home / "city.docx").write_bytes(city_letterhead(body=False))
    arguments = ["compose", "月报", "-o", str(home / "a.docx"), "--template", str(home / "city.docx")]
    assert main(arguments) == 0
    assert say("document.master.role.body", "zh") in capsys.readouterr().err
    texts = [paragraph.text for paragraph in docx.Document(str(home / "a.docx")).paragraphs]
    assert texts[:2] == ["南城市机关工委文件", "年度汇报"]


def test_the_template_that_a_briefing_was_saved_with_is_taken_again(home, capsys):
    kept = template.keep(city_letterhead(), "本市公文.docx", "docx")
    compositions.save(replace(composition("satisfaction_trend"), letterhead=kept.id), "季报", "王")
    assert main(["compose", "季报", "-o", str(home / "a.docx")]) == 0
    assert docx.Document(str(home / "a.docx")).paragraphs[0].text == "南城市机关工委文件"


def test_a_damaged_template_writes_nothing(home, capsys):
    (home / "old.ppt").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert main(["compose", "月报", "-o", str(home / "a.pptx"), "--template", str(home / "old.ppt")]) == 2
    assert say("compose.template.old_format", "zh", **POWERPOINT) in capsys.readouterr().err
    assert not (home / "a.pptx").exists()


def test_a_briefing_becomes_a_brief_with_the_words_around_it(home, capsys):
    made = composition("headline").lettered("report_to", "市委办公室").lettered("issue", "7")
    compositions.save(replace(made, document="brief"), "简报", "王")
    assert main(["compose", "简报", "-o", str(home / "a.docx"), "--copies", "30", "--date", "2026-11-05"]) == 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(home / "a.docx")).paragraphs)
    assert "第7期" in text and "报：市委办公室" in text and "30" in text and "2026年11月5日" in text
    assert main(["compose", "简报", "-o", str(home / "b.docx"), "--kind", "通报", "--office", "市级机关工委"]) == 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(home / "b.docx")).paragraphs)
    assert "第7期" not in text and "市级机关工委" in text
