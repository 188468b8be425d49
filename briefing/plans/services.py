"""Services to the public: ratings (好差评), the 12345 hotline, and a series between its control limits."""

import polars as pl

from briefing.plan import Plan, Role, Series, Sign
from briefing.plans.dots import dots, too_few
from briefing.plans.lines import at_end, breaks, limits, target
from charts.time_panels import MANY
from exhibits.phrasing import PER_TEN_THOUSAND, PERCENT
from exhibits.services import bad_rating_handling as handling
from exhibits.services import hotline_channels as channels
from exhibits.services import hotline_quality as quality
from exhibits.services import hotline_topics as topics
from exhibits.services import series_changes as months
from exhibits.services.bad_rating_steps import PARTS
from exhibits.services.bad_ratings_by_place import names_of
from exhibits.services.hotline_callbacks_by_unit import judged
from exhibits.services.orders_of_units import with_requests
from exhibits.services.ratings import FEW, FINE, ROUGH
from exhibits.services.series_signals import BETTER, MARKS, UNITS, scale
from exhibits.services.service_claim import MARKS as CLAIMS
from exhibits.unit_classes import sections
from words import label, say

ROLES: dict[str, Role] = {"done": "done", "slow": "mix", "late": "late", "wait": "wait", "gone": "gone"}


