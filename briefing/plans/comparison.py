"""Units compared with similar units: funnel of their class, ranks, shrunken rates, case mix."""

from dataclasses import replace

import polars as pl

from briefing.axes import rounded
from briefing.plan import Plan, Role, Series, Sign
from briefing.plans.dots import dots, too_few
from briefing.plans.lines import target, where
from briefing.plans.stairs import stair, stairs
from exhibits.comparison.unit_case_mix import TIMES, WIDEST
from exhibits.comparison.unit_funnel import curves
from exhibits.comparison.unit_ranking import bands
from exhibits.comparison.units_of_class import few
from exhibits.phrasing import COUNT, PERCENT
from exhibits.rectification.rectification_closure import horizon
from exhibits.unit_classes import sections
from words import label, say

FLAGS: dict[str, Sign] = {"low": "below", "high": "above"}


def unit_funnel(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """One panel per class: each unit by size and rate, with the funnel of the limits of random variation."""
    shown = frame.filter(~pl.col("suppressed"))
    drawn = curves(shown)
    ends = [*shown["rate"], *drawn["lower"], *shown["target"].drop_nulls()]
    low, _, step = rounded(min(ends), max(ends))
    funnels = [
        _funnel(own, drawn.filter(pl.col("unit_class") == own["unit_class"][0]), lang)
        for own in shown.partition_by("unit_class", maintain_order=True)
    ]
    if len(funnels) == 1:
        return funnels
    names = [label("unit_class", code, lang) for code in shown["unit_class"].unique(maintain_order=True)]
    return [
        replace(funnel, measure=name, panel=True, reach=(low, 1.0, step))  # one axis for all panels
        for funnel, name in zip(funnels, names, strict=True)
    ]


def _funnel(own: pl.DataFrame, limits: pl.DataFrame, lang: str) -> Plan:
    beyond = (own["rate"] < own["lower"]) | (own["rate"] > own["upper"])
    signs = {at: FLAGS[flag] for at, flag in enumerate(own["flag"]) if flag in FLAGS}
    sizes = limits["n"].to_list()
    drawn: tuple[tuple[str, Role], ...] = (
        ("centre", "centre"),
        ("lower", "limit"),
        ("upper", "limit"),
        ("lower_998", "outer"),
        ("upper_998", "outer"),
    )
    lines = [
        Series(say(f"briefing.series.funnel.{column}", lang), limits[column].to_list(), role, xs=sizes)
        for column, role in drawn
    ]
    units = Series(
        say("briefing.series.satisfaction", lang),
        own["rate"].to_list(),
        xs=own["valid_n"].cast(pl.Float64).to_list(),
        signs=signs,
        hollow=where(beyond & (own["flag"] == "within")),
        words={at: own["unit"][at] for at in signs},
    )
    aims = [Series(aim.name, [*aim.values[:1]] * 2, "target", xs=[sizes[0], sizes[-1]]) for aim in target(own, lang)]
    across = say("exhibits.fair.axis.answers", lang)
    return Plan("scatter", [*lines, *aims, units], units.name, across, own["unit"].to_list())


def unit_ranking(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The range of ranks that each unit may have in its class. Units of one band are not distinguishable."""
    marks = [f"{best}–{worst}" for best, worst in frame.select("rank_lower", "rank_upper").iter_rows()]
    hollow = (frame["rank_upper"] > frame["rank_lower"]).fill_null(True)
    return [
        dots(frame.drop("target"), lang, measure=say("exhibits.fair.axis.rank", lang), value="rank",
             names=frame["unit"].to_list(), written=COUNT, ends=("rank_lower", "rank_upper"),
             ends_said=say("briefing.series.ranks", lang), marks=marks, hollow=hollow, absent=too_few(lang),
             headings=bands(frame, lang))
    ]  # fmt: skip


def unit_shrunk(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Each unit's rate shrunken towards the rate of its class, with the plain rate in brackets."""
    marks = [
        say("exhibits.fair.mark.shrunk", lang, shrunk=PERCENT.value(shrunk, lang), plain=PERCENT.value(rate, lang))
        for shrunk, rate in frame.select("shrunk", "rate").iter_rows()
    ]
    return [
        dots(frame, lang, measure=say("exhibits.fair.measure.shrunk", lang), value="shrunk",
             names=frame["unit"].to_list(), written=PERCENT, marks=marks, hollow=frame.select(few(frame)).to_series(),
             below=frame["upper"] < frame["target"], absent=too_few(lang), headings=sections(frame, lang))
    ]  # fmt: skip


def unit_case_mix(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """Observed and expected dissatisfied answers of each unit, cut at the same value as in the figure."""
    marks = [TIMES.value(ratio, lang) for ratio in frame["ratio"]]
    drawn = frame.with_columns(pl.col("ratio", "ratio_lower", "ratio_upper").clip(0, WIDEST))
    line = Series(say("exhibits.fair.as_expected", lang), [1.0] * frame.height, "target")
    return [
        dots(drawn, lang, measure=say("exhibits.fair.axis.ratio", lang), value="ratio", names=frame["unit"].to_list(),
             written=TIMES, ends=("ratio_lower", "ratio_upper"), marks=marks, line=line,
             hollow=frame.select(few(frame)).to_series(), below=frame["flag"] == "high", absent=too_few(lang),
             headings=sections(frame, lang))
    ]  # fmt: skip


def unit_profile(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """One row per measure and unit: figure, interval, the rest of the class, possible ranks and the comparison."""
    if "figure" not in frame.columns:  # no unit is chosen
        return []
    columns = ("metric_name", "unit", "figure", "interval", "figure_of_class", "rank_band", "against_class")
    said = frame.select(columns).with_columns(
        against_class=pl.col("against_class")
        .replace({code: say(f"shell.against_class.{code}", lang) for code in ("better", "worse", "alike")})
        .fill_null("")
    )
    return [_table(said, lang)]


def unit_systems(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """One row per measure and unit: what its systems record, and the rest of the class."""
    if "figure" not in frame.columns:  # no unit is chosen
        return []
    said = frame.select("system", "metric_name", "unit", "figure", "figure_of_class", "period_remark").with_columns(
        pl.col("system").replace({code: label("system", code, lang) for code in frame["system"].unique()})
    )
    return [_table(said, lang)]


def _table(said: pl.DataFrame, lang: str) -> Plan:
    headings = [say(f"shell.column.{name}", lang) for name in said.columns]
    return Plan("table", [], "", "", headings, cells=tuple(said.rows()))


def unit_closure(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share of a unit's items still open by day, with its limits, and that of the others of its class."""
    if "group_name" not in frame.columns:  # the unit has no item
        return []
    own, peers = (frame.filter(pl.col("group") == name) for name in ("own", "peers"))
    measure = say("briefing.series.open_share", lang)
    series = stairs(own, measure, "open_share", ["lower", "upper"], 1.0, lang)
    if peers.height:
        series.insert(1, stair(say("exhibits.peers", lang), peers, "open_share", "beside", 1.0))
    return [Plan("curve", series, measure, say("briefing.axis.days", lang), [], "0%", until=horizon(own))]


PLANS = (unit_funnel, unit_ranking, unit_shrunk, unit_case_mix, unit_profile, unit_systems, unit_closure)
