"""How satisfied is each respondent group in the last year shown?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.satisfaction.rates import measure, one_by_one, readied, scale, target, target_words, verdicts
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_by_group", frames, selection, "survey")
    answers_by_group = frames["satisfaction_by_group"]
    answers_by_group = answers_by_group.filter(pl.col("year") == pl.col("year").max())
    answers_by_group = answers_by_group.sort("rate", "group", descending=[True, False], nulls_last=True)
    if not answers_by_group["rate"].count():
        reason = "suppressed" if answers_by_group["suppressed"].any() else "empty"
        return setting.nothing(answers_by_group, setting.say("measure.rate"), "dots", reason)
    line, written, lang = target(setting), scale(setting), setting.lang
    names = [label("group", code, lang) for code in answers_by_group["group"]]
    rows = readied(answers_by_group, setting, names, "group", "group", line)
    marks = [written.value(rate, lang, line) if rate is not None else "" for rate in answers_by_group["rate"]]
    figure = dots(
        rows.with_columns(mark=pl.Series(marks), section=pl.lit(None, pl.String)),
        setting.palette,
        axis=setting.say("axis.rate" if written.name == "percent" else "axis.points"),
        tick=written.tick,
        target=target_words(setting, line),
        ceiling=1.0 if written.name == "percent" else 100.0,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    year = int(answers_by_group["year"][0])
    return setting.exhibit(
        answers_by_group.with_columns(target=pl.lit(line, pl.Float64)),
        figure,
        finding(setting, answers_by_group),
        measure=setting.say("measure.by_group", measure=measure(setting)),
        kind="dots",
        unit=setting.say(f"unit_name.{written.name}"),
        n=int(answers_by_group["valid_n"].sum()),
        interval="mean" if written.name == "points" else "wilson",
        years=(year, year),
        notes=[setting.say("note.overlap"), *one_by_one(setting, answers_by_group, line)],
    )


def finding(setting: Setting, answers_by_group: pl.DataFrame) -> str:
    """How many groups are proven above, proven below, and open; without a line only their range."""
    judged = verdicts(answers_by_group, target(setting), setting.lang)
    rated = answers_by_group.drop_nulls("rate")
    if not judged:
        low, high = (scale(setting).value(rated["rate"][at], setting.lang) for at in (-1, 0))
        if rated.height == 1:
            return setting.say("title.value", measure=measure(setting), value=high)
        return setting.say("title.groups_range", groups=rated.height, low=low, high=high)
    return title([setting.say("title.groups", groups=answers_by_group.height), *judged], setting.lang)


SPEC = ExhibitSpec("satisfaction_by_group", ("satisfaction_by_group", "headline", *ASKED), make, (ANSWERS,))
