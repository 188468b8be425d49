"""Every exhibit and its slide on every day of interest and under every narrowing: none fails, none tells nonsense."""

import datetime
import itertools
import random
import re
from collections.abc import Iterator

import plotly.graph_objects as go
import polars as pl
import pytest

import queries
from briefing import SUPPORTED, slide_bytes
from exhibits import CATALOGUE
from exhibits.gates import LONGEST
from tests.exhibits.demonstration import exhibit_of
from words import LANGUAGES

FEW, MANY = 4, 200
NONSENSE = re.compile(r"\b(nan|inf|None|null)\b|[{}]")
HYPHEN = re.compile(r"(?<![0-9A-Za-z_.])-\d|\d%?-\d")  # for a minus or for a range
CODES = r"\d{4}-\d\d(-\d\d)?|[0-9A-Z]{5}-[0-9A-Z]{5}|\d{5}-\d{3}|[A-Z]\d\d-\w+"  # days, trace codes, numbers of records
NO_NUMBERS = re.compile(rf"\b({CODES})\b", re.ASCII)
WRITTEN = ("text", "hovertext", "ticktext")
OVER = re.compile(r"(?!100\.0%)\d{3,}\.\d%")  # a rate over 100 %


def days() -> Iterator[str]:
    """Long before the first row, each month's end from its year on, and long after the last row."""
    facts = queries.ask("build_facts").row(0, named=True)
    yield "1999-12-31"
    for year, month in itertools.product(range(facts["first_year"] - 1, facts["last_year"] + 2), range(1, 13)):
        yield str(datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1))
    yield "2099-12-31"


def narrowings() -> Iterator[list[str]]:
    units = queries.ask("unit_list").filter(pl.col("unit_id") == pl.col("current_unit_id")).sort("unit_id")
    yield from ([], ["year_from=1990", "year_to=1991"], ["year_from=2025"], ["year_to=2019"], ["groups=residents"])
    yield from ([f"unit_class={code}"] for code in units["unit_class"].drop_nulls().unique(maintain_order=True))
    yield from ([f"units={code}"] for code in units["unit_id"])
    yield from ([f"units={code}", "groups=leaders", "year_from=2023"] for code in units["unit_id"])


def ways() -> Iterator[list[str]]:
    yield from ([f"basis={code}"] for code in queries.CHOICES["basis"])
    pairs = itertools.product(queries.CHOICES["group_by"], queries.CHOICES["deadline"])
    yield from ([f"group_by={code}", f"deadline={kind}"] for code, kind in pairs)
    yield from ([f"series={code}"] for code in queries.CHOICES["series"])
    yield from (["competing=withdrawn", "cohort=quarter"], ["span=three", "split_by=group"], ["tau=1"], ["theme=dark"])


def choices(name: str, many: int) -> list[list[str]]:
    """So many of all choices, the same in each run."""
    dice = random.Random(name)
    first, narrow, way = list(days()), list(narrowings()), list(ways())
    return [[f"as_of={dice.choice(first)}", *dice.choice(narrow), *dice.choice(way)] for _ in range(many)]


def written(part: object) -> Iterator[str]:
    """The texts of a figure that readers see, Plotly's own aside."""
    if isinstance(part, dict):
        for key, value in part.items():
            texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
            yield from (text for text in texts if key in WRITTEN and isinstance(text, str))
            yield from written(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from written(value)


def holds(name: str, settings: list[str], lang: str) -> None:
    exhibit = exhibit_of(name, *settings, lang=lang)
    if isinstance(exhibit.figure, go.Figure):
        go.Figure(exhibit.figure.to_dict())  # raises for what Plotly does not know, as no page does
        hyphens = [text for text in written(exhibit.figure.to_dict()) if HYPHEN.search(NO_NUMBERS.sub("", text))]
        assert not hyphens, (settings, hyphens[:3])
    said = " ".join((exhibit.finding, exhibit.subtitle, exhibit.footer))
    assert not HYPHEN.search(NO_NUMBERS.sub("", said)), (settings, said)
    assert 0 < len(exhibit.finding) <= LONGEST[lang], settings
    assert not NONSENSE.search(said) and not OVER.search(said), (settings, said)
    numbers = exhibit.frame.select(pl.selectors.float())
    assert all(numbers[column].drop_nulls().is_finite().all() for column in numbers.columns), settings
    if name in SUPPORTED:
        assert slide_bytes(exhibit, lang).startswith(b"PK"), settings


@pytest.mark.parametrize("name", CATALOGUE)
def test_an_exhibit_on_some_days(name, demo_home):
    for settings, lang in zip(choices(name, FEW), itertools.cycle(LANGUAGES), strict=False):
        holds(name, settings, lang)


@pytest.mark.slow
@pytest.mark.parametrize("name", CATALOGUE)
def test_an_exhibit_on_all_days(name, demo_home):
    for settings, lang in zip(choices(name, MANY), itertools.cycle(LANGUAGES), strict=False):
        holds(name, settings, lang)
