"""Is a monthly series up or down on the same month of the year before, and on the month before?"""

import datetime
from dataclasses import replace

import polars as pl

from charts.time_panels import Panel, over_time
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.noted_events import NOTED, event_notes, noted
from exhibits.phrasing import COUNT, PERCENT, RELATIVE, Scale
from exhibits.rectification.ledger_scope import SCOPE
from exhibits.selection import Selection
from exhibits.services.bulletins import BULLETINS, REPORTS, source_note, source_of
from exhibits.services.ratings import FINE, RATINGS
from exhibits.services.series_signals import SOURCE_RECORDS as HOTLINE_AND_ITEMS
from exhibits.services.series_signals import UNITS
from exhibits.setting import ASKED, Setting
from inference.count_ratios import with_ratio_limits
from inference.multiplicity import widened
from words import label

MONTHS = 24  # shown, the last ones
AGAINST = {"yoy": "year", "pop": "month"}  # year on year, period on period
SOURCES = {"rectification": "ledger", "service": "rating"}  # first word of a series → source; else the hotline's
INSTRUMENTS = {"rating": "service_rating", REPORTS: BULLETINS}  # source → instrument of events, where they differ
ORDER = ("hotline_received", "hotline_on_time_rate", "hotline_satisfaction_rate", "service_rating_rate",
         "rectification_opened", "rectification_closed")  # fmt: skip
HALF_A_MONTH = datetime.timedelta(days=15)
FARTHEST = 2.0  # a relative change beyond it is drawn at the edge


def make(frames: Frames, selection: Selection) -> Exhibit:
    every_series = frames["series_changes"]
    name = next(iter(each for each in (selection.series, *monthly(every_series)) if each in every_series["series"]), "")
    own = every_series.filter(pl.col("series") == name)
    source = SOURCES.get(name.split("_")[0]) or source_of(own)
    setting = Setting("series_changes", frames, selection, source, SCOPE, ledger=source == "ledger")
    by_month = months_of(own)
    if not by_month[value_of(by_month)].count():
        reason = "suppressed" if by_month["suppressed"].any() else "empty"
        return setting.nothing(by_month, setting.say("measure.series_changes"), "line", reason)
    first, last = by_month["month"][0], by_month["month"][-1]
    events = noted(setting, INSTRUMENTS.get(source, source), first, _month_end(last))
    # A month is drawn about its first day: half a month before it is the place of that day.
    marks = events.with_columns(pl.col("day") - HALF_A_MONTH)
    counted = is_counted(by_month)
    now = last_known(by_month)
    return setting.exhibit(
        by_month,
        over_time(panels(by_month, setting), setting.palette, events=marks, stamp=setting.stamp),
        finding(setting, by_month),
        measure=setting.say("measure.series_changes"),
        kind="line",
        unit=setting.say(f"unit_name.{UNITS.get(name, 'percent')}"),
        n=by_month.height,
        n_of="points",
        interval="count_ratio" if counted else "month_difference",
        years=(first.year, last.year),
        notes=[
            source_note(setting),
            setting.say("note.rating_month", month=f"{now['month']:%Y-%m}"),
            *(_note(now, against, setting) for against in AGAINST),
            setting.say("note.farthest") if counted and _beyond(by_month) else "",
            *event_notes(events, setting),
        ],
    )


def _month_end(month: datetime.date) -> datetime.date:
    return (month.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)


def monthly(every_series: pl.DataFrame) -> list[str]:
    """The series that have months, in their order."""
    known = set(every_series["series"].unique())
    return [name for name in ORDER if name in known]


def months_of(series: pl.DataFrame) -> pl.DataFrame:
    """The last months of one series, a row each: the figure, and both changes with their limits or the reason why there
    is none. Counts have a `value` and relative changes (growth_yoy, growth_pop), rates a `rate` and differences
    (change_yoy, change_pop)."""
    counted = bool(series["counted"].any())
    if counted:
        series = with_ratio_limits(series, "value", "before")
    of, kept = ("growth", "value") if counted else ("change", "rate")
    value = pl.col("value").cast(pl.Int64) if counted else pl.col("value")
    months = series.filter(against="month").with_columns(value.alias(kept))
    shown = months.select("series", "month", kept, pl.col("n").alias("base_n"), "lower", "upper", "suppressed")
    for name, against in AGAINST.items():
        own = series.filter(pl.col("against") == against)
        limits = {"change": f"{of}_{name}", "change_lower": f"{of}_{name}_lower", "change_upper": f"{of}_{name}_upper"}
        own = own.select("month", *limits, "reason").rename(limits | {"reason": f"reason_{name}"})
        shown = shown.join(own, on="month", how="left", maintain_order="left")
    empty = [column for column in ("base_n", "lower", "upper") if counted]
    return shown.sort("month").tail(MONTHS).drop(empty)


def is_counted(by_month: pl.DataFrame) -> bool:
    """Whether the months are counts, not rates."""
    return "value" in by_month.columns


def value_of(by_month: pl.DataFrame) -> str:
    return "value" if is_counted(by_month) else "rate"


def last_known(by_month: pl.DataFrame) -> dict:
    """The last month with a figure."""
    return by_month.drop_nulls(value_of(by_month)).row(-1, named=True)


