"""`python -m briefing`: the slide of the demonstration build equals what `python -m exhibits` prints."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

import briefing
from briefing.__main__ import main
from charts.theme import PALETTES
from exhibits import CATALOGUE
from exhibits.__main__ import main as exhibits_command
from exhibits.trace_code import unbroken
from tests.briefing.made_pictures import pdf_pages, svg_of, svg_text

REPO = Path(__file__).parents[2]


def told(capsys: pytest.CaptureFixture[str], name: str, *arguments: str) -> dict:
    """What `python -m exhibits` prints of an exhibit."""
    assert exhibits_command([name, *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_slide_equals_the_exhibit_in_words_and_numbers(demo_home, tmp_path, capsys, lang):
    file = tmp_path / "trend.pptx"
    choice = ["--set", "year_from=2018", "--set", "unit_class=service_heavy", "--lang", lang]
    assert main(["satisfaction_trend", "-o", str(file), *choice]) == 0
    capsys.readouterr()
    made = told(capsys, "satisfaction_trend", *choice)

    (slide,) = Presentation(str(file)).slides
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    (plot,) = frame.chart.plots
    rates, target, lower, upper = (tuple(series.values) for series in plot.series)
    assert slide.shapes.title.text_frame.text == made["finding"]
    assert {made["subtitle"], unbroken(made["footer"])} <= set(texts)
    assert list(plot.categories) == [str(row["year"]) for row in made["frame"]]
    assert rates == tuple(row["rate"] for row in made["frame"])
    assert lower == tuple(row["lower"] for row in made["frame"])
    assert upper == tuple(row["upper"] for row in made["frame"])
    assert set(target) == {0.94}


def test_several_exhibits_make_several_slides_and_a_long_one_more(demo_home, tmp_path, capsys):
    file, names = tmp_path / "some.pptx", ["headline", "satisfaction_by_unit", "series_signals"]
    assert main([*names, "-o", str(file)]) == 0
    assert f"已写入 {file}（5 页）" in capsys.readouterr().out
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(file)).slides]
    first, long, last = (told(capsys, name)["finding"] for name in names)
    assert titles == [first, long, long, long, last]


@pytest.mark.parametrize("name", briefing.SUPPORTED)
def test_an_empty_build_makes_a_slide_that_says_so(empty_home, tmp_path, name):
    file = tmp_path / "empty.pptx"
    assert main([name, "-o", str(file)]) == 0
    (slide,) = Presentation(str(file)).slides
    assert not any(shape.has_chart for shape in slide.shapes)


def test_list_names_what_is_supported():
    run = subprocess.run([sys.executable, "-m", "briefing", "--list"], cwd=REPO, capture_output=True, text=True)
    assert run.stdout.split() == list(briefing.SUPPORTED)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["satisfaction_trend", "-o", "out.odt"], ".odt"),
        (["satisfaction_trend"], "-o"),
        (["no_such_exhibit", "-o", "out.pptx"], "satisfaction_trend"),
        (["satisfaction_trend", "-o", "out.pptx", "--set", "colour_of_the_sky=1"], "year_from"),
        (["satisfaction_trend", "-o", "out.pptx", "--set", "basis=best"], "three"),
        (["satisfaction_trend", "-o", "no/such/folder/out.pptx"], "no/such/folder/out.pptx"),
    ],
    ids=["other ending", "no file", "unknown exhibit", "unknown setting", "unknown value", "unwritable"],
)
def test_a_refusal_is_a_sentence_and_leaves_no_file(demo_home, tmp_path, monkeypatch, capsys, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.glob("out.*"))


@pytest.mark.browser
def test_one_picture_shows_what_the_exhibit_says(demo_home, tmp_path, capsys):
    file = tmp_path / "trend.svg"
    choice = ["--set", "year_from=2018", "--lang", "en"]
    assert main(["satisfaction_trend", "-o", str(file), "--size", "1280x960", "--theme", "dark", *choice]) == 0
    capsys.readouterr()
    made = told(capsys, "satisfaction_trend", *choice)
    root = svg_of(file.read_bytes())
    text = svg_text(file.read_bytes()).replace(" ", "")
    assert all(made[part].replace(" ", "") in text for part in ("finding", "subtitle", "footer"))
    assert {str(row["year"]) for row in made["frame"]} <= set(re.findall("[0-9]{4}", text))
    assert (root.get("width"), root.find("{*}rect").get("fill")) == ("1280", PALETTES["dark"].paper)


@pytest.mark.browser
def test_several_pictures_are_files_of_their_own_or_pages_of_one_pdf(demo_home, tmp_path, capsys):
    names = ["headline", "satisfaction_by_unit", "rectification_items"]
    assert main([*names, "--set", "units_shown=all", "-o", str(tmp_path / "all.png")]) == 0
    assert {file.name for file in tmp_path.glob("*")} == {f"all-{name}.png" for name in names}
    assert "（图太高，已改为 A4 纸宽）" in capsys.readouterr().out
    assert main([*names, "-o", str(tmp_path / "all.pdf")]) == 0
    assert len(pdf_pages((tmp_path / "all.pdf").read_bytes(), tmp_path)) == 3


@pytest.mark.browser
@pytest.mark.parametrize("name", CATALOGUE)
def test_an_empty_build_makes_a_picture_that_says_so(empty_home, tmp_path, name):
    file = tmp_path / "empty.svg"
    assert main([name, "-o", str(file)]) == 0
    assert svg_of(file.read_bytes()).findtext("{*}title").replace(" ", "") in svg_text(file.read_bytes()).replace(
        " ", ""
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["headline", "-o", "out.png"], "CHROMIUM"),
        (["no_such_exhibit", "-o", "out.svg"], "rectification_items"),
        (["division_map", "-o", "out.pdf", "--set", "map_form=columns"], "平面图块"),
    ],
    ids=["no browser", "unknown exhibit", "map of columns"],
)
def test_a_picture_that_cannot_be_drawn_is_a_sentence(demo_home, tmp_path, monkeypatch, capsys, arguments, sentence):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    assert main(arguments) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.glob("out.*"))