def service_claim(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """One row per year and one column per month: the mark of the month and its number of bad ratings."""
    if "claim" not in frame.columns:  # there is no line to hold the months against
        return []
    at = {(row["month"].year, row["month"].month): row for row in frame.iter_rows(named=True)}
    years = sorted({year for year, _ in at}, reverse=True)
    heads = [say("briefing.year", lang), *(say("briefing.month", lang, month=month) for month in range(1, 13))]
    rows = [(str(year), *(_claim(at.get((year, month))) for month in range(1, 13))) for year in years]
    marks = "  ".join(f"{mark} {label('month_claim', claim, lang)}" for claim, (mark, _) in CLAIMS.items())
    return [Plan("table", [], "", "", heads, cells=tuple(rows), note=marks)]


def _claim(row: dict | None) -> str:
    if row is None:
        return ""
    return " ".join([CLAIMS[row["claim"]][0], *([] if row["bad_n"] is None else [str(row["bad_n"])])])


def service_ratings(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By month: the share of good ratings with its limits and the claimed line, and the share of cases rated."""
    good, active = (say(f"metrics.{name}.label", lang) for name in ("good_rating_rate", "active_rating_share"))
    last = frame.drop_nulls("good_rate").row(-1, named=True)
    word = FINE.value(last["good_rate"], lang, last["target"])
    rates = frame["good_rate"].to_list()
    main = Series(good, rates, breaks=breaks(frame), words=at_end(frame["good_rate"], word))
    share = PERCENT.value(last["active_share"], lang)
    rated = Series(
        active, frame["active_share"].to_list(), breaks=breaks(frame), words=at_end(frame["active_share"], share)
    )
    days, cut = frame["month"].to_list(), say("briefing.break.rules", lang)
    return [
        Plan("line", [main, *target(frame, lang), *limits(frame, lang)], good, "", [], "0.00%", days=days, panel=True,
             break_word=cut),
        Plan("line", [rated], active, "", [], "0%", days=days, panel=True, break_word=cut),
    ]  # fmt: skip


def service_bad_ratings(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By month: the count of bad ratings, and the rate per 10 000 with its limits."""
    bad, rate = (say(f"exhibits.panel_title.{name}", lang) for name in ("bad", "bad_rate"))
    rows = frame.with_columns(PER_TEN_THOUSAND.drawn(pl.col(name)) for name in ("bad_rate", "bad_lower", "bad_upper"))
    days, cut = frame["month"].to_list(), say("briefing.break.rules", lang)
    counts, rates = frame["bad_n"].to_list(), rows["bad_rate"].to_list()
    known = frame["bad_n"].drop_nulls()
    counted = Series(bad, counts, breaks=breaks(frame), words=at_end(frame["bad_n"], str(known[-1])))
    share = Series(
        rate, rates, breaks=breaks(frame), words=at_end(rows["bad_rate"], f"{rows['bad_rate'].drop_nulls()[-1]:.0f}")
    )
    return [
        Plan("line", [counted], bad, "", [], "0", days=days, panel=True, break_word=cut),
        Plan("line", [share, *limits(rows, lang, ("bad_lower", "bad_upper"))], rate, "", [], "0", days=days, panel=True,
             break_word=cut),
    ]  # fmt: skip


def bad_rating_handling(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By month: the bad ratings, those rectified in time among them, and the share of these with its limits. Without
    months: all parts of the bad ratings by year."""
    months = handling.of_months(frame)
    if months.is_empty():
        return [_bad_parts(frame.filter((pl.col("period_kind") == "year") & pl.col("bad_n").is_not_null()), lang)]
    counted, rate = (say(f"exhibits.panel_title.{name}", lang) for name in ("bad_steps", "rectified_rate"))
    days = months["period"].to_list()
    counts = [
        Series(name, months[column].to_list(), words=at_end(months[column], name))
        for column, name in (
            ("bad_n", say("shell.column.bad_n", lang)),
            ("on_time_n", say("exhibits.part.bad_on_time_n", lang)),
        )
    ]
    value = PERCENT.value(months["rectified_rate"].drop_nulls()[-1], lang) if months["rectified_rate"].count() else ""
    shares = Series(rate, months["rectified_rate"].to_list(), words=at_end(months["rectified_rate"], value))
    ends = limits(months, lang, ("rectified_lower", "rectified_upper"))
    return [
        Plan("line", counts, counted, "", [], "0", days=days, panel=True),
        Plan("line", [shares, *ends], rate, "", [], "0%", days=days, panel=True),
    ]


def _bad_parts(years: pl.DataFrame, lang: str) -> Plan:
    """The bad ratings of each year by what became of them."""
    series = [
        Series(say(f"exhibits.part.bad_{column}", lang), years[column].to_list(), ROLES[tone]) for column, tone in PARTS
    ]
    names = [f"{day:%Y}" for day in years["period"]]
    return Plan("bars", series, say("exhibits.unit_name.ratings", lang), "", names, "0")


def bad_ratings_by_place(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The halls, window groups or units: the share of bad ratings rectified in time with its limits."""
    units = "unit" in frame.columns
    return [
        dots(frame, lang, measure=say("metrics.bad_rectified_on_time_rate.label", lang), value="rectified_rate",
             ends=("rectified_lower", "rectified_upper"), names=names_of(frame), written=PERCENT,
             absent=too_few(lang), headings=sections(frame, lang) if units else (),
             hollow=(frame["due_n"] < FEW).fill_null(False))
    ]  # fmt: skip


def service_ratings_by_unit(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The units' shares of good ratings with their limits, by class; the mark also says the share of cases rated."""
    marks = [
        say("exhibits.mark.good_rate", lang, value=FINE.value(rate, lang, line), share=ROUGH.value(share, lang))
        for rate, share, line in frame.select("good_rate", "active_share", "target").iter_rows()
    ]
    hollow = (frame["rated_n"] < FEW).fill_null(False) | (frame["verdict"] == "undecided").fill_null(False)
    return [
        dots(frame, lang, measure=say("metrics.good_rating_rate.label", lang), value="good_rate", marks=marks,
             names=frame["unit"].to_list(), written=FINE, absent=too_few(lang), headings=sections(frame, lang),
             hollow=hollow, below=(frame["verdict"] == "not_met").fill_null(False))
    ]  # fmt: skip


def hotline_flow(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By bulletin: requests received, answered at once, and sent to units."""
    series = [
        Series(name, frame[column].to_list(), words=at_end(frame[column], name))
        for column in ("received", "answered", "dispatched")
        if frame[column].count()
        for name in [say(f"exhibits.part.{column}", lang)]
    ]
    measure = say("exhibits.panel_title.requests", lang)
    return [Plan("line", series, measure, "", [], "0", days=frame["period"].to_list())]


def hotline_channels(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By bulletin: the calls, and the other channels on an axis of their own."""
    days = frame["period"].unique().sort()
    plans = []
    for key, calls in (("calls", True), ("other_channels", False)):
        own = frame.filter((pl.col("channel") == channels.CALLS) == calls)
        series = []
        for of_one in own.partition_by("channel", maintain_order=True):
            rows = days.to_frame().join(of_one, on="period", how="left", maintain_order="left")
            name = label("hotline_channel", of_one["channel"][0], lang)
            series.append(Series(name, rows["received"].to_list(), words=at_end(rows["received"], name)))
        if series:
            title = say(f"exhibits.panel_title.{key}", lang)
            plans.append(Plan("line", series, title, "", [], "0", days=days.to_list(), panel=True))
    return plans


def hotline_topics(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The topics with most requests, and in how many bulletins each is named."""
    rows = frame.head(topics.MOST)
    series = [Series(say("exhibits.part.topic", lang), rows["topic_n"].to_list(), "done")]
    names, named = rows["hot_topic"].to_list(), tuple(topics.marks(rows, lang))
    return [Plan("bars", series, say("exhibits.axis.hotline_topics", lang), "", names, "0", marks=named)]


def hotline_quality(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By period: finished on time, and satisfied at the call-back: two charts, never one axis. Limits of hundreds of
    points would hide the line."""
    plans = []
    for series in quality.PANELS:
        rows = frame.filter(pl.col("series") == series)
        if not rows["value"].count():
            continue
        name = label("series", series, lang)
        word = PERCENT.value(rows["value"].drop_nulls()[-1], lang)
        ends = limits(rows, lang) if rows["lower"].count() and rows.height <= MANY else []
        main = Series(name, rows["value"].to_list(), words=at_end(rows["value"], word))
        series_of = [main, *target(rows, lang), *ends]
        plans.append(Plan("line", series_of, name, "", [], "0%", days=rows["period"].to_list(), panel=True))
    return plans


def hotline_by_unit(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The units' shares of work orders finished on time, by class. All are counted: no interval."""
    rows = with_requests(frame, "orders_on_time_rate").with_columns(target=pl.col("on_time_target"))
    return [
        dots(rows, lang, measure=say("metrics.hotline_on_time_rate.label", lang), value="orders_on_time_rate",
             ends=None, names=rows["unit"].to_list(), written=PERCENT, absent=too_few(lang),
             headings=sections(rows, lang), below=(rows["on_time_verdict"] == "not_met").fill_null(False))
    ]  # fmt: skip


def hotline_callbacks_by_unit(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The units' shares of satisfied people at the call-back with their limits, by class."""
    rows = judged(with_requests(frame, "callback_rate")).with_columns(target=pl.col("callback_target"))
    return [
        dots(rows, lang, measure=say("metrics.callback_satisfaction_rate.label", lang), value="callback_rate",
             names=rows["unit"].to_list(), written=PERCENT, absent=too_few(lang), headings=sections(rows, lang),
             hollow=rows["hollow"], below=rows["below"])
    ]  # fmt: skip


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


def series_changes(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """By month: the figure, and its changes on the year before and on the month before with their limits."""
    counted, days = months.is_counted(frame), frame["month"].to_list()
    figures, changes = months.scales(frame)
    kind, of = (months.value_of(frame), "growth" if counted else "change")
    name, written = label("series", frame["series"][0], lang), "0" if counted else f"{0:.{figures.digits}f}%"
    said = figures.value(months.last_known(frame)[kind], lang)
    whole = Series(name, frame[kind].to_list(), words=at_end(frame[kind], said))
    plans = [Plan("line", [whole, *([] if counted else limits(frame, lang))], name, "", [], written, days=days,
                  panel=True)]  # fmt: skip
    for against in months.AGAINST:
        columns = [f"{of}_{against}{end}" for end in ("", "_lower", "_upper")]
        drawn = pl.col(columns).clip(upper_bound=months.FARTHEST) if counted else pl.col(columns) * 100
        rows = frame.with_columns(drawn)
        measure = say(f"exhibits.panel_title.{against}_{'relative' if counted else 'points'}", lang)
        series = [Series(measure, rows[columns[0]].to_list()), *limits(rows, lang, (columns[1], columns[2]))]
        plans.append(
            Plan("line", series, measure, "", [], "0%" if counted else f"{0:.{changes.digits}f}", days=days, panel=True)
        )
    return plans


def _answers(last: dict, lang: str) -> str:
    """The two results of the chart, one line each: question, mark and word."""
    return "\n".join(
        say(f"exhibits.icon.{name}", lang, mark=MARKS[last[name]], answer=label(name, last[name], lang))
        for name in ("variation", "assurance")
        if last[name]
    )


PLANS = (
    service_claim,
    service_ratings,
    service_bad_ratings,
    bad_rating_handling,
    bad_ratings_by_place,
    service_ratings_by_unit,
    hotline_flow,
    hotline_channels,
    hotline_topics,
    hotline_quality,
    hotline_by_unit,
    hotline_callbacks_by_unit,
    series_signals,
    series_changes,
)
