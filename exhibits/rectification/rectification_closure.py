"""How long does it take until an item is closed? Open items count as right-censored."""

from dataclasses import dataclass

import polars as pl

from charts.step_curve import stairs
from charts.theme import MAX_LINES
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, word
from exhibits.phrasing import PERCENT, count
from exhibits.rectification.ledger_scope import SAID, SCOPE, day_said, group_name, standing
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS

TAIL = 0.1  # curves are cut at this open share, because the rest is long and uncertain


@dataclass(frozen=True)
class Drawn:
    """What a curve shows: the columns of its share and limits (None: no limits), the share on day 0, and the keys of
    its texts."""

    value: str
    lower: str | None
    upper: str | None
    start: float
    measure: str
    interval: str


OPEN = Drawn("open_share", "lower", "upper", 1.0, "closure", "log_log")
CLOSED = Drawn("closed_share", "closed_lower", "closed_upper", 0.0, "endings", "aalen_johansen")
WITHDRAWN = Drawn("withdrawn_share", None, None, 0.0, "endings", "aalen_johansen")
# Columns that are not shown when withdrawn items count as censored.
ENDINGS = ("withdrawn", "closed_share", "closed_lower", "closed_upper", "withdrawn_share")
DRAWN = {"censored": OPEN, "withdrawn": CLOSED}


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_closure", frames, selection, "ledger", SCOPE, ledger=True)
    curves = frames["rectification_closure"]
    medians = frames["rectification_summary"]
    if curves.is_empty():
        return setting.nothing(curves, setting.say("measure.closure"), "curve")
    largest = curves.group_by("group").agg(size=pl.col("at_risk").max())
    curves = curves.join(largest, on="group", nulls_equal=True).sort(
        "size", "group", "day", descending=[True, False, False]
    )
    curves = curves.with_columns(group_name=_names(curves, setting))
    alone = largest.height == 1
    until = horizon(curves)
    drawn = DRAWN[selection.competing]
    figure = stairs(
        readied(curves, setting, drawn),
        setting.palette,
        axis=setting.say(f"axis.{drawn.value}"),
        across=setting.say("axis.days"),
        until=until,
        half_line=True,
        median=_median(medians, setting) if alone and drawn is OPEN else None,
        beside=readied(curves, setting, WITHDRAWN) if alone and drawn is CLOSED else None,
        stamp=setting.stamp,
    )
    notes = [setting.say("note.censored" if drawn is OPEN else "note.competing")]
    if until < curves.select(pl.col("day").max()).item():
        notes.append(setting.say("note.until", days=until))
    if largest.height > MAX_LINES:
        notes.append(setting.say("note.first_curves", shown=MAX_LINES, all=largest.height))
    return setting.exhibit(
        curves.drop("size", *([] if drawn is CLOSED else ENDINGS)),
        figure,
        finding(setting, medians) if drawn is OPEN else finding_of_endings(setting, curves),
        measure=setting.say(f"measure.{drawn.measure}"),
        kind="curve",
        unit=setting.say("unit_name.open_share"),
        n=int(largest["size"].sum()),
        interval=drawn.interval,
        notes=notes,
    )


def horizon(curves: pl.DataFrame) -> int:
    """The last day drawn, rounded up to 30 days: the day when the slowest group has a share of TAIL open, or its last
    day."""
    low = curves.filter(pl.col("open_share") <= TAIL).group_by("group").agg(pl.col("day").min().alias("low"))
    last = curves.group_by("group").agg(pl.col("day").max()).join(low, on="group", how="left", nulls_equal=True)
    slowest = last.select(pl.coalesce("low", "day").max()).item()
    return max(30, -(-int(slowest) // 30) * 30)


def readied(curves: pl.DataFrame, setting: Setting, drawn: Drawn) -> pl.DataFrame:
    """The curves, with size and group_name, as `charts.step_curve` takes them, each from day 0 with all items open."""
    start = curves.group_by("group", "group_name", maintain_order=True).agg(
        pl.col("at_risk").max(), pl.col("size").first()
    )
    shares = {"value": drawn.value, "lower": drawn.lower, "upper": drawn.upper}
    curves = curves.select(
        *("group", "group_name", "size", "day", "at_risk"),
        *(pl.lit(None, pl.Float64).alias(name) if column is None else pl.col(column).alias(name)
          for name, column in shares.items()),
    )  # fmt: skip
    start = start.with_columns(pl.lit(drawn.start).alias(name) for name in shares).with_columns(day=pl.lit(0, pl.Int64))
    whole = pl.concat([start, curves], how="diagonal").sort("size", "group", "day", descending=[True, False, False],
                                                             maintain_order=True)  # fmt: skip
    names = whole["group_name"]
    if drawn is WITHDRAWN:
        names = pl.repeat(setting.say("part.withdrawn"), len(whole), eager=True)
    hover = [
        "<br>".join(
            [
                setting.say("hover.day", name=name, day=row["day"]),
                f"<b>{PERCENT.value(row['value'], setting.lang)}</b> "
                + PERCENT.interval(row["lower"], row["upper"], setting.lang),
                setting.say("hover.at_risk", n=count(row["at_risk"])),
            ]
        )
        for name, row in zip(names, whole.iter_rows(named=True), strict=True)
    ]
    return whole.with_columns(
        group=pl.col("group").fill_null(""),
        name=names,
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit" if setting.selection.group_by == "unit" else "item"),
        id=pl.col("group").fill_null(""),
    )


def _names(curves: pl.DataFrame, setting: Setting) -> pl.Series:
    names = [group_name(setting, *row) for row in curves.select("group", "unit").iter_rows()]
    return pl.Series(names, dtype=pl.String)


def _median(medians: pl.DataFrame, setting: Setting) -> tuple[float, str] | None:
    day = medians["median_days"][0] if medians.height == 1 else None
    return None if day is None else (float(day), setting.say("median", days=day))


def finding(setting: Setting, medians: pl.DataFrame) -> str:
    """The median with its interval, or “not reached” if less than half is closed. Several groups: only their range."""
    known, lang = medians["median_days"].drop_nulls().sort(), setting.lang
    facts = Facts(reached=not known.is_empty())
    if known.is_empty():
        return word("half", facts, lang)
    if medians.height > 1:
        voice = "one" if len(known) == 1 else "groups" if len(known) == medians.height else "some"
        return word("half", facts, lang, voice, count=len(known), low=known[0], high=known[-1])
    low, high = medians["median_lower"][0], medians["median_upper"][0]
    return word(
        "half", facts, lang, "" if low is None or high is None else "between", days=known[0], low=low, high=high
    )


def finding_of_endings(setting: Setting, curves: pl.DataFrame) -> str:
    """The shares closed and withdrawn by the day of the title; for several groups the range over those observed until
    then."""
    day = day_said(curves)
    if day is None:
        return setting.say("title.young", days=SAID[-1])
    by_then = standing(curves, day, {"closed_share": 0.0, "withdrawn_share": 0.0})
    closed = by_then["closed_share"].sort()
    if not closed[-1]:
        return setting.say("title.none_closed_by", days=day)
    low, high = (PERCENT.value(closed[at], setting.lang) for at in (0, -1))
    if len(closed) > 1:
        return setting.say("title.groups_closed_by", count=len(closed), days=day, low=low, high=high)
    withdrawn = PERCENT.value(by_then["withdrawn_share"][0], setting.lang)
    return setting.say("title.closed_by", days=day, closed=low, withdrawn=withdrawn)


SPEC = ExhibitSpec("rectification_closure", ("rectification_closure", "rectification_summary", *ASKED), make, (ITEMS,))
