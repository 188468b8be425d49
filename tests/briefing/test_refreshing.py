"""续稿: after a correction or a new year, an edited file says what the newest build says; the rest keeps its bytes."""

import io
import zipfile

import openpyxl
import pytest
from pptx import Presentation
from pptx.util import Inches

import etl
from briefing.checking import WRONG, check
from briefing.edited.trace import codes_in
from briefing.qr import qr_png
from briefing.recording import record
from briefing.refreshing import OPEN, refresh
from briefing.refreshing.report import marked
from tests.briefing.edited_briefing import FIGURE, by_libreoffice, export, opened, paragraphs, saved, text_of, write
from tests.briefing.exported_city import CORRECTED, correct
from tests.etl.small_city import ANSWERS, counts, directory

CARDS = ("headline", "satisfaction_trend", "satisfaction_by_unit", "satisfaction_by_group")


def refreshed(content: bytes, folder, kind: str):
    """The refreshed file and what was done; its cards are recorded, as the command does."""
    done = refresh(content, "zh")
    record(folder / f"new.{kind}", "zh", done.cards())
    return marked(done, "zh"), done


def new_year(folder) -> None:
    etl.load(
        [counts(folder, "次年.csv", CORRECTED | {"T3": ANSWERS["T3"], "T4": ANSWERS["T4"]}, year=2025)], confirmed=True
    )


@pytest.mark.parametrize("change", [correct, new_year], ids=["a correction", "a new year"])
@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_a_refreshed_file_says_what_a_new_export_says(city, tmp_path, kind, change):
    content = export(CARDS, kind)
    change(tmp_path)
    made, done = refreshed(content, tmp_path, kind)
    assert not done.of(OPEN)
    fresh = export(CARDS, kind)
    assert text_of(opened(made, kind)) == text_of(opened(fresh, kind))
    assert not check(made, "zh").of(WRONG)


def test_charts_and_worksheets_hold_the_newest_values(city, tmp_path):
    content = export(CARDS, "pptx")
    new_year(tmp_path)
    made, _ = refreshed(content, tmp_path, "pptx")
    charts = [_charts(file) for file in (made, export(CARDS, "pptx"))]
    assert charts[0] == charts[1] and charts[0] != _charts(content)


def _charts(content: bytes) -> list:
    shapes = [shape for slide in opened(content, "pptx").slides for shape in slide.shapes if shape.has_chart]
    sheets = [
        openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active for shape in shapes
    ]
    values = [[(each.name, tuple(each.values)) for each in shape.chart.plots[0].series] for shape in shapes]
    return [values, [list(sheet.iter_rows(values_only=True)) for sheet in sheets]]


def test_what_people_added_stays_and_parts_without_data_keep_their_bytes(city, tmp_path):
    deck = opened(export(CARDS, "pptx"), "pptx")
    own = deck.slides.add_slide(deck.slide_layouts[6])
    own.shapes.add_textbox(0, 0, Inches(5), Inches(1)).text_frame.text = "自己写的一页：请各单位抓好落实。"
    deck.slides[1].shapes.title.left = Inches(2)
    deck.slides[1].notes_slide.notes_text_frame.text = "讲稿：注意语气。"
    content = saved(deck)
    correct(tmp_path)
    made, _ = refreshed(content, tmp_path, "pptx")
    after = Presentation(io.BytesIO(made))
    assert after.slides[1].shapes.title.left == Inches(2)
    assert "讲稿：注意语气。" in after.slides[1].notes_slide.notes_text_frame.text
    old, new = (zipfile.ZipFile(io.BytesIO(file)) for file in (content, made))
    same = [name for name in old.namelist() if old.read(name) == new.read(name)]
    kept = [name for name in old.namelist() if "/slideLayouts/" in name or "/theme/" in name or "notesSlide" in name]
    assert kept and set(kept) <= set(same)
    own_part = next(name for name in old.namelist() if "自己写的一页" in old.read(name).decode("utf-8", "ignore"))
    assert own_part in same


def test_an_edited_sentence_keeps_its_words_and_gets_the_newest_numbers(city, tmp_path):
    document = opened(export(("satisfaction_by_unit",), "docx"), "docx")
    sentence = next(each for each in paragraphs(document) if each.runs and each.style.name == "Body Text")
    write(sentence, "据统计，2024年测试甲局总体满意率91.12%，需继续努力。")
    content = saved(document)
    correct(tmp_path)
    made, done = refreshed(content, tmp_path, "docx")
    (said,) = [each.text for each in paragraphs(opened(made, "docx")) if "据统计" in each.text]
    # 甲: 261 + 97 of 261 + 13 + 97 + 17 answers are satisfied after the correction
    assert said == f"据统计，2024年测试甲局总体满意率{(261 + 97) / (261 + 13 + 97 + 17) * 100:.2f}%，需继续努力。"
    assert any(change.before == "91.12" for change in done.changes)


