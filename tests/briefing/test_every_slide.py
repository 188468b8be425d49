"""Every exhibit of the demonstration build as a slide: its figures as the frame has them, its gaps."""

import polars as pl
import pytest
from pptx.oxml.ns import qn

import briefing
from exhibits import CATALOGUE
from exhibits.comparison.unit_case_mix import WIDEST
from tests.briefing.read_slides import (
    LANGUAGES,
    along,
    charts_of,
    made,
    row_texts,
    sheet_of,
    sheet_rows,
    slides_of,
    texts_of,
    values_of,
)
from tests.exhibits.demonstration import exhibit_of
from words import label, say

__all__ = ["made"]  # the fixture of opened

NO_SLIDE = {
    "coverage": "what has come in, for stewards; nobody is briefed with it",
}


def test_every_exhibit_with_a_figure_has_a_slide_or_a_reason(demo_home):
    drawn = {name for name in CATALOGUE if exhibit_of(name).figure is not None}
    assert drawn - set(briefing.SUPPORTED) == NO_SLIDE.keys()


DOTS = {
    "satisfaction_by_group": ("rate", "lower", "upper"),
    "satisfaction_by_unit": ("rate", "lower", "upper"),
    "unit_ranking": ("rank", "rank_lower", "rank_upper"),
    "unit_shrunk": ("shrunk", "lower", "upper"),
    "unit_case_mix": ("ratio", "ratio_lower", "ratio_upper"),
    "opinion_themes": ("rate", "lower", "upper"),
    "composite_scores": ("rank", "rank_best", "rank_worst"),
    "index_correlation": ("correlation", "lower", "upper"),
    "coupling": ("d", "d_lower", "d_upper"),
    "rectification_logrank": ("pace", "pace_lower", "pace_upper"),
}


