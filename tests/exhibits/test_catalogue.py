"""Every exhibit on the demonstration build, on an empty one and on an empty choice, in both languages."""

import json
import subprocess
import sys

import polars as pl
import pytest

from exhibits import CATALOGUE, Exhibit
from exhibits.gates import LONGEST
from tests.exhibits.demonstration import exhibit_of
from words import LANGUAGES

CHOICES = {
    "everything": [],
    "nothing": ["year_from=1990", "year_to=1991"],
    "points": ["basis=points", "group_by=source", "colour=dissatisfied_rate"],
    "one class, dark": ["unit_class=service_heavy", "year_from=2023", "group_by=unit", "theme=dark", "index=brand"],
}
KINDS = {"year", "unit", "group", "division", "theme", "item", "bucket", "part", "pair", "period"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_exhibit_of_the_demonstration(name, choice, lang, demo_home):
    exhibit = exhibit_of(name, *CHOICES[choice], lang=lang)
    assert exhibit.id == name
    assert 0 < len(exhibit.finding) <= LONGEST[lang]
    assert exhibit.subtitle and exhibit.footer and exhibit.finding in exhibit.alt
    assert exhibit.footer.startswith({"zh": "示例数据", "en": "Demo data"}[lang])
    assert "None" not in exhibit.finding + exhibit.subtitle + exhibit.footer
    for mark in marks(exhibit):
        assert mark[0] in KINDS and isinstance(mark[1], str)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", CATALOGUE)
def test_every_exhibit_of_an_empty_build(name, lang, empty_home):
    exhibit = exhibit_of(name, lang=lang)
    assert exhibit.frame.is_empty() or exhibit.figure is None
    assert exhibit.finding and len(exhibit.finding) <= LONGEST[lang]


def test_suppressed_figures_are_nowhere(demo_home):
    exhibit = exhibit_of("satisfaction_by_unit")
    hidden = exhibit.frame.filter(pl.col("suppressed"))
    assert hidden.height
    assert hidden.select("satisfied_n", "valid_n", "rate", "lower", "upper").null_count().row(0) == (hidden.height,) * 5


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "单位与层面同时筛选时，不按属地显示"),
        ("en", "Not shown by division while units and groups are both chosen"),
    ],
)
def test_a_map_that_would_be_too_fine_says_why(lang, said, demo_home):
    exhibit = exhibit_of("division_map", "unit_class=service_heavy", "groups=residents", lang=lang)
    assert (exhibit.finding, exhibit.figure) == (said, None)


def test_the_same_choice_has_the_same_trace_in_both_languages(demo_home):
    codes = {exhibit_of("satisfaction_trend", lang=lang).footer.rsplit(" · ", 1)[1][-8:] for lang in LANGUAGES}
    assert len(codes) == 1
    assert exhibit_of("satisfaction_trend", "year_from=2019").footer[-8:] not in codes


def test_the_command_prints_what_is_shown(demo_home):
    run = [sys.executable, "-m", "exhibits", "satisfaction_trend", "--set", "year_from=2023", "--lang", "en"]
    done = subprocess.run([*run, "--format", "json"], capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert set(said) == {"id", "finding", "subtitle", "footer", "alt", "frame"}
    assert said["frame"][0]["year"] == 2023
    wrong = subprocess.run([*run[:4], "--set", "year=2023"], capture_output=True, text=True)
    assert wrong.returncode == 2 and "year_from" in wrong.stderr


def marks(exhibit: Exhibit) -> list[tuple[str, str]]:
    if exhibit.figure is None or not hasattr(exhibit.figure, "data"):
        return []
    return [mark for trace in exhibit.figure.data if trace.customdata is not None for mark in trace.customdata]
