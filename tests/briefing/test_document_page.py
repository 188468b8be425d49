"""The pages of a document as LibreOffice draws them: the type area, its lines, the page numbers, and what a re-saved
document still holds."""

import re
import subprocess

import pytest

from briefing.document import Letter, Table, Text, document_bytes
from tests.briefing.read_document import Opened, opened
from tests.exhibits.demonstration import exhibit_of

MM = 72 / 25.4  # points


def converted(tmp_path, content: bytes, ending: str):
    file, folder = tmp_path / "document.docx", tmp_path / ending
    file.write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"document.{ending}"


def words_of(pdf) -> list[list[tuple[float, float, float, float, str]]]:
    """Per page: left, top, right, bottom in points, and the text, of each word."""
    said = subprocess.run(["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    form = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    return [[(*map(float, found[:4]), found[4]) for found in form.findall(page)] for page in said.split("<page ")[1:]]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Four pages of nothing but Chinese characters."""
    content = document_bytes([Text("党建工作情况" * 560)], "zh", "notice", Letter(title="通报"))
    return words_of(converted(tmp_path_factory.mktemp("pages"), content, "pdf"))


def lines_of(page) -> dict[float, list]:
    lines: dict[float, list] = {}
    for word in page:
        lines.setdefault(round(word[1]), []).append(word)
    return lines


def test_a_page_of_text_has_22_lines_of_28_characters_in_the_type_area(pages):
    text = [word for word in pages[1] if len(word[4]) > 5]  # not the page number
    lines = lines_of(text)
    assert len(lines) == 22
    assert {sum(len(word[4]) for word in line) for line in lines.values()} == {28}
    tops = sorted(lines)
    assert (tops[-1] - tops[0]) / 21 == pytest.approx(28.95, abs=0.1)
    assert min(word[0] for word in text) == pytest.approx(28 * MM, abs=1)
    assert max(word[2] for word in text) <= (210 - 26) * MM + 1
    assert min(word[1] for word in text) >= 37 * MM - 6  # the box of a character is higher than its ink
    assert max(word[3] for word in text) <= (297 - 35) * MM + 6


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages_below_the_text(pages):
    for number, page in enumerate(pages, 1):
        (found,) = [word for word in page if word[1] > (297 - 35) * MM and word[4] == str(number)]
        dashes = [word for word in page if word[4] == "—"]
        assert len(dashes) == 2
        if number % 2:
            assert max(word[2] for word in dashes) == pytest.approx((210 - 26) * MM - 14, abs=2)
        else:
            assert min(word[0] for word in dashes) == pytest.approx(28 * MM + 14, abs=2)
        assert found[1] >= (297 - 35 + 4) * MM


@pytest.fixture
def made(demo_home):
    names = ("headline", "satisfaction_trend", "satisfaction_by_group", "rectification_summary", "index_trend")
    return [exhibit_of(name) for name in (*names, "duty_matrix")]


def test_what_is_drawn_holds_findings_sources_and_the_words_of_charts(made, tmp_path):
    pdf = converted(tmp_path, document_bytes(made, "zh"), "pdf")
    drawn = "".join(word[4] for page in words_of(pdf) for word in page)
    for exhibit in made:
        code = re.search(r"溯源码(\w+)", exhibit.footer)
        assert exhibit.finding.replace(" ", "") in drawn and code and code[1] in drawn
    assert "目标线94%" in drawn and "领导层面" in drawn


def test_a_table_longer_than_a_page_repeats_its_head(made, tmp_path):
    pages = words_of(converted(tmp_path, document_bytes([made[-1]] * 2, "zh"), "pdf"))
    heads = ["".join(word[4] for word in page).count("已做/应做") for page in pages]
    assert sum(heads) > 2


@pytest.mark.parametrize("lead", range(12, 19))
def test_every_row_is_drawn_wherever_on_a_page_a_table_begins(tmp_path, lead):
    """LibreOffice lost all rows of a table whose head alone had room on a page."""
    rows = tuple((f"第{number}行。", "甲", "乙") for number in range(30))
    blocks = [Text("甲\n" * lead), Table("表", ("行", "前", "后"), rows)]
    pages = words_of(converted(tmp_path, document_bytes(blocks, "zh"), "pdf"))
    drawn = ["".join(word[4] for word in page) for page in pages]
    assert all(any(row[0] in page for page in drawn) for row in rows)
    assert all("第0行" in page and "第1行" in page for page in drawn if "行前后第0行" in page)


def test_a_document_that_libreoffice_has_saved_holds_the_same_numbers(made, tmp_path):
    before = opened(*made)
    after = Opened(converted(tmp_path, document_bytes(made, "zh"), "docx").read_bytes())
    assert after.tables == before.tables
    assert [text.strip() for text in after.texts] == [text.strip() for text in before.texts]
    for one, other in zip(before.charts, _numbers(after), strict=True):
        known = {round(number, 6) for number in other}
        assert {round(number, 6) for number in one.numbers} <= known


def _numbers(document: Opened) -> list[list[float]]:
    names = sorted((name for name in document.archive.namelist() if re.search(r"charts/chart\d+\.xml$", name)),
                   key=lambda name: int(re.findall(r"\d+", name)[0]))  # fmt: skip
    charts = [document.xml(name) for name in names]
    return [[float(value.text) for value in chart.iter("{*}v") if _is_number(value.text)] for chart in charts]


def _is_number(text: str | None) -> bool:
    return bool(re.fullmatch(r"-?[\d.]+(?:[eE]-?\d+)?", text or ""))
