"""What the appraisal exhibits share: names of groups and of grades, rows for `charts.grades`, why no unit is listed."""

from collections.abc import Iterable, Sequence
from typing import Any

import polars as pl

from exhibits.exhibit import SourceRecords
from exhibits.phrasing import PERCENT
from exhibits.setting import Setting
from exhibits.unit_classes import CLASSES
from words import label

SCOPE = ("years", "unit_class")
TONES = {1: "done", 2: "wait", 3: "gone", 4: "late"}  # position of a grade → tone of its bar
POSTS = ("secretary", "deputy_secretary", "discipline_secretary", "member", "other")
ORDER = {code: at for at, code in enumerate((*CLASSES, *POSTS))}
SEVERAL = "+"  # joins the codes of groups, or grades, that are shown as one
TOGETHER = "†"  # marks a count of several grades
RECORDS = SourceRecords("appraisal", ("year_from", "year_to", "unit_class"), years_shown=True)


def group_name(setting: Setting, level: str, key: str) -> str:
    """The name of a group: the city, a class, a level of post, or those shown as one."""
    if level in ("city", "none"):
        return setting.say("appraisal.city")
    code_list = "unit_class" if level == "class" else "post_level"
    names = [label(code_list, code, setting.lang) for code in key.split(SEVERAL)]
    return setting.say("list.comma").join(names)


def grade_name(setting: Setting, part: str) -> str:
    """The name of a grade, or of those shown as one."""
    return setting.say("list.comma").join(label("appraisal_grade", code, setting.lang) for code in part.split(SEVERAL))


def legend(setting: Setting, known: pl.DataFrame) -> list[tuple[str, str]]:
    """The legend of one scale for `charts.grades`: tone and word of all its grades, from the best to the worst."""
    grades: dict[int, str] = {}
    for part, position in known.select("part", "position").unique().iter_rows():
        grades |= dict(enumerate(part.split(SEVERAL), position))
    return [(TONES[at], label("appraisal_grade", grades[at], setting.lang)) for at in sorted(grades)]


def shown_groups(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of the classes where classes are chosen, else those of the city."""
    classes = rows.filter(pl.col("level") == "class")
    city = rows.filter(pl.col("level") == "city")
    return city if city.height else classes


def worded(setting: Setting, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as a reader sees them: group_name and grade_name instead of the codes of groups and grades."""
    names = [group_name(setting, *row) for row in rows.select("level", "key").iter_rows()]
    rows = rows.with_columns(group_name=pl.Series(names, dtype=pl.String)).drop("key", "name", strict=False)
    for codes in {"part", "grade"} & set(rows.columns):
        grades = [grade_name(setting, code) for code in rows[codes]]
        rows = rows.with_columns(grade_name=pl.Series(grades, dtype=pl.String)).drop(codes)
    return rows


def in_order(rows: pl.DataFrame) -> pl.Series:
    """The place of each row's group in the usual order of the classes and of the levels of posts."""
    places = [ORDER.get(key.split(SEVERAL)[0], len(ORDER)) for key in rows["key"]]
    return pl.Series("place", places, dtype=pl.Int64)


def hover(setting: Setting, name: str, parts: Iterable[dict[str, Any]], whole: str) -> str:
    """The lines of a bar's tooltip: its name, each grade with count and share, what they are shares of."""
    lines = [
        setting.say("appraisal.hover_part", grade=part["word"], n=part["n"], share=PERCENT.value(share, setting.lang))
        for part, share in ((part, part["share"]) for part in parts)
    ]
    return "<br>".join([name, *lines, whole])


def unit_notes(setting: Setting) -> list[str]:
    """Why a chosen unit changes nothing."""
    return [setting.say("appraisal.no_units")] if setting.selection.units else []


def best(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The part with the best grade."""
    return min(parts, key=lambda part: int(part["position"]))
