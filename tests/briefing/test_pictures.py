"""Pictures of exhibits, drawn by a real Chromium: their sizes, words and letters, and where there is none."""

import re

import polars as pl
import pydeck as pdk
import pytest

from briefing.picture import FORMS, SIZES, PictureError, fonts, picture
from briefing.qr import qr_rows
from charts.theme import PALETTES, channels, figure
from tests.briefing.made_pictures import CODE, exhibit, image_of, pdf_pages, pdf_text, svg_of, svg_text
from words import LANGUAGES, say

pytestmark = pytest.mark.browser
PIXELS = {"1920x1080": (1920, 1080), "1280x960": (1280, 960)}
HOSTILE = "<script>alert(1)</script><img src=http://example.com/x> & =HYPERLINK(1) {a}"
LONG = "很长的话" * 2500


@pytest.mark.parametrize("size", PIXELS)
def test_a_picture_has_exactly_the_size_asked_for(size, tmp_path):
    wide, high = PIXELS[size]
    assert image_of(picture([exhibit()], "png", size).content).size == (wide, high)
    root = svg_of(picture([exhibit()], "svg", size).content)
    assert (root.get("width"), root.get("height")) == (str(wide), str(high))
    assert pdf_pages(picture([exhibit()], "pdf", size).content, tmp_path) == [(wide * 0.75, high * 0.75)]


def test_as_wide_as_paper_a_picture_is_as_tall_as_its_content(tmp_path):
    low, tall = (image_of(picture([exhibit(height=height)], "png", "a4").content).size for height in (360, 1000))
    assert low[0] == tall[0] == 1654  # 210 mm at 200 dots an inch
    assert tall[1] - low[1] == pytest.approx(640 * 1654 / 794, abs=2)
    ((wide, _),) = pdf_pages(picture([exhibit()], "pdf", "a4").content, tmp_path)
    assert wide == pytest.approx(210 / 25.4 * 72, abs=1)


def test_a_figure_too_tall_for_a_size_becomes_as_wide_as_paper():
    drawn = picture([exhibit(height=3000)], "png", "1920x1080")
    assert drawn.sizes == ("a4",)
    assert image_of(drawn.content).size[0] == 1654
    assert picture([exhibit(height=850)], "png", "1920x1080").sizes == ("1920x1080",)


@pytest.mark.parametrize("form", ["svg", "pdf"])
def test_words_of_card_and_figure_can_be_searched(form, tmp_path):
    made = exhibit(finding="门窗服务满意率97.0%，南通见马车风飞")
    content = picture([made], form).content
    text = svg_text(content) if form == "svg" else pdf_text(content, tmp_path)
    found = re.sub(r"\s", "", text)
    for words in (
        made.finding,
        made.subtitle,
        made.footer,
        "满意率（%）",
        "窗口服务类",
        "2023",
        say("exhibits.sample"),
    ):
        assert words.replace(" ", "") in found
    assert not re.search("[⺀-⿟]", found)  # a radical in place of a letter, as ⻔ for 门


def test_an_svg_carries_its_letters_and_says_what_it_shows():
    made = exhibit()
    root = svg_of(picture([made], "svg").content)
    assert root.findtext("{*}title") == made.finding
    assert root.findtext("{*}desc") == made.alt
    assert root.findtext("{*}style").count("data:font/otf;base64,") == len(fonts.WEIGHTS)
    families = {text.get("font-family") or text.get("style") for text in root.iter("{*}text")}
    assert all("Ronghe" in family for family in families)


def test_a_pdf_embeds_its_letters(tmp_path):
    import subprocess

    file = tmp_path / "one.pdf"
    file.write_bytes(picture([exhibit()], "pdf").content)
    run = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True)
    lines = run.stdout.splitlines()
    embedded = lines[0].index("emb")
    assert lines[2:] and all(line[embedded : embedded + 3] == "yes" for line in lines[2:])


