"""Slides of small multiples and of months against months: native charts with the values of the frame."""

import pytest

from exhibits.services.series_changes import FARTHEST
from tests.briefing.read_slides import charts_of, slides_of, values_of
from tests.exhibits.demonstration import exhibit_of


def test_small_multiples_are_small_charts_with_the_frame_s_values_on_one_scale(demo_home):
    exhibit = exhibit_of("satisfaction_multiples", "trend_by=unit")
    slides = slides_of(exhibit)
    drawn = exhibit.frame.filter("drawn").partition_by("title", maintain_order=True)
    charts = charts_of(slides)
    assert len(charts) == len(drawn) == 12 and len(slides) == 2
    for chart, own in zip(charts, drawn, strict=True):
        assert chart.chart_title.text_frame.text.startswith(own["title"][0])
        years = own.sort("year")
        lines = {series.name: values_of(series) for series in chart.plots[0].series}
        known = dict(zip([str(year) for year in years["year"]], years["rate"], strict=True))
        assert lines["满意率"] == pytest.approx([known.get(year) for year in chart.plots[0].categories])
    assert len({(chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) for chart in charts}) == 1


def test_every_panel_of_classes_and_groups_has_its_chart(demo_home):
    for by, n in (("class", 4), ("group", 6)):
        assert len(charts_of(slides_of(exhibit_of("satisfaction_multiples", f"trend_by={by}")))) == n


@pytest.mark.parametrize("series", ["hotline_received", "hotline_satisfaction_rate", "rectification_opened"])
def test_changes_of_months_are_the_columns_of_the_frame(demo_home, series):
    exhibit = exhibit_of("series_changes", f"series={series}")
    whole, *changes = charts_of(slides_of(exhibit))
    of, kind, times = ("change", "rate", 100) if series.endswith("rate") else ("growth", "value", 1)
    farthest = FARTHEST if of == "growth" else None
    assert values_of(whole.plots[0].series[0]) == pytest.approx(exhibit.frame[kind].to_list())
    for chart, against in zip(changes, ("yoy", "pop"), strict=True):
        for drawn, end in zip(chart.plots[0].series, ("", "_lower", "_upper"), strict=True):
            expected = (exhibit.frame[f"{of}_{against}{end}"] * times).clip(upper_bound=farthest).to_list()
            assert values_of(drawn) == pytest.approx(expected), (against, end)
