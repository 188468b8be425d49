"""Every exhibit of the demonstration build in a document: its numbers as the frame has them."""

import re

import polars as pl
import pytest

import briefing
from briefing.document.sentences import PATTERNS, sentences
from briefing.plans import PLANS, SHOWN_AS_ROWS
from tests.briefing.read_document import opened
from tests.briefing.read_slides import LANGUAGES
from tests.exhibits.demonstration import exhibit_of

NUMBER = re.compile(r"(?<![\w.])[−+-]?\d+(?:\.\d+)?")
# Numbers in names: of intervals, of the bands of points and of the buckets of days.
NAMES = r"(?<![\d.])95 ?%(?= ?(?:interval|区间))|\d+分(?!（|，|。|至)|\d+–\d+(?:天| days)|(?:超过|over )\d+(?:天| days)"
NAMES += r"|from \d+(?=:)|\d+ to \d+(?= \d)|under \d+|per 100 forms|每百份"


def plans_of(made) -> list:
    shows = made.figure is not None or made.id in SHOWN_AS_ROWS
    return [plan for plan in PLANS[made.id](made.frame, "zh") if plan.shows] if shows else []


def drawn(plans: list) -> list[float]:
    """The values of all series, each as often as a chart holds it."""
    values = [value for plan in plans for series in plan.series for value in (*series.values, *series.highs)]
    return sorted(round(value, 9) for value in values if value is not None)


@pytest.mark.parametrize("name", briefing.SUPPORTED)
def test_charts_and_tables_hold_what_the_plan_says(demo_home, name):
    made = exhibit_of(name)
    document, plans = opened(made), plans_of(made)
    charts = [plan for plan in plans if plan.kind not in ("table", "cards")]
    held = [round(number, 9) for chart in document.charts for number in chart.numbers]
    if charts and all(plan.kind in ("line", "bars") for plan in charts):  # their only other numbers are days
        days = sum(len(plan.days) * len(plan.series) for plan in charts)
        known = sorted(number for number in held if number not in _day_numbers(charts)) if days else sorted(held)
        expected = [number for number in drawn(charts) if number not in _day_numbers(charts)] if days else drawn(charts)
        assert known == pytest.approx(expected)
    else:
        rounded = {round(number, 6) for number in held}
        assert {round(number, 6) for number in drawn(charts)} <= rounded
    assert bool(document.charts) == bool(charts)
    rows = [row for plan in plans if plan.kind == "table" for row in (tuple(plan.categories), *plan.cells)]
    if rows:
        assert [row for table in document.tables for row in table] == rows


def _day_numbers(plans: list) -> set[float]:
    """The days of lines as numbers of a worksheet."""
    return {float((day.toordinal()) - 693594) for plan in plans for day in plan.days}


@pytest.mark.parametrize("name", briefing.SUPPORTED)
def test_the_worksheet_of_a_chart_holds_the_same_numbers(demo_home, name):
    for chart in opened(exhibit_of(name)).charts:
        numbers, sheet = (sorted(round(each, 9) for each in some) for some in (chart.numbers, chart.sheet_numbers))
        assert set(sheet) >= set(numbers) - _dates(chart)


def _dates(chart) -> set[float]:
    """openpyxl reads the days of a worksheet as days, not as numbers."""
    days = [cell for row in chart.sheet for cell in row if hasattr(cell, "toordinal")]
    return {float(day.toordinal() - 693594) for day in days}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PATTERNS)
def test_every_number_of_a_sentence_is_one_of_the_frame_at_its_digits(demo_home, name, lang):
    made = exhibit_of(name, lang=lang)
    said = " ".join(sentences(made, lang))
    assert made.finding not in said, "the pattern said nothing"
    values = [float(value) for column in made.frame.select(pl.selectors.numeric()) for value in column.drop_nulls()]
    days = {
        number
        for column in made.frame.select(pl.selectors.date())
        for day in column.drop_nulls()
        for number in (day.year, day.month, day.day)
    }
    as_of = {float(part) for part in re.findall(r"\d+", made.subtitle)}
    for found in NUMBER.findall(re.sub(NAMES, " ", said)):
        number, digits = float(found.translate(str.maketrans("−", "-")).lstrip("+")), len(found.partition(".")[2])
        near = 0.5 * 10**-digits + 1e-9
        close = any(abs(abs(value) * factor - abs(number)) <= near for value in values for factor in (1, 100))
        assert close or number in days | as_of | counts_of(made), (found, said)


def counts_of(made) -> set[float]:
    """How many units a sentence about both sides may count: all, those of a quadrant or a band, those whose gap is
    beyond its interval."""
    if "quadrant" not in made.frame.columns:
        return set()
    last = made.frame.filter(pl.col("year") == pl.col("year").max())
    if "formula" in last.columns:
        last = last.filter(formula="wang")
    counts = {last.height, *last["quadrant"].value_counts()["count"], *last["band"].value_counts()["count"]}
    apart = [low > 0 or high < 0 for low, high in last.select("gap_lower", "gap_upper").drop_nulls().iter_rows()]
    above = [low > 0 for low in last["gap_lower"].drop_nulls()]
    return set(map(float, {*counts, sum(apart), sum(above), sum(apart) - sum(above), 0.6}))  # and the cut


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["linkage", "coupling"])
@pytest.mark.parametrize("choice", [(), ("units=A01",), ("units=A01,A02,A03",)], ids=len)
def test_of_few_units_each_is_named_and_none_is_called_higher_within_its_interval(demo_home, name, choice, lang):
    made = exhibit_of(name, *choice, lang=lang)
    said = " ".join(sentences(made, lang))
    last = made.frame.filter(pl.col("year") == pl.col("year").max())
    sure = last.filter((pl.col("gap_lower") > 0) | (pl.col("gap_upper") < 0))["unit"].unique().to_list()
    if name == "linkage" and len(sure) <= 12:
        assert {unit for unit in last["unit"].unique() if unit in said} == set(sure)
    if name == "coupling" and choice:
        for row in last.filter(formula="wang").iter_rows(named=True):
            assert row["unit"] in said and f"{row['d']:.2f}" in said
            assert row["d_lower"] is None or f"{row['d_lower']:.2f}" in said