def test_a_hatched_bar_stays_small_in_a_pdf():
    hatched = {"shape": "/", "fgcolor": "#b33a2b", "bgcolor": "#ffffff", "size": 6}
    bars = {"type": "bar", "orientation": "h", "x": list(range(9, 33)), "y": list(range(24))}
    chart = figure([bars | {"marker": {"pattern": hatched}}], {}, PALETTES["light"], 800)
    plain = figure([bars], {}, PALETTES["light"], 800)
    small, large = (len(picture([exhibit(figure=each)], "pdf").content) for each in (plain, chart))
    assert large - small < 100_000


@pytest.mark.parametrize("theme", PALETTES)
def test_paper_and_ink_are_those_of_the_theme(theme):
    shot = image_of(picture([exhibit(theme)], "png", theme=theme).content)
    assert shot.getpixel((3, 3)) == channels(PALETTES[theme].paper)
    assert shot.getpixel((1000, 600)) in {channels(PALETTES[theme].paper), channels(PALETTES[theme].faint)}
    colours = {colour for _, colour in shot.getcolors(1 << 24)}
    assert channels(PALETTES[theme].ink) in colours


def test_several_exhibits_are_pages_of_one_pdf(tmp_path):
    names = ("甲", "乙", "丙")
    made = [exhibit(finding=f"结论{name}", height=3000 if name == "乙" else 360) for name in names]
    drawn = picture(made, "pdf", "1280x960")
    assert drawn.sizes == ("1280x960", "a4", "1280x960")
    pages = pdf_pages(drawn.content, tmp_path)
    assert [round(wide) for wide, _ in pages] == [960, 596, 960]
    texts = pdf_text(drawn.content, tmp_path).split("\f")
    assert [f"结论{name}" in text for name, text in zip(names, texts, strict=False)] == [True] * 3


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_exhibit_with_nothing_to_draw_says_so(lang):
    made = exhibit(figure=None, frame=pl.DataFrame({"year": []}))
    assert say("briefing.no_data", lang) in svg_text(picture([made], "svg", lang=lang).content)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_table_shows_its_first_rows_and_how_many_there_are_besides(size, lang):
    rows = pl.DataFrame(
        {
            "dataset": ["hotline"] * 500,
            "file": [f"第{n}个文件.xlsx" for n in range(500)],
            "rows_read": list(range(500)),
            "live": [True] * 500,
        }
    )
    made = exhibit(id="loaded_batches", figure=None, frame=rows)
    text = svg_text(picture([made], "svg", size, lang).content)
    shown = len(re.findall("第[0-9]+个文件", text.replace(" ", "")))
    assert 10 <= shown <= 36
    assert say("picture.more", lang, n=500 - shown) in text
    assert say("shell.column.rows_read", lang) in text


def test_cards_of_the_headline_stand_side_by_side():
    row = {"tone": "bad", "value": "63.7%", "label": "按期销号率", "target": "目标100%", "verdict": "未达标"}
    frame = pl.DataFrame([row | {"change": "较上年下降", "interval": "（58.7%–68.5%）"}] * 4)
    made = exhibit(id="headline", figure=None, frame=frame)
    root = svg_of(picture([made], "svg").content)
    values = [text for text in root.iter("{*}text") if text.text == "63.7%"]
    assert len({text.get("x") for text in values}) == 4 and len({text.get("y") for text in values}) == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("words", [HOSTILE, LONG, "x" * 10_000], ids=["markup", "long", "one word"])
def test_hostile_words_are_words(form, words, tmp_path):
    frame = pl.DataFrame({"dataset": [words], "file": [words]})
    table = exhibit(id="loaded_batches", figure=None, frame=frame, finding=words, subtitle=words, footer=words)
    chart = exhibit(finding=words, subtitle=words, footer=words, alt=words)
    for made in (table, chart):
        content = picture([made], form).content
        if form == "png":
            assert image_of(content).size == PIXELS["1920x1080"]
        elif form == "pdf":
            assert len(pdf_pages(content, tmp_path)) == 1
        else:
            root = svg_of(content)
            assert not list(root.iter("{*}script", "{*}foreignObject", "{*}a"))
            assert [image for image in root.iter("{*}image") if "http" in str(image.attrib)] == []
            assert words[:20].replace(" ", "") in svg_text(content).replace(" ", "")
            assert ("…" in svg_text(content)) == (len(words) > 1000)