def scales(by_month: pl.DataFrame) -> tuple[Scale, Scale]:
    """How the figures and how their changes are written."""
    if is_counted(by_month):
        return COUNT, RELATIVE
    fine = by_month["series"][0] == "service_rating_rate"
    return (FINE, FINE) if fine else (PERCENT, PERCENT)


def change_of(row: dict, against: str) -> dict:
    """The change of a month and its limits under their plain names."""
    of = "growth" if f"growth_{against}" in row else "change"
    ends = {"change": "", "change_lower": "_lower", "change_upper": "_upper"}
    return {name: row[f"{of}_{against}{end}"] for name, end in ends.items()} | {"reason": row[f"reason_{against}"]}


def panels(by_month: pl.DataFrame, setting: Setting) -> list[Panel]:
    """The figure by month, and below it the two changes."""
    figures, changes = scales(by_month)
    counted, kind = is_counted(by_month), value_of(by_month)
    name, last = by_month["series"][0], last_known(by_month)
    said = label("series", name, setting.lang)
    hover = [_hover(row, figures, changes, setting) for row in by_month.iter_rows(named=True)]
    rows = by_month.with_columns(
        period=pl.col("month"),
        value=pl.col(kind),
        broken=pl.lit(False),
        below=pl.lit(False),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("period"),
        id=pl.col("month").cast(pl.String),
    )
    unit = setting.say(f"unit_name.{UNITS.get(name, 'percent')}")
    title_of = setting.say("panel_title.series_month", series=said, unit=unit)
    end = figures.value(last[kind], setting.lang)
    whole = Panel(title_of, rows, figures.tick, "bars" if counted else "line", end=end,
                  ceiling=None if counted else 1.0)  # fmt: skip
    return [whole, *(_panel_of_changes(rows, against, changes, setting) for against in AGAINST)]


def _panel_of_changes(rows: pl.DataFrame, against: str, written: Scale, setting: Setting) -> Panel:
    """One kind of change: dots with their intervals about a line at no change."""
    counted = written is RELATIVE
    of = "growth" if counted else "change"
    ends = {"value": "", "lower": "_lower", "upper": "_upper"}
    drawn = {name: pl.col(f"{of}_{against}{end}") * (1 if counted else 100) for name, end in ends.items()}
    if counted:
        drawn = {name: column.clip(upper_bound=FARTHEST) for name, column in drawn.items()}
    kind = "relative" if counted else "points"
    return Panel(
        setting.say(f"panel_title.{against}_{kind}"),
        rows.with_columns(**drawn),
        ".0%" if counted else ".1f",
        "changes",
    )


def _beyond(by_month: pl.DataFrame) -> bool:
    """Whether a change or one of its limits is drawn at the edge."""
    columns = [f"growth_{against}{end}" for against in AGAINST for end in ("", "_upper")]
    return any(bool((by_month[column] > FARTHEST).any()) for column in columns)


def _hover(row: dict, figures: Scale, changes: Scale, setting: Setting) -> str:
    lang, value = setting.lang, row.get("value", row.get("rate"))
    lines = [f"{row['month']:%Y-%m}"]
    if row["suppressed"]:
        return "<br>".join([*lines, setting.say("too_few")])
    lines.append(f"<b>{figures.value(value, lang)}</b> {figures.interval(row.get('lower'), row.get('upper'), lang)}")
    return "<br>".join([*lines, *(_said(row, against, changes, setting) for against in AGAINST)])


def _note(row: dict, against: str, setting: Setting) -> str:
    """The change of the last month with its interval, or the reason why there is none."""
    written = RELATIVE if "value" in row else FINE if row["series"] == "service_rating_rate" else PERCENT
    return _said(row, against, written, setting)


def _said(row: dict, against: str, written: Scale, setting: Setting) -> str:
    change = change_of(row, against)
    whole = written.change_between(change, setting.lang, on=f"on_{against}")
    if whole:
        return whole
    reason = label("change_reason", change["reason"] or "no_month", setting.lang)
    value = written.change(change["change"], setting.lang)
    return setting.say(f"note.no_{against}", change=value, reason=reason)


def finding(setting: Setting, by_month: pl.DataFrame) -> str:
    """The last month, and both changes as far as their intervals allow, widened so that the two hold together."""
    last, lang = last_known(by_month), setting.lang
    figures, changes = scales(by_month)
    value = figures.value(last[value_of(by_month)], lang)
    if is_counted(by_month):
        value = setting.say(f"title.count_{UNITS[last['series']]}", count=value)
    names = {"": label("series", last["series"], lang), "_short": label("series_short", last["series"], lang)}
    spoken = {voice: [setting.say("title.series", series=name, value=value)] for voice, name in names.items()}
    for against in AGAINST:
        own = change_of(last, against)
        lower, upper = own["change_lower"], own["change_upper"]
        if lower is not None:
            lower, upper = (widened(own["change"], limit, len(AGAINST)) for limit in (lower, upper))
        facts = Facts(change_lower=lower, change_upper=upper)
        for voice, said in spoken.items():
            size = changes.size(own["change"], lang)
            said.append(word("course", facts, lang, f"{against}{voice}", size=size))
    return title(spoken[""], lang, spoken["_short"])


SPEC = ExhibitSpec(
    "series_changes",
    ("series_changes", NOTED, *ASKED),
    make,
    (*HOTLINE_AND_ITEMS, replace(RATINGS, series="service_rating")),
)
