"""How good are the ratings of services, and how many users really gave one?"""

import polars as pl

from charts.time_panels import Panel
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.services.ratings import (
    FINE,
    RATINGS,
    SCOPE,
    claim_words,
    exhibit_of_months,
    last_shown,
    rating_hover,
)
from exhibits.setting import ASKED, Setting


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("service_ratings", frames, selection, "rating", SCOPE)

    def notes(by_month: pl.DataFrame) -> list[str]:
        month = setting.say("note.rating_month", month=f"{last_shown(by_month)['month']:%Y-%m}")
        return [month, setting.say("note.reported") if by_month["filled_n"].sum() else ""]

    return exhibit_of_months(setting, frames["service_ratings"], panels, finding, notes, "line")


def panels(by_month: pl.DataFrame, setting: Setting) -> list[Panel]:
    """The rate with its claimed line, and below it the share of cases whose users gave a rating."""
    lang, last = setting.lang, last_shown(by_month)
    target = last["target"]
    hover = [rating_hover(row, setting) for row in by_month.iter_rows(named=True)]
    rows = by_month.with_columns(
        period=pl.col("month"),
        value=pl.col("good_rate"),
        broken=pl.col("break_before"),
        below=(pl.col("upper") < pl.col("target")).fill_null(False),
        # Where nothing was filled in, the reported rate is the rate itself.
        reported=pl.when(pl.col("filled_n") > 0).then("reported_rate"),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("period"),
        id=pl.col("month").cast(pl.String),
    )
    share = rows.with_columns(
        value=pl.col("active_share"),
        lower=pl.lit(None, pl.Float64),
        upper=pl.lit(None, pl.Float64),
        below=pl.lit(False),
    )
    return [
        Panel(
            setting.say("panel_title.good_rate"),
            rows,
            FINE.tick,
            end=FINE.value(last["good_rate"], lang, target),
            beside=("reported", ""),
            target=claim_words(target, setting),
            ceiling=1.0,
        ),
        Panel(
            setting.say("panel_title.active_share"),
            share,
            ".0%",
            end=PERCENT.value(last["active_share"], lang),
            ceiling=1.0,
        ),
    ]


def finding(setting: Setting, by_month: pl.DataFrame) -> str:
    """The rate of the last month, always beside the share of cases that were rated."""
    last, lang = last_shown(by_month), setting.lang
    rate = setting.say("title.good_rate", value=FINE.value(last["good_rate"], lang, last["target"]))
    return title([rate, setting.say("title.active_share", value=PERCENT.value(last["active_share"], lang))], lang)


SPEC = ExhibitSpec("service_ratings", ("service_ratings", *ASKED), make, (RATINGS,))
