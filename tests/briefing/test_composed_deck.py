"""The deck of a composition, made and opened again: order, numbers, notes, texts as they were written, templates."""

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from pptx import Presentation
from pptx.util import Emu

from briefing import office_file, template
from briefing.composition import EXHIBIT, HEADING, TEXT, Block, Composition
from briefing.deck import deck_bytes
from exhibits.trace_code import unbroken
from tests.briefing.composed_briefing import HOSTILE, NAMES, composition, parts_of
from tests.briefing.read_slides import charts_of, sheet_rows, slides_of
from words import LANGUAGES, say

pytestmark = pytest.mark.usefixtures("demo_home")


def slides(made: Composition, lang: str = "zh", master: bytes | None = None) -> list:
    return list(Presentation(io.BytesIO(deck_bytes(made, parts_of(made, lang), lang, master))).slides)


def said(slide) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def notes(slide) -> str:
    return slide.notes_slide.notes_text_frame.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_deck_has_cover_agenda_and_the_blocks_in_order(lang):
    made = composition()
    cover, agenda, heading, *rest = slides(made, lang)
    assert "年度汇报" in said(cover) and "专题会议" in said(cover) and say("exhibits.sample", lang) in said(cover)
    assert say("compose.agenda", lang) in said(agenda) and "一、群众满意度" in said(agenda) and "3" in said(agenda)
    assert "一、群众满意度" in said(heading)
    shown = [part.exhibit for part in parts_of(made, lang) if part.exhibit]
    titles = [slide.shapes.title.text_frame.text for slide in rest]
    assert titles == [*(each.finding for each in shown), "一、群众满意度"]
    assert "正文一段" in said(rest[-1])
    for slide, exhibit in zip(rest, shown, strict=False):
        assert unbroken(exhibit.footer) in notes(slide) and unbroken(exhibit.footer) in said(slide)
        assert exhibit.id in notes(slide)


def test_the_numbers_of_a_deck_are_those_of_the_slides_of_its_exhibits():
    made = composition()
    deck = slides(made)
    alone = [slide for part in parts_of(made) if part.exhibit for slide in slides_of(part.exhibit)]
    assert [sheet_rows(chart) for chart in charts_of(deck)] == [sheet_rows(chart) for chart in charts_of(alone)]
    assert charts_of(deck)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts_and_none_is_cut(text):
    made = composition("satisfaction_trend", title=text[:200], note=text)
    made = replace(made, blocks=(*made.blocks, Block(HEADING, text), Block(TEXT, text)))
    deck = slides(made)
    whole = "".join(said(slide) for slide in deck).replace("\n", "")
    kept = made.blocks[-1].text
    assert whole.count(kept[0] if len(set(kept)) == 1 else kept) >= (3 * len(kept) if len(set(kept)) == 1 else 3)
    assert "<b>" not in "".join(slide.shapes.title.text_frame.text for slide in deck if "<" not in text)


def test_a_note_stands_on_the_slide_and_a_long_one_on_the_next():
    (short,) = [slide for slide in slides(composition("satisfaction_trend", note="短注")) if "短注" in said(slide)]
    assert charts_of([short])
    longer = slides(composition("satisfaction_trend", note="长注" * 400))
    assert not any(charts_of([slide]) for slide in longer if "长注" in said(slide))
    assert sum(said(slide).count("长") for slide in longer) == 400


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_made_has_a_sentence_in_its_place(lang):
    blocks = (
        Block(EXHIBIT, "留下的注", "no_longer_known"),
        Block(EXHIBIT, "", "satisfaction_trend", ("units=nobody",)),
        Block(EXHIBIT, "", "satisfaction_trend", ("colourful",)),
        Block(EXHIBIT, "", "satisfaction_trend", (), "goneforever"),
        Block(EXHIBIT, "", "coverage"),
    )
    made = Composition(blocks=blocks)
    parts = parts_of(made, lang)
    assert [part.exhibit is None for part in parts] == [True, True, True, False, False]
    assert all(part.said for part in parts[:4]) and "goneforever"[:12] in parts[3].said
    deck = slides(made, lang)
    assert len(deck) == 6
    assert parts[0].said in said(deck[1]) and "留下的注" in said(deck[1])
    assert say("compose.no_slide", lang) in said(deck[5])


def test_a_selection_that_matches_nothing_keeps_its_slide():
    made = Composition(blocks=(Block(EXHIBIT, "", "rectification_summary", ("year_from=1990", "year_to=1991")),))
    (_, slide) = slides(made)
    assert say("briefing.no_data", "zh") in said(slide)


def test_an_empty_basket_is_refused_with_a_sentence():
    with pytest.raises(ValueError, match=say("compose.empty", "zh")[:6]):
        deck_bytes(Composition(), [], "zh")


# --- templates -------------------------------------------------------------------------------------------------------


