"""Noted events and reorganisations in charts over time: which chart marks which, in which words; no figure moves."""

import datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import queries
from exhibits.noted_events import NUMBERS, year_place
from tests.exhibits.exhibit_of_counts import told
from tests.queries.small_build import builds_beside, hotline, share, small_build, unit

day = datetime.date
CLASSES = {"u1": "service_heavy", "u2": "party_mass"}


def town(home, *events: str):
    """Two units of two classes over three years, two months of requests, and these events."""
    units = [unit(name, unit=name.upper(), unit_class=code) for name, code in CLASSES.items()]
    return small_build(
        builds_beside(home, *events) / "town.duckdb",
        unit=[*units, unit("old", unit="OLD", current_unit_id="u1")],
        unit_lineage=[
            {"predecessor_id": "old", "successor_id": "u1", "effective_on": day(2018, 7, 1), "event": "merge"},
            {"predecessor_id": "u1", "successor_id": "u2", "effective_on": day(2018, 7, 1), "event": "transfer"},
        ],
        survey_answer=[row for year in (2017, 2018, 2019) for name in CLASSES for row in share(year, name, 90, 100)],
        hotline=[*hotline(day(2019, 1, 1), received=100), *hotline(day(2019, 2, 1), received=120)],
    )


def row(at: int, on: str, what: str, scope: str = "city", code: str = "") -> str:
    return f"E{at},{on},{what},{scope},{code},b,t,,"


ALL = (
    row(1, "2018-03-01", "reform"),
    row(2, "2018-06-01", "new halls", "class", "service_heavy"),
    row(3, "2018-09-01", "moved house", "unit", "old"),
    row(4, "2019-01-10", "new form", "instrument", "survey"),
    row(5, "2019-02-10", "new line", "instrument", "hotline"),
    row(6, "2031-01-01", "in a year that no chart reaches"),
)


def marks(exhibit) -> list[tuple[str, str]]:
    """Numbers and hover texts of the events, in the order of the traces."""
    texts = [trace for trace in exhibit.figure.data if getattr(trace, "mode", "") == "text"]
    return [(text, hover) for trace in texts for text, hover in zip(trace.text, trace.hovertext, strict=True)]


def shown(build, name: str, **choices):
    return told(build, name, **choices)["en"]


def test_a_city_chart_marks_what_concerns_the_city_and_its_instrument(tmp_path):
    exhibit = shown(town(tmp_path, *ALL), "satisfaction_trend")
    assert [number for number, _ in marks(exhibit)] == ["①", "②"]
    assert "① 2018-03-01 reform" in exhibit.subtitle and "② 2019-01-10 new form" in exhibit.subtitle
    assert not any(word in exhibit.subtitle + exhibit.alt for word in ("new line", "halls", "house", "no chart"))


def test_a_choice_brings_the_events_of_its_class_and_unit(tmp_path):
    build = town(tmp_path, *ALL)
    assert "new halls" in shown(build, "satisfaction_trend", unit_class=("service_heavy",)).subtitle
    of_unit = shown(build, "satisfaction_trend", units=("u1",)).subtitle
    assert "new halls" in of_unit and "moved house" in of_unit  # a unit that merged is the one that continues it
    assert "new halls" not in shown(build, "satisfaction_trend", units=("u2",)).subtitle


def test_a_panel_marks_its_own_events_alone(tmp_path):
    build = town(tmp_path, *ALL)
    exhibit = shown(build, "satisfaction_multiples", trend_by="unit")
    of = {trace.xaxis: "".join(trace.text) for trace in exhibit.figure.data if trace.mode == "text"}
    assert of == {"x": "①②③④", "x2": "①④"}
    by_class = shown(build, "satisfaction_multiples", trend_by="class")
    assert "new halls" in by_class.subtitle and "moved house" not in by_class.subtitle


