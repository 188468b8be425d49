"""A series between its control limits."""

import polars as pl

from briefing.plan import Plan, Series, Sign
from briefing.plans.lines import at_end, target
from exhibits.phrasing import PERCENT
from exhibits.services.series_signals import BETTER, MARKS, UNITS, scale
from words import label, say


def series_signals(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By period: the value, its mean and control limits; a diamond for a signal, red if it is for the worse."""
    last = frame.row(-1, named=True)
    written, worse = scale(last["series"]), "low" if BETTER.get(last["series"]) == "higher" else ""
    signs: dict[int, Sign] = {
        at: "below" if direction == worse else "signal"
        for at, (rule, direction) in enumerate(frame.select("rule", "direction").iter_rows())
        if rule is not None
    }
    words = {name: say(f"exhibits.line.{name}", lang, value=written.value(last[name], lang))
             for name in ("mean", "lower", "upper")}  # fmt: skip
    lines = [
        Series(say(f"briefing.series.control.{name}", lang), frame[name].to_list(),
               "centre" if name == "mean" else "limit", words=at_end(frame[name], word))
        for name, word in words.items()
    ]  # fmt: skip
    name = label("series", last["series"], lang)
    measure = name if written is PERCENT else say(f"briefing.counted.{UNITS[last['series']]}", lang, measure=name)
    return [
        Plan(
            "line",
            [*lines, *target(frame, lang), Series(name, frame["value"].to_list(), signs=signs)],
            measure,
            label("period_kind", last["period_kind"], lang),
            [],
            "0.0%" if written is PERCENT else "0",
            days=frame["period"].to_list(),
            note=_answers(last, lang),
        )
    ]


def _answers(last: dict, lang: str) -> str:
    """The two results of the chart, one line each: question, mark and word."""
    return "\n".join(
        say(f"exhibits.icon.{name}", lang, mark=MARKS[last[name]], answer=label(name, last[name], lang))
        for name in ("variation", "assurance")
        if last[name]
    )


PLANS = (series_signals,)