def modules_of(root) -> tuple[list[str], dict[str, float]]:
    """The modules of the QR in an SVG, row by row without its edge, and its place."""
    (image,) = [each for each in root.iter("{*}svg") if each.get("class") == "qr"]
    side = int(image.get("viewBox").split()[2])
    dark = [[False] * side for _ in range(side)]
    for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1", image.find("{*}path").get("d")):
        for at in range(int(x), int(x) + int(wide)):
            dark[int(y)][at] = True
    place = {name: float(image.get(name)) for name in ("x", "y", "width", "height")}
    return ["".join("01"[module] for module in row[4:-4]) for row in dark[4:-4]], place


@pytest.mark.parametrize("theme", PALETTES)
def test_a_picture_bears_the_qr_of_its_trace_code(theme, monkeypatch):
    monkeypatch.setenv("RONGHE_URL", "https://ronghe.example.invalid")
    made = exhibit(theme)
    root = svg_of(picture([made], "svg", theme=theme).content)
    rows, place = modules_of(root)
    assert rows == qr_rows(f"https://ronghe.example.invalid/c/{CODE}")
    shot = image_of(picture([made], "png", theme=theme).content)
    scale = shot.size[0] / float(root.get("viewBox").split()[2])
    module = place["width"] / (len(rows) + 8)
    seen = [
        "".join(
            "10"[
                shot.getpixel(
                    (
                        round((place["x"] + (x + 4.5) * module) * scale),
                        round((place["y"] + (y + 4.5) * module) * scale),
                    )
                )[1]
                > 128
            ]
            for x in range(len(rows))
        )
        for y in range(len(rows))
    ]
    assert seen == rows
    assert module * scale >= 2  # pixels, so that a screen can be scanned


def test_without_an_address_the_qr_holds_the_code_or_the_address_of_the_page(monkeypatch):
    monkeypatch.delenv("RONGHE_URL", raising=False)
    assert modules_of(svg_of(picture([exhibit()], "svg").content))[0] == qr_rows(CODE)
    page = "http://127.0.0.1:8501/satisfaction?lang=zh"
    rows, _ = modules_of(svg_of(picture([exhibit()], "svg", page=page).content))
    assert rows == qr_rows(f"http://127.0.0.1:8501/c/{CODE}")
    assert "qr" not in picture([exhibit(code="")], "svg").content.decode().split("</style>")[1]


@pytest.mark.parametrize("size", SIZES)
def test_a_code_is_not_broken_wherever_its_footer_breaks(size):
    for more in range(0, 40, 3):
        root = svg_of(picture([exhibit(footer=f"{'源' * (20 + more)} · 溯源码{CODE}")], "svg", size).content)
        assert any(CODE in (text.text or "") for text in root.iter("{*}text"))


def test_the_map_of_columns_has_no_picture():
    with pytest.raises(PictureError) as refused:
        picture([exhibit(figure=pdk.Deck())])
    for lang in LANGUAGES:
        assert say("pages.map.form.tiles", lang) in refused.value.sentence(lang)


def test_without_a_browser_a_sentence_offers_the_slide(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "chromium"))
    with pytest.raises(PictureError) as refused:
        picture([exhibit()])
    for lang in LANGUAGES:
        assert "CHROMIUM" in refused.value.sentence(lang)
        assert say("shell.download.slide", lang).lower() in refused.value.sentence(lang).lower()


def test_without_a_chinese_font_a_sentence_says_so(monkeypatch):
    monkeypatch.setattr(fonts, "_files", lambda: None)
    with pytest.raises(PictureError) as refused:
        picture([exhibit()])
    assert "fonts-noto-cjk" in refused.value.sentence("zh")
