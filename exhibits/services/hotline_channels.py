"""By which channels do requests reach the hotline?"""

import polars as pl

from charts.time_panels import Panel, over_time
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.services.bulletins import BULLETINS, CITY, of_one_length, source_note
from exhibits.setting import ASKED, Setting, year_span
from words import label

ALL, CALLS = "all", "calls"
ORDER = (CALLS, "web", "province", "citizen_web", "other")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("hotline_channels", frames, selection, BULLETINS, ("years",))
    requests = shown(frames["hotline_flow"])
    measure = setting.say("measure.hotline_channels")
    if requests.is_empty():
        return setting.nothing(requests, measure, "line")
    bulletins = requests["period"].n_unique()
    return setting.exhibit(
        requests,
        over_time(panels(requests, setting), setting.palette, stamp=setting.stamp),
        finding(setting, requests),
        measure=measure,
        kind="line",
        unit=setting.say("unit_name.cases"),
        n=bulletins,
        n_of="bulletins",
        years=year_span(requests.with_columns(year=pl.col("period").dt.year())),
        notes=[
            label("period_kind", requests["period_kind"][0], setting.lang),
            source_note(setting),
            setting.say("note.census_requests"),
        ],
    )


def shown(figures: pl.DataFrame) -> pl.DataFrame:
    """The requests of the single channels in periods of one length, with their share of all channels that are given."""
    single = of_one_length(figures.filter(pl.col("channel") != ALL)).drop_nulls("received")
    place = pl.col("channel").replace_strict({name: at for at, name in enumerate(ORDER)}, default=len(ORDER))
    columns = ("period_kind", "period", "period_to", "channel", "received")
    return single.select(columns).sort("period", place, "channel")


def panels(requests: pl.DataFrame, setting: Setting) -> list[Panel]:
    """The calls, and below them the other channels one upon another: they are far fewer and have their own axis."""
    channels = requests["channel"].unique(maintain_order=True).to_list()
    channels.sort(key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    wide = requests.pivot("channel", index=["period", "period_to"], values="received").sort("period")
    wide = wide.with_columns(pl.col(channels).fill_null(0))
    rows = wide.with_columns(
        hover=pl.Series([_hover(row, channels, setting) for row in wide.iter_rows(named=True)], dtype=pl.String),
        kind=pl.lit("period"),
        id=pl.col("period").cast(pl.String),
    )
    drawn = []
    for key, own in (("calls", channels[:1]), ("other_channels", channels[1:])):
        if own:
            parts = tuple((name, label("hotline_channel", name, setting.lang)) for name in own)
            drawn.append(Panel(setting.say(f"panel_title.{key}"), rows, "d", "areas", parts=parts))
    return drawn


def _hover(row: dict, channels: list[str], setting: Setting) -> str:
    lines = [f"{row['period']:%Y-%m-%d} – {row['period_to']:%Y-%m-%d}"]
    names = {name: label("hotline_channel", name, setting.lang) for name in channels}
    lines += [setting.say("hover.channel", channel=names[name], count=row[name]) for name in channels]
    return "<br>".join(lines)


def finding(setting: Setting, requests: pl.DataFrame) -> str:
    """The share of calls in the first and in the last period; without calls, the number of channels."""
    shares = (
        requests.with_columns(share=pl.col("received") / pl.col("received").sum().over("period"))
        .filter(pl.col("channel") == CALLS)
        .drop_nans("share")
    )
    if shares.is_empty():
        return setting.say("title.channels", count=requests["channel"].n_unique())
    now, before = (PERCENT.value(shares["share"][at], setting.lang) for at in (-1, 0))
    clauses = [setting.say("title.calls_share", value=now)]
    if shares.height > 1:
        clauses.append(setting.say("title.calls_share_first", before=before, month=f"{shares['period'][0]:%Y-%m}"))
    return title(clauses, setting.lang)


SPEC = ExhibitSpec("hotline_channels", ("hotline_flow", *ASKED), make, (CITY,))
