"""What are the problems of the last year about?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import allowed, places, title, word
from exhibits.phrasing import PER_HUNDRED, PERCENT
from exhibits.satisfaction.opinion_rates import SCOPE, readied
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import OPINIONS
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("opinion_themes", frames, selection, "opinion", SCOPE)
    themes = frames["opinion_themes"]
    themes = themes.filter(pl.col("year") == pl.col("year").max())
    themes = themes.sort("rate", "theme", descending=[True, False], nulls_last=True)
    if not themes["rate"].count():
        reason = "suppressed" if themes["suppressed"].any() else "empty"
        return setting.nothing(themes, setting.say("measure.themes"), "dots", reason)
    names = [label("theme", code, setting.lang) for code in themes["theme"]]
    marks = [PER_HUNDRED.value(rate, setting.lang) if rate is not None else "" for rate in themes["rate"]]
    rows = readied(themes, setting, names, "theme", "theme")
    figure = dots(
        rows.with_columns(mark=pl.Series(marks), section=pl.lit(None, pl.String)),
        setting.palette,
        axis=setting.say("axis.per_hundred"),
        tick="",
        from_zero=True,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    year = int(themes["year"][0])
    return setting.exhibit(
        themes,
        figure,
        finding(setting, themes),
        measure=setting.say("measure.themes"),
        kind="dots",
        unit=setting.say("unit_name.per_hundred"),
        n=int(themes["valid_n"].max()),  # type: ignore[arg-type]
        interval="poisson",
        years=(year, year),
        notes=[setting.say("note.overlap")],
    )


def finding(setting: Setting, themes: pl.DataFrame) -> str:
    """A theme is called the most frequent only when its whole interval lies above all other intervals."""
    known = themes.drop_nulls(["rate", "lower", "upper"])
    between = known.select("theme", "rate", "lower", "upper")
    limits = {theme: (rate, low, high) for theme, rate, low, high in between.iter_rows()}
    lang = setting.lang
    for theme, facts in places(limits).items():
        if allowed("place", facts) == "first":
            most = word("place", facts, lang, "theme", theme=label("theme", theme, lang))
            share = known.filter(pl.col("theme") == theme)["share"][0]
            return title([most, setting.say("title.share", value=PERCENT.value(share, lang))], lang)
    total = setting.say("title.problems_total", count=int(known["problems_n"].sum()))
    named = known.filter(pl.col("problems_n") > 0).height
    return title([total, setting.say("title.themes", count=named)], lang)


SPEC = ExhibitSpec("opinion_themes", ("opinion_themes", *ASKED), make, (OPINIONS,))
