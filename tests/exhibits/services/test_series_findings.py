"""Series, composites and couplings in words: what may be said, what is refused and why."""

import datetime

import polars as pl
import pytest

from tests.exhibits.answered_frames import shown
from words import LANGUAGES


def points(values: list[float], series="hotline_on_time_rate", kind="month", n=None, target=None) -> pl.DataFrame:
    days = [datetime.date(2018 + at // 12, at % 12 + 1, 1) for at in range(len(values))]
    if kind == "year":
        days = [datetime.date(2010 + at, 1, 1) for at in range(len(values))]
    schema = {"series": pl.String, "period_kind": pl.String, "period": pl.Date, "value": pl.Float64, "n": pl.Int64,
              "target": pl.Float64, "reported_by": pl.String, "suppressed": pl.Boolean}  # fmt: skip
    rows = [(series, kind, day, value, n, target, "city", False) for day, value in zip(days, values, strict=True)]
    return pl.DataFrame(rows, schema=schema, orient="row")


CALM = [0.96, 0.97, 0.96, 0.98, 0.96, 0.97, 0.95, 0.97, 0.96, 0.97, 0.96, 0.97]
LOWER = [value - 0.05 for value in CALM]


@pytest.mark.parametrize(
    ("values", "target", "finding"),
    [
        (CALM, None, "12345按时办结率无异常信号"),
        (CALM, 0.5, "12345按时办结率无异常信号，能稳定达到50%"),
        ([*CALM, 0.80], None, "12345按时办结率有转差信号"),
        ([*LOWER, 0.99], None, "12345按时办结率有好转信号"),
    ],
)
def test_a_change_is_said_only_where_a_rule_says_it(values, target, finding):
    exhibit = shown("series_signals", points(values, target=target))
    assert exhibit.finding == finding
    assert (exhibit.frame["rule"][-1] is None) == ("无异常信号" in finding)


@pytest.mark.parametrize(
    ("target", "assurance", "said"),
    [(0.8, "pass", "reaches 80% reliably"), (0.97, "fail", "can't reach 97%"), (0.91, "uncertain", "may or may not")],
)
def test_whether_a_target_is_reached_hangs_on_the_limits(target, assurance, said):
    exhibit = shown("series_signals", points(LOWER, target=target), lang="en")
    assert exhibit.frame["assurance"].unique().to_list() == [assurance]
    assert said in exhibit.finding


def test_more_requests_are_neither_better_nor_worse():
    exhibit = shown("series_signals", points([*[700.0, 710, 695] * 5, 900.0], series="hotline_received"))
    assert exhibit.finding == "12345受理量近期异常偏高"
    assert exhibit.frame["assurance"].null_count() == exhibit.frame.height


def test_a_share_of_known_n_has_the_limits_of_p_prime():
    exhibit = shown("series_signals", points(CALM, n=400))
    assert "P′" in exhibit.footer
    assert "2.66" in shown("series_signals", points(CALM)).footer


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_yearly_series_is_refused_with_the_reason(lang):
    exhibit = shown("series_signals", points(CALM, "satisfaction_rate", "year", 1000), lang=lang)
    assert exhibit.figure is None and "mean" not in exhibit.frame.columns
    assert exhibit.finding == {"zh": "年度数据不画控制限", "en": "No control limits on a yearly series"}[lang]
    assert {"zh": "一年一个点，点数太少", "en": "one point a year is too few"}[lang] in exhibit.subtitle


def test_eleven_points_are_refused_and_twelve_are_not():
    assert shown("series_signals", points(CALM[:11])).finding == "不足12个点，不画控制限"
    assert shown("series_signals", points(CALM)).figure is not None


def test_the_wanted_series_is_shown_and_months_go_before_weeks():
    months, weeks = points(CALM), points([0.5] * 20, kind="week")
    other = points([3.0, 4] * 8, "rectification_opened")
    both = pl.concat([months, weeks, other])
    assert shown("series_signals", both).frame["period_kind"].unique().to_list() == ["month"]
    assert shown("series_signals", both, series="rectification_opened").frame.height == 16
