"""How good is closing: hurried before the deadline, looked at again, come back, found satisfactory?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.rectification.ledger_rates import Rate, by_group, named, of_all, reach
from exhibits.rectification.ledger_scope import SCOPE
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS

LAST_DAYS = Rate("last_days", "last_days_share", "last_days_lower", "last_days_upper", "last_days", "closed_with_due")
RATES = (
    LAST_DAYS,
    Rate("look_back", "look_back_coverage", "look_back_lower", "look_back_upper", "checked", "ever_closed"),
    Rate("relapse", "relapse_rate", "relapse_lower", "relapse_upper", "relapsed", "checked"),
    Rate("satisfied", "satisfied_rate", "satisfied_lower", "satisfied_upper", "satisfied", "graded"),
)


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_quality", frames, selection, "ledger", SCOPE, ledger=True)
    groups = frames["rectification_quality"]
    alone = selection.group_by == "all"
    measure = setting.say("measure.quality" if alone else "measure.last_days")
    if groups.is_empty():
        return setting.nothing(groups, measure, "dots")
    rows = of_all(groups.row(0, named=True), RATES, setting) if alone else by_group(groups, LAST_DAYS, setting)
    return setting.exhibit(
        named(groups, setting),
        dots(
            rows,
            setting.palette,
            axis=setting.say("axis.share" if alone else "axis.last_days"),
            tick=PERCENT.tick,
            from_zero=True,
            ceiling=1.0,
            absent=setting.say("not_recorded"),
            stamp=setting.stamp,
        ),
        finding(setting, groups, alone),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.percent"),
        n=int(groups["ever_closed"].sum()),
        n_of="closed",
        interval="wilson",
        notes=[setting.say(f"note.deadline_{selection.deadline}"), setting.say("note.few_items")],
    )


def finding(setting: Setting, groups: pl.DataFrame, alone: bool) -> str:
    """Counts, not estimates: no gate."""
    if not alone:
        reached = reach(groups, LAST_DAYS, setting)
        return setting.say("title.groups_last_days", **reached) if reached else setting.say("title.no_due_dates")
    row, lang = groups.row(0, named=True), setting.lang
    covered = setting.say("title.looked_back", value=PERCENT.value(row["look_back_coverage"], lang))
    if not row["checked"]:
        return title([setting.say("title.never_looked_back"), setting.say("title.no_relapse_known")], lang)
    return title([covered, setting.say("title.relapsed", value=PERCENT.value(row["relapse_rate"], lang))], lang)


SPEC = ExhibitSpec("rectification_quality", ("rectification_quality", *ASKED), make, (ITEMS,))