def city_template(*, bare: bool = False) -> bytes:
    """A 4:3 template with two slides of its own; `bare`: layouts without any placeholder."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "OLD COVER"
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "OLD SLIDE"
    if bare:
        for layout in deck.slide_layouts:
            for shape in list(layout.placeholders):
                shape._element.getparent().remove(shape._element)
    else:
        layout = deck.slide_layouts[1]
        box = next(shape for shape in layout.placeholders if shape.placeholder_format.idx == 1)
        box.name = "\u6b63\u6587 body"
        box.left, box.top, box.width, box.height = Emu(400_000), Emu(2_000_000), Emu(8_200_000), Emu(4_000_000)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def as_potx(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.infolist():
            part = old.read(each).replace(b"presentationml.presentation.main+xml", b"presentationml.template.main+xml")
            new.writestr(each, part)
    return file.getvalue()


@pytest.mark.parametrize("content", [city_template(), as_potx(city_template())], ids=["pptx", "potx"])
def test_a_template_gives_size_and_placeholders_and_loses_its_own_slides(content):
    made = composition("satisfaction_trend")
    deck = slides(made, master=content)
    assert "OLD" not in "".join(map(said, deck))
    own = Presentation(io.BytesIO(city_template()))
    assert Presentation(io.BytesIO(deck_bytes(made, parts_of(made), "zh", content))).slide_width == own.slide_width
    (chart,) = [slide for slide in deck if charts_of([slide])]
    filled = {shape.placeholder_format.type: shape.text_frame.text for shape in chart.placeholders}
    exhibit = parts_of(made)[1].exhibit
    assert exhibit.finding in filled.values() and unbroken(exhibit.footer) in filled.values()
    assert all(filled.values()), "an empty placeholder asks for a text"
    frame = next(shape for shape in chart.shapes if shape.has_chart)
    assert (frame.left, frame.width) == (400_000, 8_200_000)


def test_a_template_that_lacks_placeholders_still_makes_the_deck_and_says_so():
    master = template.master_of(city_template(bare=True))
    assert all(say(f"compose.role.{role}", "zh") in master.missing("zh") for role in ("title", "body", "footer"))
    deck = slides(composition(), master=city_template(bare=True))
    shown = [part.exhibit for part in parts_of(composition()) if part.exhibit]
    assert all(any(exhibit.finding in said(slide) for slide in deck) for exhibit in shown)


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("password", office_file.OLE + b"\0" * 600 + office_file.ENCRYPTED + b"\0" * 600),
        ("old_format", office_file.OLE + b"PowerPoint Document" + b"\0" * 600),
        ("damaged", city_template()[:5000]),
        ("damaged", b"no zip at all"),
        ("too_large", b"x" * (office_file.LARGEST + 1)),
    ],
)
def test_a_file_that_is_no_template_gets_its_sentence(key, content, fresh_home):
    with pytest.raises(template.TemplateError) as refused:
        template.keep(content, "x.pptx")
    assert refused.value.key == f"compose.template.{key}"
    assert all(refused.value.sentence(lang) for lang in LANGUAGES)
    assert not template.kept() and not list(fresh_home.rglob("*.*"))


def test_a_workbook_is_no_template():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
    with pytest.raises(template.TemplateError) as refused:
        template.master_of(file.getvalue())
    assert refused.value.key == "compose.template.other_kind"


def test_a_kept_template_is_found_by_its_id_under_the_name_it_came_with(fresh_home):
    given = city_template()
    kept = template.keep(given, "../../市模板.pptx")
    assert template.kept() == [kept] and kept.name == "../../市模板.pptx"
    assert template.content_of(kept.id) == given
    assert template.content_of("../x") is None and template.content_of("") is None
    assert {file.parent for file in fresh_home.rglob("*.pptx")} == {fresh_home / "briefings" / "templates"}


def test_libreoffice_draws_a_deck_page_by_page(tmp_path):
    assert shutil.which("soffice"), "libreoffice-impress is needed"
    made = composition(*NAMES, note="编者的一句话")
    for name, master in (("own", None), ("city", city_template())):
        (tmp_path / f"{name}.pptx").write_bytes(deck_bytes(made, parts_of(made), "zh", master))
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
        subprocess.run([*command, str(tmp_path / f"{name}.pptx")], check=True, capture_output=True, timeout=240)
        text = subprocess.run(
            ["pdftotext", str(tmp_path / f"{name}.pdf"), "-"], check=True, capture_output=True, text=True
        )
        pages = text.stdout.split("\f")[:-1]
        assert len(pages) == len(slides(made, master=master))
        drawn = "".join(text.stdout.split())
        for part in parts_of(made):
            for words in (part.block.text, part.exhibit.finding if part.exhibit else ""):
                assert "".join(words.split()) in drawn