def expected_dots(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    value, lower, upper = DOTS[name]
    if name == "coupling":
        frame = frame.filter(pl.col("formula") == "wang").sort(
            pl.col("unit_class").replace_strict({"service_heavy": 0, "service_light": 1, "party_mass": 2}, default=3),
            -pl.col("d"),
            "unit",
        )
    rows = frame.select(
        value=pl.col(value).cast(float), lower=pl.col(lower).cast(float), upper=pl.col(upper).cast(float)
    )
    if name == "opinion_themes":
        rows = rows * 100
    return rows.with_columns(pl.all().clip(0, WIDEST)) if name == "unit_case_mix" else rows


@pytest.mark.parametrize("name", DOTS)
def test_dots_and_their_limits_are_those_of_the_frame_and_what_is_suppressed_has_no_dot(made, name):
    exhibit, slides = made[name, "zh"]
    rows = expected_dots(name, exhibit.frame)
    assert along(slides, -1) == pytest.approx(rows["value"].drop_nulls().to_list())
    ends = rows.drop_nulls(["lower", "upper"])
    assert along(slides, 0) == pytest.approx([end for pair in ends.select("lower", "upper").rows() for end in pair])


@pytest.mark.parametrize(
    ("choice", "factor"),
    [((), 1), (("colour=dissatisfied_rate",), 10_000), (("colour=valid_n",), 1), (("basis=points",), 100)],
    ids=["rate", "per ten thousand", "count", "points"],
)
def test_the_map_is_a_row_for_each_place_with_its_value_and_limits(demo_home, choice, factor):
    exhibit = exhibit_of("division_map", *choice)
    slides = slides_of(exhibit)
    drawn = along(slides, -1)
    assert drawn == pytest.approx([value * factor for value in exhibit.frame["value"].drop_nulls()])
    words = [text for slide in slides for text in row_texts(slide)]
    assert set(exhibit.frame["zh"]) <= set(words)
    if "colour=valid_n" not in choice:
        ends = exhibit.frame.drop_nulls(["value", "lower", "upper"]).select("lower", "upper").rows()
        assert along(slides, 0) == pytest.approx([end * factor for pair in ends for end in pair])


def test_scores_without_intervals_have_dots_alone(made):
    exhibit, slides = made["index_by_unit", "zh"]
    assert {len(chart.plots[0].series) for chart in charts_of(slides)} == {1}
    assert along(slides, 0) == pytest.approx(exhibit.frame["score"].drop_nulls().to_list())


def test_a_suppressed_unit_has_its_row_without_a_dot(made):
    exhibit, slides = made["satisfaction_by_unit", "zh"]
    hidden = exhibit.frame.filter("suppressed")["unit"].to_list()
    words = [text for slide in slides for text in row_texts(slide)]
    points = {row[2] for chart in charts_of(slides) for row in sheet_rows(chart) if row[2]}
    assert hidden and words.count(say("exhibits.too_few", "zh")) == len(hidden)
    assert set(hidden) <= set(words) and not set(hidden) & points


def test_every_unit_of_a_long_exhibit_stands_on_one_of_its_slides_with_its_value(made):
    exhibit, slides = made["satisfaction_by_unit", "zh"]
    rates = dict(exhibit.frame.drop_nulls("rate").select("unit", "rate").iter_rows())
    dots = [
        {name: x for x, _, name in rows[[row[1] for row in rows].index("满意率") + 1 :]}
        for rows in map(sheet_rows, charts_of(slides))
    ]
    assert {unit: rate for part in dots for unit, rate in part.items()} == pytest.approx(rates)
    assert sum(map(len, dots)) == len(rates)
    spans = {(chart.category_axis.minimum_scale, chart.category_axis.maximum_scale) for chart in charts_of(slides)}
    assert len(slides) == 3 and len(spans) == 1


@pytest.mark.parametrize(("name", "column", "other"), [("satisfaction_by_unit", "A", "B"), ("unit_funnel", "B", "A")])
def test_in_the_worksheet_a_rate_is_a_percentage_and_a_count_or_height_is_not(made, name, column, other):
    sheet = sheet_of(charts_of(made[name, "zh"][1])[0])
    assert (sheet[f"{column}2"].number_format, sheet[f"{other}2"].number_format) == ("0.0%", "General")


LINES = {
    "satisfaction_trend": ("rate", "target", "lower", "upper"),
    "satisfaction_weighted": ("rate", "plain_rate", "target", "lower", "upper"),
    "rectification_backlog": ("backlog_open", "opened", "ended_n"),
    "series_signals": ("mean", "lower", "upper", "target", "value"),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_are_the_columns_of_the_frame(made, name):
    exhibit, slides = made[name, "zh"]
    (chart,) = charts_of(slides)
    for series, column in zip(chart.plots[0].series, LINES[name], strict=True):
        assert values_of(series) == pytest.approx(exhibit.frame[column].to_list()), column


def test_cohorts_are_a_line_for_each_day_and_the_limits_of_the_middle_one(made):
    exhibit, slides = made["rectification_cohorts", "zh"]
    (chart,) = charts_of(slides)
    days = exhibit.frame.partition_by("day", as_dict=True)
    expected = [days[day,]["closed_share"] for day in (60, 30, 90)]
    expected += [days[60,]["closed_lower"], days[60,]["closed_upper"]]
    for series, column in zip(chart.plots[0].series, expected, strict=True):
        assert values_of(series) == pytest.approx(column.to_list())


def test_the_curve_of_items_that_came_back_ends_where_the_frame_does(made):
    exhibit, slides = made["rectification_reopening", "zh"]
    (chart,) = charts_of(slides)
    last = exhibit.frame.row(-1, named=True)
    ends = [[y for y in values_of(series, "c:yVal") if y is not None][-1] for series in chart.plots[0].series]
    assert ends == pytest.approx([last["reopened_share"], last["lower"], last["upper"]])


def test_funnels_hold_every_shown_unit_each_class_in_its_panel(made):
    exhibit, slides = made["unit_funnel", "zh"]
    shown = exhibit.frame.filter(~pl.col("suppressed"))
    for chart, own in zip(charts_of(slides), shown.partition_by("unit_class", maintain_order=True), strict=True):
        units = list(chart.plots[0].series)[-1]
        assert values_of(units, "c:xVal") == own["valid_n"].to_list()
        assert values_of(units, "c:yVal") == pytest.approx(own["rate"].to_list())
        centre, lower, upper, *_ = chart.plots[0].series
        assert values_of(centre, "c:yVal") == pytest.approx([own["centre"][0]] * len(values_of(centre, "c:yVal")))
        assert all(low < high for low, high in zip(values_of(lower, "c:yVal"), values_of(upper, "c:yVal"), strict=True))
        assert label("unit_class", own["unit_class"][0], "zh") in chart.chart_title.text_frame.text


def test_linkage_has_a_dot_for_each_units_last_year_and_its_way_there(made):
    exhibit, slides = made["linkage", "zh"]
    (chart,) = charts_of(slides)
    dots, *others = chart.plots[0].series
    last = exhibit.frame.filter(pl.col("year") == pl.col("year").max())
    assert values_of(dots, "c:xVal") == pytest.approx(last["u1"].to_list())
    assert values_of(dots, "c:yVal") == pytest.approx(last["u2"].to_list())
    ways = {series.name: values_of(series, "c:yVal") for series in others[3:]}
    own = exhibit.frame.filter(pl.col("unit") == next(iter(ways)))
    assert ways[own["unit"][0]] == pytest.approx(own["u2"].to_list())
    assert set(texts_of(slides[0])) >= {label("quadrant", name, "zh") for name in ("both", "party", "business")}


def test_bars_are_the_counts_and_parts_of_the_frame(made):
    for name, columns in {
        "rectification_ageing": (pl.col("open") - pl.col("overdue"), pl.col("overdue")),
        "rectification_summary": ("closed", pl.col("open") - pl.col("overdue"), "overdue", "withdrawn"),
    }.items():
        exhibit, slides = made[name, "zh"]
        (chart,) = charts_of(slides)
        for series, column in zip(chart.plots[0].series, columns, strict=True):
            assert values_of(series) == exhibit.frame.select(column).to_series().to_list()


def test_the_parts_of_a_change_add_up_on_the_slide_as_well(made):
    exhibit, slides = made["satisfaction_decomposition", "zh"]
    (chart,) = charts_of(slides)
    rate, mix = (values_of(series) for series in chart.plots[0].series)
    assert sum(rate) + sum(mix) == pytest.approx(exhibit.frame["change"][0] * 100)
    assert rate[:14] == pytest.approx((exhibit.frame["rate"][:14] * 100).to_list())


def test_rates_of_all_items_stand_side_by_side(made):
    exhibit, slides = made["rectification_on_time", "zh"]
    row = exhibit.frame.row(0, named=True)
    rates = ("finish_rate", "closure_rate", "on_time_rate", "overdue_rate", "extension_rate")
    assert along(slides, -1) == pytest.approx([row[rate] for rate in rates])
    exhibit, slides = made["rectification_duration", "zh"]
    row = exhibit.frame.row(0, named=True)
    days = ("median_days", "q90_days", "mean_days", "closed_mean_days")
    assert along(slides, -1) == pytest.approx([row[each] for each in days])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_headline_is_a_card_for_each_figure(made, lang):
    exhibit, (slide,) = made["headline", lang]
    cards = [tuple(text.split("\n")) for text in texts_of(slide) if "\n" in text]
    shown = exhibit.frame.rows(named=True)
    judged = [" · ".join(filter(None, (row["target"], row["verdict"]))) for row in shown]
    assert cards == [
        (row["value"], row["label"], said, row["change"], row["interval"])
        for row, said in zip(shown, judged, strict=True)
    ]


def test_units_that_need_attention_are_a_table_over_as_many_slides_as_it_takes(made):
    exhibit, slides = made["attention", "zh"]
    tables = [shape.table for slide in slides for shape in slide.shapes if shape.has_table]
    rows = [tuple(cell.text for cell in row.cells) for table in tables for row in list(table.rows)[1:]]
    calls = exhibit.frame.to_dicts()
    expected = {
        call["unit_id"]: (
            call["unit"],
            label("unit_class", call["unit_class"], "zh"),
            f"{call['attention_score']:.1f}",
            "；".join(f"{own['reason']}：{own['what']}" for own in calls if own["unit_id"] == call["unit_id"]),
        )
        for call in calls
    }
    assert rows == list(expected.values())


CHOICES = (
    ("rectification_summary", "group_by=unit"),
    ("rectification_closure", "group_by=category"),
    ("rectification_closure", "competing=withdrawn"),
    ("rectification_reopening", "group_by=round"),
    ("rectification_duration", "group_by=source"),
    ("rectification_on_time", "group_by=unit"),
    ("rectification_quality", "group_by=round"),
    ("rectification_logrank", "group_by=category"),
    ("rectification_cohorts", "cohort=quarter"),
    ("satisfaction_decomposition", "split_by=group"),
    ("satisfaction_weighted", "basis=points"),
    ("satisfaction_by_unit", "basis=points"),
    ("unit_funnel", "unit_class=service_heavy"),
    ("unit_funnel", "basis=points"),
    ("unit_ranking", "span=three"),
    ("linkage", "units=A01,A02"),
    ("series_signals", "series=rectification_opened"),
    ("headline", "basis=points"),
)


@pytest.mark.parametrize("choice", CHOICES, ids=" ".join)
def test_what_a_reader_can_choose_becomes_a_slide_too(demo_home, choice):
    exhibit = exhibit_of(*choice)
    slides = slides_of(exhibit)
    cards = any("\n" in text for text in texts_of(slides[0]))
    drawn = cards if exhibit.id == "headline" else bool(charts_of(slides))
    assert drawn == (exhibit.figure is not None or exhibit.id == "headline")
    assert slides[0].shapes.title.text_frame.text == exhibit.finding


def test_signals_of_a_control_chart_are_diamonds_and_no_other_point_is(demo_home):
    exhibit = exhibit_of("series_signals", "series=rectification_opened")
    (chart,) = charts_of(slides_of(exhibit))
    *_, value = chart.plots[0].series
    marked = {
        int(point.find(qn("c:idx")).get("val"))
        for point in value._element.findall(qn("c:dPt"))
        if point.find(f"{qn('c:marker')}/{qn('c:symbol')}").get("val") == "diamond"
    }
    assert marked
    assert marked == {at for at, rule in enumerate(exhibit.frame["rule"]) if rule is not None}


def test_where_a_scale_changed_the_weighted_lines_are_cut_and_the_cut_is_drawn(made):
    exhibit, (slide,) = made["satisfaction_weighted", "zh"]
    (at,) = [place for place, broken in enumerate(exhibit.frame["break_before"]) if broken]
    (chart,) = charts_of([slide])
    for series in (each for each in chart.plots[0].series if "目标线" not in each.name):
        line = series._element.xpath(f"c:dPt[c:idx/@val='{at}']/c:spPr/a:ln/a:noFill")
        assert line, series.name
    assert "量表变更，前后不可比" in texts_of(slide)
