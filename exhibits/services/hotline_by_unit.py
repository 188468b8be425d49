"""Which units finish their work orders on time?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.services.bulletins import ORDERS, REPORTS, SCOPE
from exhibits.services.orders_of_units import exhibit_of_orders, with_requests
from exhibits.setting import ASKED, Setting


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("hotline_by_unit", frames, selection, REPORTS, SCOPE)
    by_unit = frames["hotline_by_unit"]
    rows = with_requests(by_unit, "orders_on_time_rate").with_columns(
        lower=pl.col("orders_on_time_rate"),
        upper=pl.col("orders_on_time_rate"),
        hollow=pl.lit(False),
        below=(pl.col("on_time_verdict") == "not_met").fill_null(False),
    )
    if not rows["orders_on_time_rate"].count():
        return setting.nothing(by_unit, setting.say("measure.on_time_by_unit"), "dots")
    target = rows["on_time_target"][0]

    def hover(row: dict) -> list[str]:
        value = PERCENT.value(row["orders_on_time_rate"], setting.lang, target)
        return [
            f"<b>{value}</b>",
            setting.say("hover.on_time_orders", on_time=row["orders_on_time"], due=row["orders_due"]),
        ]

    return exhibit_of_orders(
        setting,
        by_unit,
        rows,
        finding,
        hover,
        value="orders_on_time_rate",
        target=target,
        what="on_time",
        n=int(rows["orders_due"].sum()),
        interval="census",
        notes=[setting.say("note.few_orders")],
    )


def finding(setting: Setting, rows: pl.DataFrame) -> str:
    """How many units are at the target or below it: all due work orders are counted, so the rate itself decides."""
    judging = [Facts(code) for code in rows["on_time_verdict"].drop_nulls()]
    lang = setting.lang
    return title([setting.say("title.units", units=rows.height), *counted("level", judging, lang)], lang)


SPEC = ExhibitSpec("hotline_by_unit", ("hotline_by_unit", *ASKED), make, (ORDERS,))
