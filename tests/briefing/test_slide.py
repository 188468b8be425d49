"""A slide says what its exhibit says: equal words, numbers that read back from the chart, fonts for both scripts."""

import dataclasses
import io
import subprocess

import openpyxl
import polars as pl
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn

import briefing
from tests.briefing.made_slides import BY_UNIT, CLOSURE, FRAMES, TREND, chart_of, exhibit, slide_of


def test_words_on_the_slide_are_the_exhibits():
    made = exhibit("satisfaction_trend")
    slide = slide_of(made)
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert slide.shapes.title.text_frame.text == made.finding
    assert texts == [made.finding, made.subtitle, "量表变更，前后不可比", made.footer]


def test_slide_is_16_to_9():
    deck = Presentation(io.BytesIO(briefing.slide_bytes(exhibit("satisfaction_trend"), "zh")))
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=1e-3)


def test_trend_reads_back_with_gaps_target_and_limits():
    (plot,) = chart_of(slide_of(exhibit("satisfaction_trend"))).plots
    read = {series.name: tuple(series.values) for series in plot.series}
    assert list(plot.categories) == ["2017", "2018", "2019", "2020", "2021", "2022"]
    assert read == {
        "满意率": (0.944, 0.946, None, 0.951, None, 0.949),
        "目标线 94%": (0.94,) * 6,
        "95%区间下限": (0.940, 0.942, None, 0.947, None, 0.945),
        "95%区间上限": (0.948, 0.950, None, 0.955, None, 0.953),
    }


def test_a_suppressed_year_is_a_gap_not_a_zero():
    chart = chart_of(slide_of(exhibit("satisfaction_trend")))
    assert chart._chartSpace.chart.find(qn("c:dispBlanksAs")).get("val") == "gap"


def test_a_changed_scale_breaks_the_line():
    (plot,) = chart_of(slide_of(exhibit("satisfaction_trend"))).plots
    (point,) = [p for p in plot.series[0]._element.findall(qn("c:dPt")) if p.find(qn("c:spPr")) is not None]
    assert point.find(qn("c:idx")).get("val") == "3"
    assert point.find(f"{qn('c:spPr')}/{qn('a:ln')}/{qn('a:noFill')}") is not None


def test_a_dotted_line_stands_exactly_between_the_two_years_that_are_not_compared():
    slide = slide_of(exhibit("satisfaction_trend"))
    (line,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.LINE]
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    x, width = (
        float(frame.chart._chartSpace.find(f".//{qn('c:manualLayout')}/{qn(tag)}").get("val")) for tag in ("c:x", "c:w")
    )
    assert line.left == pytest.approx(frame.left + frame.width * (x + width * 3 / 6), abs=1000)


def test_demonstration_data_say_so_in_a_place_of_their_own():
    made = dataclasses.replace(exhibit("satisfaction_trend"), footer="示例数据 · 来源：评议")
    assert "示例数据" in [shape.text_frame.text for shape in slide_of(made).shapes if shape.has_text_frame]


def test_chart_keeps_its_worksheet_so_that_it_can_be_edited():
    chart = chart_of(slide_of(exhibit("satisfaction_trend")))
    assert chart.part.chart_workbook.xlsx_part is not None


def test_axis_that_does_not_start_at_zero_says_so():
    axis = chart_of(slide_of(exhibit("satisfaction_trend"))).value_axis
    assert axis.minimum_scale == pytest.approx(0.935)
    assert "93.5%" in axis.axis_title.text_frame.text


def test_alt_text_describes_the_chart():
    made = exhibit("satisfaction_trend")
    (frame,) = [shape for shape in slide_of(made).shapes if shape.has_chart]
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == made.alt


@pytest.mark.parametrize("name", FRAMES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_run_and_chart_text_names_an_east_asian_face(name, lang):
    slide = slide_of(exhibit(name), lang)
    charts = [shape.chart._chartSpace for shape in slide.shapes if shape.has_chart]
    for tree in (slide._element, *charts):
        runs = list(tree.iter(qn("a:rPr"), qn("a:defRPr")))
        assert runs
        assert all(run.find(qn("a:ea")).get("typeface") for run in runs)
    assert all(run.find(qn("a:rPr")) is not None for run in slide._element.iter(qn("a:r")))


def xy_of(series) -> list[tuple[float | None, float | None]]:
    """The points of a series that has two numbers a point; blanks are None."""
    sides = []
    for tag in ("c:xVal", "c:yVal"):
        cache = series._element.find(f"{qn(tag)}/{qn('c:numRef')}/{qn('c:numCache')}")
        values = {int(p.get("idx")): float(p.find(qn("c:v")).text) for p in cache.findall(qn("c:pt"))}
        sides.append([values.get(at) for at in range(int(cache.find(qn("c:ptCount")).get("val")))])
    return list(zip(*sides, strict=True))


def test_groups_are_dots_of_the_last_year_with_their_limits_as_lines_through_them():
    (plot,) = chart_of(slide_of(exhibit("satisfaction_by_group"))).plots
    interval, target, dots = plot.series
    assert [series.name for series in plot.series] == ["95%区间", "目标线 94%", "满意率"]
    assert xy_of(dots) == [(0.95, 1.5), (0.93, 0.5)]
    assert xy_of(interval) == [(0.94, 1.5), (0.96, 1.5), (None, None), (0.91, 0.5), (0.95, 0.5), (None, None)]
    assert xy_of(target)[:2] == [(0.94, 0.0), (0.94, 2.0)]


def test_names_and_figures_of_dots_stand_on_the_height_of_their_rows():
    slide = slide_of(exhibit("satisfaction_by_group"))
    (rows,) = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.GROUP]
    boxes = {shape.text_frame.text: shape for shape in rows.shapes}
    assert list(boxes) == ["市民代表", "95.0%", "企业代表", "93.0%"]
    assert boxes["市民代表"].top == boxes["95.0%"].top < boxes["企业代表"].top == boxes["93.0%"].top


