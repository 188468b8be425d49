"""The plan of dots: one row for each compared item, with its value and limits."""

from collections.abc import Sequence

import polars as pl

from briefing.plan import Plan, Series, Sign
from briefing.plans.lines import target, where
from exhibits.phrasing import Scale
from words import say


def dots(
    rows: pl.DataFrame,
    lang: str,
    *,
    measure: str,
    value: str,
    names: Sequence[str],
    written: Scale,
    ends: tuple[str, str] | None = ("lower", "upper"),
    ends_said: str = "",
    absent: str = "",
    marks: Sequence[str] | None = None,
    headings: Sequence[str | None] = (),
    hollow: pl.Series | None = None,
    below: pl.Series | None = None,
    line: Series | None = None,
) -> Plan:
    """One row of the chart per row of the frame, the first on top. A suppressed value shows the word `absent`.

    `ends`: the columns of the limits, None if there are none. `ends_said`: the name of the limits, default a 95 %
    interval. `marks`: the words at the right, default the values as `written`. `line`: a target, default the frame's.
    """
    values = rows[value].cast(pl.Float64).to_list()
    aims = [line] if line else target(rows, lang)
    (aim, *_) = [each.values[0] for each in aims] or [None]
    said = marks or [written.value(each, lang, aim) for each in values]
    signs: dict[int, Sign] = dict.fromkeys(where(below), "below") if below is not None else {}
    intervals = []
    if ends:
        lows, highs = (rows[end].cast(pl.Float64).to_list() for end in ends)
        intervals = [Series(ends_said or say("briefing.series.interval", lang), lows, "interval", highs=highs)]
    main = Series(measure, values, hollow=where(hollow) if hollow is not None else (), signs=signs)
    return Plan(
        "dots",
        [*intervals, *aims, main],  # the last one is drawn on top
        measure,
        "",
        list(names),
        f"{0:.{written.digits}f}" + ("%" if written.name == "percent" else ""),
        marks=tuple(absent if each is None else word for each, word in zip(values, said, strict=True)),
        sections=tuple(heading or "" for heading in headings) if any(headings) else (),
        toned=tuple(place % 2 == 0 for place in pl.Series(list(headings)).rle_id()) if any(headings) else (),
    )


def too_few(lang: str) -> str:
    return say("exhibits.too_few", lang)