def test_a_number_changed_by_hand_is_marked_and_left(city, tmp_path):
    document = opened(export(("satisfaction_trend",), "docx"), "docx")
    body = next(each for each in paragraphs(document) if each.runs and each.style.name == "Body Text")
    found = FIGURE.search(body.text)
    assert found
    write(body, body.text.replace(found.group(), "55.55", 1))
    content = saved(document)
    correct(tmp_path)
    made, done = refreshed(content, tmp_path, "docx")
    assert "55.55%" in text_of(opened(made, "docx"))
    assert [(each.before, each.why) for each in done.of(OPEN) if each.before == "55.55"] == [("55.55", "edited")]
    assert "55.55" in " ".join(comment.text for comment in opened(made, "docx").comments)


def test_a_sentence_that_no_longer_holds_is_marked_and_left(fresh_home, tmp_path):
    """All 510 answers are satisfied first, so that 达标 holds; after the correction a fifth is not."""
    units = {unit: {"residents": (85, 0)} for unit in ANSWERS}
    etl.load([directory(tmp_path), counts(tmp_path, "全市.csv", units)])
    document = opened(export(("satisfaction_trend",), "docx"), "docx")
    body = next(each for each in paragraphs(document) if each.runs and each.style.name == "Body Text")
    write(body, "2024年总体满意率100.0%，总体满意率达标。")
    content = saved(document)
    assert not refresh(content, "zh").changes
    etl.load([counts(tmp_path, "更正.csv", {unit: {"residents": (68, 17)} for unit in ANSWERS})], confirmed=True)
    made, done = refreshed(content, tmp_path, "docx")
    assert "2024年总体满意率80.0%，总体满意率达标。" in text_of(opened(made, "docx"))
    assert [(each.before, each.why) for each in done.of(OPEN)] == [("达标", "word")]


def test_a_difference_that_no_longer_holds_is_marked_and_left(city, tmp_path):
    """甲 has 308 of 338 satisfied, 乙 326 of 356: 91.12 % and 91.57 %. After the correction 乙 has fewer."""
    said = "2024年测试乙局总体满意率比测试甲局高0.45个百分点。"
    deck = opened(export(("satisfaction_by_unit",), "pptx"), "pptx")
    deck.slides[0].shapes.add_textbox(0, 0, Inches(5), Inches(1)).text_frame.text = said
    content = saved(deck)
    assert not [each for each in check(content, "zh").findings if each.says == "0.45"]
    correct(tmp_path)
    made, done = refreshed(content, tmp_path, "pptx")
    assert said in text_of(opened(made, "pptx"))
    assert ("0.45", "unclear") in [(each.before, each.why) for each in done.of(OPEN)]


@pytest.mark.parametrize("kind", ["pptx", "docx"])
def test_a_file_saved_by_libreoffice_gets_the_newest_numbers(city, tmp_path, monkeypatch, kind):
    monkeypatch.setenv("RONGHE_URL", "https://city.example")
    content = by_libreoffice(export(("headline", "satisfaction_by_unit"), kind), kind, tmp_path)
    correct(tmp_path)
    made, _ = refreshed(content, tmp_path, kind)
    assert not check(made, "zh").of(WRONG)
    if kind == "pptx":
        picture, link = qr_of(made)
        code = str(link).removeprefix("https://city.example/c/")
        assert code in codes_in(text_of(opened(made, kind)))
        assert picture == qr_png(str(link))


def test_nothing_to_refresh_changes_no_byte_of_any_part(city, tmp_path):
    content = export(CARDS, "pptx")
    made, done = refreshed(content, tmp_path, "pptx")
    assert not done.changes
    old, new = (zipfile.ZipFile(io.BytesIO(file)) for file in (content, made))
    assert all(old.read(name) == new.read(name) for name in old.namelist())


def qr_of(content: bytes) -> tuple[bytes, str | None]:
    """The QR of the first slide, and where it leads."""
    (picture,) = [shape for shape in opened(content, "pptx").slides[0].shapes if shape.shape_type == 13]
    return picture.image.blob, picture.click_action.hyperlink.address


@pytest.mark.parametrize(
    ("made_at", "refreshed_at", "leads"),
    [
        ("", "", None),
        ("", "https://new.example", "https://new.example/c/"),
        ("https://old.example", "", "https://old.example/c/"),
        ("https://old.example", "https://new.example", "https://new.example/c/"),
    ],
)
def test_the_qr_its_link_and_the_code_beside_it_are_renewed_together(
    city, tmp_path, monkeypatch, made_at, refreshed_at, leads
):
    monkeypatch.setenv("RONGHE_URL", made_at)
    content = export(("satisfaction_by_unit",), "pptx")
    correct(tmp_path)
    monkeypatch.setenv("RONGHE_URL", refreshed_at)
    made, _ = refreshed(content, tmp_path, "pptx")
    text = text_of(opened(made, "pptx"))
    (code,) = set(codes_in(text))
    picture, link = qr_of(made)
    assert code not in text_of(opened(content, "pptx"))
    assert link == (f"{leads}{code}" if leads else None)
    assert picture == qr_png(link or code)