def test_few_answers_are_hollow_and_what_misses_the_line_is_a_red_diamond():
    (plot,) = chart_of(slide_of(exhibit("satisfaction_by_group"))).plots
    (point,) = plot.series[2]._element.findall(qn("c:dPt"))
    marker = point.find(qn("c:marker"))
    (fill, outline) = marker.iter(qn("a:srgbClr"))
    assert point.find(qn("c:idx")).get("val") == "1"
    assert (marker.find(qn("c:symbol")).get("val"), fill.get("val"), outline.get("val")) == (
        "diamond",
        "FFFFFF",
        "B33A2B",
    )


def test_the_worksheet_behind_dots_names_each_point():
    chart = chart_of(slide_of(exhibit("satisfaction_by_group")))
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[2]]
    assert rows == [
        (0.94, 1.5, "市民代表"),
        (0.96, 1.5, "市民代表"),
        (0.91, 0.5, "企业代表"),
        (0.95, 0.5, "企业代表"),
        (0.95, 1.5, "市民代表"),
        (0.93, 0.5, "企业代表"),
    ]


def test_opinions_are_shown_per_100_forms_over_all_channels():
    (plot,) = chart_of(slide_of(exhibit("opinion_trend"))).plots
    assert tuple(plot.series[0].values) == pytest.approx((12.0, 10.0))


def test_points_are_never_called_a_rate_nor_shown_as_percent():
    points = TREND.with_columns(satisfied_n=pl.lit(None, pl.Int64), target=pl.lit(None, pl.Float64))
    (plot,) = chart_of(slide_of(exhibit("satisfaction_trend", points))).plots
    assert plot.series[0].name == "测评得分"
    assert plot.series[0].values[0] == pytest.approx(94.4)


def test_each_index_has_a_chart_of_its_own_with_a_gap_where_it_has_no_year():
    charts = [shape.chart for shape in slide_of(exhibit("index_trend")).shapes if shape.has_chart]
    pioneer, brand = ({series.name: tuple(series.values) for series in chart.plots[0].series} for chart in charts)
    assert [chart.chart_title.text_frame.text[:4] for chart in charts] == ["先锋指数", "品牌指数"]
    assert pioneer["均值"] == (80.0, None, 81.0)
    assert brand == {"均值": (76.5,), "中位数": (77.0,), "下四分位": (70.0,), "上四分位": (80.0,)}


def test_closure_curve_is_a_stair():
    (plot,) = chart_of(slide_of(exhibit("rectification_closure"))).plots
    curve = plot.series[0]
    days = [float(day.text) for day in curve._element.findall(f".//{qn('c:xVal')}//{qn('c:v')}")]
    corners = list(zip(days, curve.iter_values(), strict=True))
    assert corners == [(0, 1.0), (10, 1.0), (30, 1.0), (30, 0.6), (60, 0.6), (60, 0.25)]


def test_where_withdrawals_compete_the_slide_draws_what_its_title_says():
    ended = CLOSURE.with_columns(
        closed_share=pl.Series([0.0, 0.3, 0.7]), withdrawn_share=pl.Series([0.0, 0.1, 0.1]),
        closed_lower=pl.Series([0.0, 0.2, 0.6]), closed_upper=pl.Series([0.0, 0.4, 0.8]),
    )  # fmt: skip
    (plot,) = chart_of(slide_of(exhibit("rectification_closure", ended))).plots
    read = {series.name: list(series.iter_values()) for series in plot.series}
    assert list(read) == ["累计销号比例", "累计撤销比例", "95%区间下限", "95%区间上限"]
    assert (read["累计销号比例"][0], read["累计销号比例"][-1], read["累计撤销比例"][-1]) == (0.0, 0.7, 0.1)


def test_of_many_curves_the_first_six_are_drawn_and_named_in_a_legend():
    chart = chart_of(slide_of(exhibit("rectification_closure", BY_UNIT)))
    assert chart.has_legend
    assert [series.name for series in chart.plots[0].series] == [f"单位{n}" for n in range(6)]


@pytest.mark.parametrize("name", FRAMES)
def test_nothing_to_show_is_said_not_drawn(name):
    slide = slide_of(exhibit(name, FRAMES[name].clear()))
    assert not any(shape.has_chart for shape in slide.shapes)
    assert "所选范围内没有可显示的数据" in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def test_slide_renders(tmp_path):
    file = tmp_path / "slide.pptx"
    file.write_bytes(briefing.slide_bytes(exhibit("satisfaction_trend"), "zh"))
    profile = f"-env:UserInstallation=file://{tmp_path}/office"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert file.with_suffix(".pdf").stat().st_size > 5000
