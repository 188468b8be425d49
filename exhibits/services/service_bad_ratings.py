"""How many bad ratings are there, and how many out of 10 000?"""

import polars as pl

from charts.time_panels import Panel
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PER_TEN_THOUSAND
from exhibits.selection import Selection
from exhibits.services.ratings import RATINGS, SCOPE, bad_hover, exhibit_of_months, last_shown
from exhibits.setting import ASKED, Setting


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("service_bad_ratings", frames, selection, "rating", SCOPE)
    no_ledger = frames["bad_rating_handling"].is_empty()

    def notes(_by_month: pl.DataFrame) -> list[str]:
        return [setting.say("note.no_handling")] if no_ledger else []

    return exhibit_of_months(setting, frames["service_ratings"], panels, finding, notes, "bars")


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


SPEC = ExhibitSpec("service_bad_ratings", ("service_ratings", "bad_rating_handling", *ASKED), make, (RATINGS,))