def test_both_sides_of_a_reorganisation_have_a_triangle_and_a_text(tmp_path):
    build = town(tmp_path)
    exhibit = shown(build, "satisfaction_multiples", trend_by="unit")
    triangles = {trace.xaxis: trace for trace in exhibit.figure.data if trace.marker.symbol == "triangle-up"}
    assert set(triangles) == {"x", "x2"}
    assert "took in OLD" in triangles["x"].hovertext[0] and "handed over functions to U2" in triangles["x"].hovertext[0]
    assert "took over functions from U1" in triangles["x2"].hovertext[0]
    assert triangles["x"].x[0] == year_place(day(2018, 7, 1)) == pytest.approx(2018, abs=0.01)
    assert "▲" in exhibit.subtitle
    by_class = shown(build, "satisfaction_multiples", trend_by="class")
    assert "▲" not in by_class.subtitle


def test_no_event_changes_a_figure(tmp_path):
    build = town(tmp_path)
    names = ("satisfaction_multiples", "satisfaction_trend", "series_changes")
    plain = {name: shown(build, name) for name in names}
    builds_beside(tmp_path, *ALL)
    for name, without in plain.items():
        marked = shown(build, name)
        assert_frame_equal(without.frame, marked.frame)
        assert without.finding == marked.finding
        assert len(marked.figure.data) > len(without.figure.data)


def test_a_new_event_is_marked_at_once_and_a_withdrawn_one_no_more(tmp_path):
    build = town(tmp_path, ALL[0])
    assert len(marks(shown(build, "satisfaction_trend"))) == 1
    builds_beside(tmp_path, *ALL)
    assert len(marks(shown(build, "satisfaction_trend"))) == 2
    builds_beside(tmp_path, ALL[0].replace(",t,,", ",t,b,t"))
    assert marks(shown(build, "satisfaction_trend")) == []


def test_months_mark_days_and_only_their_instrument(tmp_path):
    exhibit = shown(town(tmp_path, *ALL), "series_changes", series="hotline_received")
    assert [number for number, _ in marks(exhibit)] == ["①"]
    assert "new line" in exhibit.subtitle and "new form" not in exhibit.subtitle


def test_markup_in_a_text_is_no_markup_and_many_events_leave_the_last(tmp_path):
    many = [row(at, f"2018-{at:02}-01", f"<b>no {at}</b>") for at in range(1, 13)]
    exhibit = shown(town(tmp_path, *many), "satisfaction_trend")
    hover = "".join(text for _, text in marks(exhibit))
    assert "&lt;b&gt;no 12&lt;/b&gt;" in hover and "<b>no" not in hover
    assert "no 4<" not in exhibit.subtitle and "no 5<" in exhibit.subtitle
    assert "".join(number for number, _ in marks(exhibit)) == NUMBERS


def test_of_an_empty_choice_nothing_is_marked(tmp_path):
    exhibit = shown(town(tmp_path, *ALL), "satisfaction_multiples", year_from=1990, year_to=1991)
    assert exhibit.figure is None and exhibit.frame.is_empty()


def test_many_units_are_drawn_as_far_as_they_tell(demo_home):
    def drawn(**choices) -> pl.DataFrame:
        frame = told_of_demo(**choices).frame
        return frame.filter("drawn")

    telling = drawn(trend_by="unit")
    assert telling["unit_id"].n_unique() == 12
    chosen = drawn(trend_by="unit", units=tuple(telling["unit_id"].unique().sort()[:3]))
    assert chosen["unit_id"].n_unique() == 3
    every = drawn(trend_by="unit", units_shown="all")
    assert every["unit_id"].n_unique() > 80
    last = telling.filter(pl.col("year") == pl.col("year").max())
    moved = (last["change_lower"] > 0) | (last["change_upper"] < 0)
    assert moved.sum() >= 3  # those whose last change is more than chance come first
    assert told_of_demo(trend_by="unit").figure.layout.height < 700


def told_of_demo(**choices):
    return told(queries.build_file(), "satisfaction_multiples", **choices)["zh"]
