"""How long does it take until an item of one unit is closed, beside the other units of its class?"""

import polars as pl

from charts.step_curve import stairs
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.rectification.rectification_closure import OPEN, horizon, readied
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS_OF_UNIT
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("unit_closure", frames, selection, "ledger", ("years",), ledger=True)
    curves = frames["unit_closure"].with_columns(size=pl.col("at_risk").max().over("group"))
    measure = setting.say("measure.closure")
    if curves.filter(pl.col("group") == "own").is_empty():
        return setting.nothing(curves.drop("size"), measure, "curve")
    is_own, others = pl.col("group") == "own", setting.say("peers")
    curves = curves.with_columns(group_name=pl.when(is_own).then("unit").otherwise(pl.lit(others)))
    own, peers = curves.filter(is_own), curves.filter(~is_own)
    until = horizon(own)
    told = own.row(0, named=True)
    name = label("unit_class", told["unit_class"], setting.lang)
    notes = [
        setting.say("note.beside_class", unit=told["unit"], name=name, count=told["peers_n"]),
        setting.say("note.censored"),
    ]
    if until < own.select(pl.col("day").max()).item():
        notes.append(setting.say("note.until", days=until))
    return setting.exhibit(
        curves.drop("size"),
        stairs(
            readied(own, setting, OPEN),
            setting.palette,
            axis=setting.say("axis.open_share"),
            across=setting.say("axis.days"),
            until=until,
            half_line=True,
            beside=None if peers.is_empty() else readied(peers, setting, OPEN),
            stamp=setting.stamp,
        ),
        finding(setting, curves),
        measure=measure,
        kind="curve",
        unit=setting.say("unit_name.open_share"),
        n=int(told["size"]),
        interval=OPEN.interval,
        notes=notes,
    )


def finding(setting: Setting, curves: pl.DataFrame) -> str:
    """The day on which half of the unit's items are closed, or "not reached", and that day of its class."""
    halves = dict(curves.select("group", "median_days").iter_rows())
    own, peers = halves["own"], halves.get("peers")
    said = word("half", Facts(reached=own is not None), setting.lang, days=own)
    return title([said, "" if peers is None else setting.say("title.half_of_class", days=peers)], setting.lang)


SPEC = ExhibitSpec("unit_closure", ("unit_closure", *ASKED), make, (ITEMS_OF_UNIT,))
