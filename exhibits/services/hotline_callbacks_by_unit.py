"""At which units are people satisfied when they are called back about their work order?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.services.bulletins import ORDERS, REPORTS, SCOPE
from exhibits.services.orders_of_units import exhibit_of_orders, with_requests
from exhibits.setting import ASKED, Setting
from exhibits.simultaneous_verdicts import finding_of_units, simultaneous_verdicts

FEW = 30  # a mark is hollow with fewer call-backs


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("hotline_callbacks_by_unit", frames, selection, REPORTS, SCOPE)
    by_unit = frames["hotline_by_unit"]
    rows = judged(with_requests(by_unit, "callback_rate"))
    if not rows["callback_rate"].count():
        reason = "suppressed" if rows["suppressed"].any() else "empty"
        return setting.nothing(by_unit, setting.say("measure.callbacks_by_unit"), "dots", reason)
    target, lang = rows["callback_target"][0], setting.lang

    def hover(row: dict) -> list[str]:
        limits = PERCENT.interval(row["lower"], row["upper"], lang, target)
        value = PERCENT.value(row["callback_rate"], lang, target)
        return [f"<b>{value}</b> {limits}", setting.say("hover.callbacks", n=row["valid_callbacks"])]

    return exhibit_of_orders(
        setting,
        by_unit,
        rows,
        finding_of_units,
        hover,
        value="callback_rate",
        target=target,
        what="callbacks",
        n=int(rows["valid_callbacks"].sum()),
        interval="wilson",
        notes=[setting.say("note.few_callbacks")],
    )


def judged(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds the verdict of each unit against the target, after Holm's adjustment over all units."""
    line = rows["callback_target"][0] if rows.height else None
    counts = rows.rename({"callbacks_satisfied": "satisfied_n", "valid_callbacks": "valid_n"})
    return rows.with_columns(verdict=simultaneous_verdicts(counts, line)).with_columns(
        hollow=(pl.col("valid_callbacks") < FEW).fill_null(False) | (pl.col("verdict") == "undecided").fill_null(False),
        below=(pl.col("verdict") == "not_met").fill_null(False),
    )


SPEC = ExhibitSpec("hotline_callbacks_by_unit", ("hotline_by_unit", *ASKED), make, (ORDERS,))
