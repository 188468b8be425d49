"""The events that stewards noted, as marks of charts over time: which ones a chart shows, where, and in which words.

Marks and words only: no figure depends on an event.
"""

import datetime
from collections.abc import Mapping, Sequence

import polars as pl

from charts.theme import plain, wrapped
from exhibits.setting import Setting
from words import label

NOTED = "noted_events"  # the question
NUMBERS = "\u2460\u2461\u2462\u2463\u2464\u2465\u2466\u2467"  # 1 to 8 in circles: a chart marks the last ones
HOVER_WIDTH = 70  # half-width places
WORDS_OF = {"class": "unit_class", "instrument": "instrument"}  # scope → the list of its codes
TEXTS = dict.fromkeys(("what", "number", "hover"), pl.String)
MARKS = pl.Schema({"day": pl.Date, "at": pl.Float64} | TEXTS | {"panels": pl.List(pl.String)})


def noted(
    setting: Setting,
    instrument: str,
    first: datetime.date,
    last: datetime.date,
    panels: Mapping[str, Sequence[str | None]] | None = None,
) -> pl.DataFrame:
    """The events that a chart of an instrument marks, oldest first, with the columns of `charts.event_marks`.

    Those of the city, of the instrument, and of the classes and units that the reader chose or that have a panel of
    their own. first, last: the days that the chart reaches to. panels: name → the codes of its class and its unit.
    """
    chosen = _chosen(setting)
    shown = []
    for event in setting.frames[NOTED].filter(pl.col("day").is_between(first, last)).iter_rows(named=True):
        code = event["code"]
        own = [name for name, codes in (panels or {}).items() if code in codes] if code else []
        everywhere = event["scope"] == "city" or (event["scope"], code) == ("instrument", instrument)
        if everywhere or own or code in chosen:
            shown.append((event, own or None))
    marks = [
        (event["day"], year_place(event["day"]), event["what"], number, _hover(event, number, setting), own)
        for (event, own), number in zip(shown[-len(NUMBERS) :], NUMBERS, strict=False)
    ]
    return pl.DataFrame(marks, schema=MARKS, orient="row")


def noted_in_years(
    setting: Setting,
    instrument: str,
    years: tuple[int, int] | None,
    panels: Mapping[str, Sequence[str | None]] | None = None,
) -> pl.DataFrame:
    """The events of whole years."""
    first, last = years or (1, 1)
    return noted(setting, instrument, datetime.date(first, 1, 1), datetime.date(last, 12, 31), panels)


def year_place(day: datetime.date) -> float:
    """The place of a day on an axis of years, where a year reaches half a year to both sides of its number."""
    return day.year - 0.5 + (day.timetuple().tm_yday - 1) / 366


def event_notes(events: pl.DataFrame, setting: Setting) -> list[str]:
    """The texts of the marks, for the subtitle: slides and screen readers have them too."""
    return [
        setting.say("note.event", **event) for event in events.select("number", "day", "what").iter_rows(named=True)
    ]


def _chosen(setting: Setting) -> set[str]:
    """The classes and units that the reader chose, and the classes of these units."""
    units = setting.frames["unit_list"].filter(pl.col("unit_id").is_in(setting.selection.units))
    return {*setting.selection.units, *setting.selection.unit_class, *units["unit_class"].drop_nulls()}


def _hover(event: dict, number: str, setting: Setting) -> str:
    """Number, day and what it concerns, then the text."""
    scope, code, lang = event["scope"], event["code"], setting.lang
    concerns = label(WORDS_OF[scope], code, lang) if scope in WORDS_OF else label("event_scope", scope, lang)
    if scope == "unit":
        names = dict(setting.frames["unit_list"].select("unit_id", "unit").iter_rows())
        concerns = names.get(code, concerns)
    head = setting.say("hover.event", number=number, day=event["day"], concerns=concerns)
    lines = wrapped(event["what"], HOVER_WIDTH).split("<br>")
    return "<br>".join(plain(line) for line in (head, *lines))
