"""How many bad ratings are there, and how many out of 10 000?"""

import polars as pl

from charts.time_panels import Panel, over_time
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PER_TEN_THOUSAND
from exhibits.selection import Selection
from exhibits.services.ratings import RATINGS, SCOPE, bad_hover, breaks, channel_note, last_shown, of_channel
from exhibits.setting import ASKED, Setting


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("service_bad_ratings", frames, selection, "rating", SCOPE)
    by_month = of_channel(frames["service_ratings"], setting)
    measure = setting.say("measure.service_bad_ratings")
    if not by_month["good_rate"].count():
        reason = "suppressed" if by_month["suppressed"].any() else "empty"
        return setting.nothing(by_month, measure, "bars", reason)
    figure = over_time(
        panels(by_month, setting), setting.palette, breaks=breaks(by_month, setting), stamp=setting.stamp
    )
    return setting.exhibit(
        by_month,
        figure,
        finding(setting, by_month),
        measure=measure,
        kind="bars",
        n=int(by_month["rated_n"].sum()),
        n_of="ratings",
        interval="wilson",
        years=(by_month["month"][0].year, by_month["month"][-1].year),
        notes=[channel_note(by_month, setting), setting.say("note.no_handling")],
    )


def panels(by_month: pl.DataFrame, setting: Setting) -> list[Panel]:
    """The counts, and below them the rate per 10 000 with its interval."""
    hover = [bad_hover(row, setting) for row in by_month.iter_rows(named=True)]
    rows = by_month.with_columns(
        period=pl.col("month"),
        value=pl.col("bad_n"),
        broken=pl.col("break_before"),
        below=pl.lit(False),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("period"),
        id=pl.col("month").cast(pl.String),
    )
    rates = rows.with_columns(
        value=PER_TEN_THOUSAND.drawn(pl.col("bad_rate")),
        lower=PER_TEN_THOUSAND.drawn(pl.col("bad_lower")),
        upper=PER_TEN_THOUSAND.drawn(pl.col("bad_upper")),
    )
    last = last_shown(by_month)
    return [
        Panel(setting.say("panel_title.bad"), rows, "d", "bars"),
        Panel(setting.say("panel_title.bad_rate"), rates, "d", end=f"{last['bad_rate'] * PER_TEN_THOUSAND.factor:.0f}"),
    ]


def finding(setting: Setting, by_month: pl.DataFrame) -> str:
    """The count over all months shown, and out of how many ratings."""
    bad, rated = int(by_month["bad_n"].sum()), int(by_month["rated_n"].sum())
    return title([setting.say("title.bad", count=bad), setting.say("title.of_ratings", count=rated)], setting.lang)


SPEC = ExhibitSpec("service_bad_ratings", ("service_ratings", *ASKED), make, (RATINGS,))
