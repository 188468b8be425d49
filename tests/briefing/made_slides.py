"""Slides of exhibits made from frames given by hand."""

import io

import polars as pl
from pptx import Presentation

import briefing
from exhibits.exhibit import Exhibit

TREND = pl.DataFrame(
    {
        "year": [2017, 2018, 2020, 2021, 2022],
        "satisfied_n": [944, 946, 951, None, 949],
        "rate": [0.944, 0.946, 0.951, None, 0.949],
        "lower": [0.940, 0.942, 0.947, None, 0.945],
        "upper": [0.948, 0.950, 0.955, None, 0.953],
        "suppressed": [False, False, False, True, False],
        "break_before": [False, False, True, False, False],
        "target": [0.94] * 5,
    }
)
GROUPS = pl.DataFrame(
    {
        "year": [2021, 2022, 2022],
        "group": ["residents", "residents", "enterprises"],
        "satisfied_n": [90, 95, 93],
        "valid_n": [100, 100, 20],
        "verdict": ["met", "met", "not_met"],
        "rate": [0.90, 0.95, 0.93],
        "lower": [0.89, 0.94, 0.91],
        "upper": [0.91, 0.96, 0.95],
        "break_before": [False] * 3,
        "target": [0.94] * 3,
    }
)
OPINIONS = pl.DataFrame(
    {
        "year": [2017, 2017, 2018],
        "channel": ["all", "paper", "all"],
        "rate": [0.12, 0.2, 0.1],
        "lower": [0.11, 0.1, 0.09],
        "upper": [0.13, 0.3, 0.11],
        "break_before": [False] * 3,
    }
)
INDICES = pl.DataFrame(
    {
        "year": [2019, 2021, 2020],
        "index": ["pioneer", "pioneer", "brand"],
        "mean": [80.0, 81.0, 76.5],
        "median": [80.5, 81.5, 77.0],
        "q1": [70.0, 71.0, 70.0],
        "q3": [85.0, 86.0, 80.0],
        "break_before": [False] * 3,
    }
)
CLOSURE = pl.DataFrame(
    {
        "group": ["all"] * 3,
        "group_name": ["全部问题"] * 3,
        "day": [10, 30, 60],
        "open_share": [1.0, 0.6, 0.25],
        "lower": [1.0, 0.5, 0.2],
        "upper": [1.0, 0.7, 0.3],
    }
)
BY_UNIT = pl.concat([CLOSURE.with_columns(group=pl.lit(f"U{n}"), group_name=pl.lit(f"单位{n}")) for n in range(8)])
FRAMES = {
    "satisfaction_trend": TREND,
    "satisfaction_by_group": GROUPS,
    "opinion_trend": OPINIONS,
    "index_trend": INDICES,
    "rectification_closure": CLOSURE,
}


def exhibit(name: str, frame: pl.DataFrame | None = None) -> Exhibit:
    """An exhibit of a frame; one whose frame is empty has nothing to draw, as those of the catalogue."""
    frame = FRAMES[name] if frame is None else frame
    return Exhibit(
        id=name,
        frame=frame,
        figure=None if frame.is_empty() else "drawn",
        finding="满意率持平，门窗服务有升有降",
        subtitle="总体满意率 · 2017–2022 · 全部单位",
        footer="来源：示例数据 · 有效回答 10 000 · 95%区间",
        alt="折线图，2017 年 94.4%",
    )


def slide_of(made: Exhibit, lang: str = "zh"):
    (slide,) = Presentation(io.BytesIO(briefing.slide_bytes(made, lang))).slides
    return slide


def chart_of(slide):
    (frame,) = [shape for shape in slide.shapes if shape.has_chart]
    return frame.chart
