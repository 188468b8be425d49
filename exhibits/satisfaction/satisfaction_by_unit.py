"""Which units can be told from the line, inside their own class?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.satisfaction.rates import measure, one_by_one, readied, scale, target, target_words, verdicts
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS
from words import label

CLASSES = ("service_heavy", "service_light", "party_mass", "unclassified", "consulted_only")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_by_unit", frames, selection, "survey")
    answers_by_unit = ordered(frames["satisfaction_by_unit"], "rate")
    if not answers_by_unit["rate"].count():
        reason = "suppressed" if answers_by_unit["suppressed"].any() else "empty"
        return setting.nothing(answers_by_unit, setting.say("measure.rate"), "dots", reason)
    line, written, lang = target(setting), scale(setting), setting.lang
    rows = readied(answers_by_unit, setting, answers_by_unit["unit"].to_list(), "unit", "unit_id", line)
    marks = [written.value(rate, lang, line) if rate is not None else "" for rate in answers_by_unit["rate"]]
    figure = dots(
        rows.with_columns(mark=pl.Series(marks), section=pl.Series(sections(answers_by_unit, lang), dtype=pl.String)),
        setting.palette,
        axis=setting.say("axis.rate" if written.name == "percent" else "axis.points"),
        tick=written.tick,
        target=target_words(setting, line),
        ceiling=1.0 if written.name == "percent" else 100.0,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    year = int(answers_by_unit["year"][0])
    return setting.exhibit(
        answers_by_unit.with_columns(target=pl.lit(line, pl.Float64)),
        figure,
        finding(setting, answers_by_unit),
        measure=setting.say("measure.by_unit", measure=measure(setting)),
        kind="dots",
        unit=setting.say(f"unit_name.{written.name}"),
        n=int(answers_by_unit["valid_n"].sum()),
        interval="mean" if written.name == "points" else "wilson",
        years=(year, year),
        notes=[setting.say("note.inside_class"), *one_by_one(setting, answers_by_unit, line)],
    )


def ordered(by_unit: pl.DataFrame, value: str) -> pl.DataFrame:
    """The last year's units, class by class, the highest first; what is not shown comes last, by name."""
    last = by_unit.filter(pl.col("year") == pl.col("year").max())
    place = pl.col("unit_class").replace_strict({name: at for at, name in enumerate(CLASSES)}, default=len(CLASSES))
    return last.sort(place, pl.col(value), "unit", descending=[False, True, False], nulls_last=True)


def sections(by_unit: pl.DataFrame, lang: str) -> list[str | None]:
    """The heading of each row's class; none when all are of one class."""
    classes = by_unit["unit_class"].fill_null("unclassified")
    several = classes.n_unique() > 1
    return [label("unit_class", each, lang) if several else None for each in classes]


def finding(setting: Setting, answers_by_unit: pl.DataFrame) -> str:
    judged = verdicts(answers_by_unit, target(setting), setting.lang)
    if not judged:
        rated = answers_by_unit["rate"].drop_nulls().sort()
        low, high = (scale(setting).value(rated[at], setting.lang) for at in (0, -1))
        if len(rated) == 1:
            return setting.say("title.value", measure=measure(setting), value=high)
        return setting.say("title.units_range", units=len(rated), low=low, high=high)
    return title([setting.say("title.units", units=answers_by_unit.height), *judged], setting.lang)


SPEC = ExhibitSpec("satisfaction_by_unit", ("satisfaction_by_unit", "headline", *ASKED), make, (ANSWERS,))
