"""Do respondents name more or fewer problems than in earlier years?"""

import polars as pl

from charts.trend import trend
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import of_last, title, word
from exhibits.phrasing import PER_HUNDRED
from exhibits.satisfaction.opinion_rates import SCOPE, readied
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from exhibits.source_records import ANSWERS, OPINIONS
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("opinion_trend", frames, selection, "opinion", SCOPE)
    opinions = frames["opinion_trend"]
    of_all = opinions.filter(pl.col("channel") == "all")
    shown = of_all.drop_nulls("rate")
    if shown.is_empty():
        reason = "suppressed" if of_all["suppressed"].any() else "empty"
        return setting.nothing(opinions, setting.say("measure.problems"), "line", reason)
    last = shown.row(-1, named=True)
    rows = readied(of_all, setting, [str(year) for year in of_all["year"]], "year", "year")
    is_last = pl.col("year") == last["year"]
    channels = by_channel(opinions, setting)
    value = PER_HUNDRED.value(last["rate"], setting.lang)
    words = setting.say("mark.all_channels", value=value) if channels else value
    figure = trend(
        rows.with_columns(mark=pl.when(is_last).then(pl.lit(words)).otherwise(pl.lit(""))),
        setting.palette,
        axis=setting.say("axis.per_hundred"),
        tick="",
        break_word=setting.say("break_channels"),
        from_zero=True,
        context=channels,
        stamp=setting.stamp,
    )
    return setting.exhibit(
        opinions,
        figure,
        finding(setting, shown),
        measure=setting.say("measure.problems"),
        kind="line",
        unit=setting.say("unit_name.per_hundred"),
        n=int(shown["valid_n"].sum()),
        interval="poisson",
        years=year_span(of_all),
        notes=[
            PER_HUNDRED.change_between(last, setting.lang),
            setting.say("note.praise_apart"),
            *_break_note(setting, of_all),
        ],
    )


def _break_note(setting: Setting, of_all: pl.DataFrame) -> list[str]:
    return [setting.say("note.break_channels")] if of_all["break_before"].any() else []


def by_channel(opinions: pl.DataFrame, setting: Setting) -> dict[str, pl.DataFrame]:
    """Name of each channel → its rows, drawn as grey lines; empty with only one channel, which equals the total.

    Opinions and forms whose channel is not known have no rate in common.
    """
    channels = [each for each in opinions["channel"].unique(maintain_order=True) if each not in ("all", "unknown")]
    if len(channels) < 2:
        return {}
    lines = {}
    for channel in channels:
        own = opinions.filter(pl.col("channel") == channel).drop_nulls("rate")
        name = label("channel", channel, setting.lang)
        if own.height:
            names = [f"{name} {year}" for year in own["year"]]
            lines[name] = readied(own, setting, names, "year", "year")
    return lines


def finding(setting: Setting, shown: pl.DataFrame) -> str:
    """The last rate, then the word that the interval of its change allows."""
    last, lang = shown.row(-1, named=True), setting.lang
    value = setting.say("title.problems", value=PER_HUNDRED.value(last["rate"], lang))
    size = PER_HUNDRED.size(last["change"], lang)
    return title([value, word("course", of_last(shown), lang, voice="count", size=size)], lang)


SPEC = ExhibitSpec("opinion_trend", ("opinion_trend", *ASKED), make, (OPINIONS, ANSWERS))
