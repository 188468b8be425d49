"""What the plans of dots share: a row for each thing that is compared, its value between its limits."""

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
    """A row of the frame, a row of the chart, the first on top; a value that is not shown has the word `absent`.

    `ends`: the columns of the limits, None where there are none; `ends_said`: their name, else a 95 % interval.
    `marks`: the words at the right, else the values as `written`. `line`: a target; else the frame's own, if any.
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
        [*intervals, *aims, main],  # what is drawn last lies on top
        measure,
        "",
        list(names),
        "0.0%" if written.name == "percent" else "0" if written.digits == 0 else "0." + "0" * written.digits,
        marks=tuple(absent if each is None else word for each, word in zip(values, said, strict=True)),
        sections=tuple(heading or "" for heading in headings) if any(headings) else (),
        toned=tuple(place % 2 == 0 for place in pl.Series(list(headings)).rle_id()) if any(headings) else (),
    )


def too_few(lang: str) -> str:
    return say("exhibits.too_few", lang)
