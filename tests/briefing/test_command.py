"""`python -m briefing`: the slide of the demonstration build equals what `python -m exhibits` prints."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

import briefing
from briefing.__main__ import main
from exhibits.__main__ import main as exhibits_command

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
    assert {made["subtitle"], made["footer"]} <= set(texts)
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
