"""What did each unit promise, and what did it keep?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.inquiries.inquiry_groups import PROMISES
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import QUESTIONS
from exhibits.unit_classes import MOST_UNITS, bars_of_units


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("inquiry_by_unit", frames, selection, "inquiries", OF_UNITS, ledger=True)
    units = frames["inquiry_by_unit"]
    measure = setting.say("measure.inquiry_by_unit")
    if units.is_empty():
        return setting.nothing(units, measure, "bars")
    promising = units.filter(pl.col("promised") > 0)
    figure = None
    if promising.height:
        figure = stacked(
            readied(promising.head(MOST_UNITS), setting),
            [(column, setting.say(f"part.promise_{column}"), tone) for column, tone in PROMISES],
            setting.palette,
            axis=setting.say("axis.promises"),
            stamp=setting.stamp,
        )
    cut = promising.height > MOST_UNITS
    return setting.exhibit(
        units,
        figure,
        finding(setting, units),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.items"),
        n=int(units["promised"].sum()),
        n_of="promises",
        interval="census_inquiries",
        notes=[setting.say("note.first_units", shown=MOST_UNITS, all=promising.height)] if cut else [],
    )


def readied(units: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The units with the columns of `charts.bars`; the mark is the share kept by their day."""
    rows = list(units.iter_rows(named=True))
    marks = [PERCENT.value(row["kept_on_time_rate"], setting.lang) if row["due"] else "" for row in rows]
    hover = [setting.say("hover.promises", **row | {"name": row["unit"]}) for row in rows]
    return bars_of_units(units, marks, hover)


def finding(setting: Setting, units: pl.DataFrame) -> str:
    """How many units promised how much, and how many promises are overdue."""
    promised, overdue = int(units["promised"].sum()), int(units["overdue"].sum())
    clauses = [setting.say("title.units_promised", units=units.filter(pl.col("promised") > 0).height, count=promised)]
    if promised:
        clauses.append(word("late", Facts(count=overdue), setting.lang, count=overdue))
    return title(clauses, setting.lang)


SPEC = ExhibitSpec("inquiry_by_unit", ("inquiry_by_unit", *ASKED), make, (QUESTIONS,))
