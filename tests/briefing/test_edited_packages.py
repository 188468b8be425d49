"""Files with remarks and refreshed files are valid packages, and keep animations, comments and tracked changes."""

import io
import zipfile

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from briefing.checking import WRONG, check
from briefing.checking.report import commented
from briefing.edited import opened as read
from briefing.refreshing import refresh
from briefing.refreshing.report import marked
from tests.briefing.edited_briefing import FIGURE, export, opened, paragraphs, saved, with_other_digit, write
from tests.briefing.exported_city import correct

CARDS = ("headline", "satisfaction_trend", "satisfaction_by_unit")
TIMING = (
    '<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>'
    '<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"/></p:par></p:tnLst></p:timing>'
)


def findings(content: bytes, kind: str, folder) -> list[str]:
    """What a validator of the schemas says of a file."""
    file = folder / f"file.{kind}"
    file.write_bytes(content)
    return [str(error) for error in OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file).errors]


def edited(kind: str) -> bytes:
    """A file of which one figure is wrong."""
    file = opened(export(CARDS, kind), kind)
    paragraph = next(each for each in paragraphs(file) if each.runs and FIGURE.search(each.text))
    found = FIGURE.search(paragraph.text)
    assert found
    write(paragraph, with_other_digit(paragraph.text, found))
    return saved(file)


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_a_commented_file_is_valid_and_can_be_commented_again(city, tmp_path, kind):
    content = edited(kind)
    before = findings(content, kind, tmp_path)
    once = commented(check(content, "zh"), content, "zh")
    again = commented(check(once, "zh"), once, "zh")
    assert findings(once, kind, tmp_path) == findings(again, kind, tmp_path) == before
    assert len(check(again, "zh").of(WRONG)) == 1


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_a_refreshed_file_is_valid(city, tmp_path, kind):
    content = edited(kind)
    before = findings(content, kind, tmp_path)
    correct(tmp_path)
    assert findings(marked(refresh(content, "zh"), "zh"), kind, tmp_path) == before


def test_animations_and_comments_of_people_stay(city, tmp_path):
    deck = opened(export(CARDS, "pptx"), "pptx")
    for slide in deck.slides:
        slide._element.append(etree.fromstring(TIMING))
    content = saved(deck)
    first = commented(check(_wrong(content), "zh"), _wrong(content), "zh")
    correct(tmp_path)
    made = marked(refresh(first, "zh"), "zh")
    old, new = (zipfile.ZipFile(io.BytesIO(file)) for file in (first, made))
    for name in (each for each in old.namelist() if each.startswith("ppt/slides/slide")):
        assert b"tmRoot" in new.read(name)
    (comments,) = [name for name in old.namelist() if name.startswith("ppt/comments/")]
    texts = [each.text for each in etree.fromstring(old.read(comments)).iter("{*}text")]
    assert texts and set(texts) <= {each.text for each in etree.fromstring(new.read(comments)).iter("{*}text")}


def _wrong(content: bytes) -> bytes:
    deck = opened(content, "pptx")
    title = next(each for each in paragraphs(deck) if each.runs and FIGURE.search(each.text))
    found = FIGURE.search(title.text)
    assert found
    write(title, with_other_digit(title.text, found))
    return saved(deck)


def test_deleted_text_of_tracked_changes_is_not_read(city):
    file = opened(export(("headline",), "docx"), "docx")
    paragraph = next(each for each in paragraphs(file) if each.runs and FIGURE.search(each.text))
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    gone = etree.fromstring(
        f'<w:del xmlns:w="{word}" w:id="9" w:author="王" w:date="2026-11-30T00:00:00Z">'
        "<w:r><w:delText>88.88%</w:delText></w:r></w:del>"
    )
    paragraph._p.append(gone)
    content = saved(file)
    assert not any("88.88" in passage.text for passage in read(content, "zh").content.passages)
    assert not check(content, "zh").of(WRONG)


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "<b>96%</b> & ]]>", "9" * 10_000, "\u202e%99\u202c", "１２３４５．６％" * 50]
)
def test_hostile_texts_are_read_as_texts(city, tmp_path, text):
    deck = opened(export(("headline",), "pptx"), "pptx")
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 900_000, 900_000).text_frame.text = text
    content = saved(deck)
    checked = check(content, "zh")
    assert findings(commented(checked, content, "zh"), "pptx", tmp_path) == findings(content, "pptx", tmp_path)
    correct(tmp_path)
    assert any(
        text[:20] in passage.text for passage in read(marked(refresh(content, "zh"), "zh"), "zh").content.passages
    )
