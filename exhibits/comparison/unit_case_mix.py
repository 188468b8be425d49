"""Is dissatisfaction with a unit higher or lower than its mix of respondent groups explains?"""

from functools import partial

import polars as pl

from exhibits.comparison.units_of_class import compared, each_class, exhibit_of_units, marked_rows, nothing
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import Scale, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS_OF_CLASS
from inference.intervals import with_ratio

TIMES = Scale("times", 1, 2, "")
WIDEST = 4.0  # ratio at which intervals are cut, so that a small unit's interval does not compress the axis


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = compared("unit_case_mix", frames, selection)
    units, measure = frames["unit_case_mix"], setting.say("fair.measure.case_mix")
    if bare := nothing(setting, units, measure):
        return bare
    compare = partial(with_ratio, observed="dissatisfied_n", expected="expected_n")
    judged = each_class(units, compare, -pl.col("ratio"))
    merged = judged.filter(~pl.col("suppressed"))["merged"].count()
    return exhibit_of_units(
        setting,
        judged,
        readied(judged, setting),
        finding,
        axis=setting.say("fair.axis.ratio"),
        tick="",
        target=(1.0, setting.say("fair.as_expected")),
        ceiling=WIDEST,
        measure=measure,
        unit="times",
        interval="ratio",
        notes=[
            setting.say("fair.note.case_mix"),
            setting.say("fair.note.case_mix_flag"),
            setting.say("fair.note.cut", widest=f"{WIDEST:.0f}"),
            *([setting.say("fair.note.case_mix_merged", units=merged)] if merged else []),
        ],
        from_zero=True,
    )


def readied(judged: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.dots`."""
    rows = list(judged.iter_rows(named=True))
    marks = ["" if row["ratio"] is None else TIMES.value(row["ratio"], setting.lang) for row in rows]
    return marked_rows(judged, setting, marks, [_hover(row, setting) for row in rows]).with_columns(
        value=pl.col("ratio").clip(0, WIDEST),
        lower=pl.col("ratio_lower").clip(0, WIDEST),
        upper=pl.col("ratio_upper").clip(0, WIDEST),
        below=(pl.col("flag") == "high").fill_null(False),
    )


def _hover(row: dict, setting: Setting) -> str:
    if row["ratio"] is None:
        return f"{row['unit']}<br>{setting.say('too_few')}"
    limits = TIMES.interval(row["ratio_lower"], row["ratio_upper"], setting.lang, 1.0)
    counts = setting.say("fair.hover.case_mix", dissatisfied=row["dissatisfied_n"], expected=f"{row['expected_n']:.1f}")
    value = f"<b>{TIMES.value(row['ratio'], setting.lang, 1.0)}</b> {limits}"
    return "<br>".join([row["unit"], value, counts, setting.say("hover.n", n=count(row["valid_n"]))])


def finding(setting: Setting, shown: pl.DataFrame) -> str:
    """How many units have significantly more or fewer dissatisfied answers than expected."""
    several = shown.drop_nulls("ratio")  # the ratio is null where nobody in the class is dissatisfied
    several = several if several.height > 1 else several.clear()  # a single unit is its own expectation
    flagged = counted("case_mix", [Facts(flag) for flag in several["flag"]], setting.lang)
    return title([setting.say("fair.title.units", units=shown.height), *flagged], setting.lang)


SPEC = ExhibitSpec("unit_case_mix", ("unit_case_mix", *ASKED), make, (ANSWERS_OF_CLASS,))
