"""How good are closures: closed just before the deadline, looked at again, re-opened, found satisfactory?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.rectification.ledger_rates import Rate, Rates, exhibit_of_rates, reach
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


SHOWN = Rates(
    RATES, LAST_DAYS, ("measure.quality", "measure.last_days"), ("axis.share", "axis.last_days"), "not_recorded"
)


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_quality", frames, selection, "ledger", SCOPE, ledger=True)
    groups = frames["rectification_quality"]
    if groups.is_empty():
        return setting.nothing(groups, SHOWN.measure_words(setting), "dots")
    return exhibit_of_rates(setting, groups, SHOWN, finding, int(groups["ever_closed"].sum()), "closed")


def finding(setting: Setting, groups: pl.DataFrame) -> str:
    """States counts, not estimates, so no gate is needed."""
    if setting.selection.group_by != "all":
        reached = reach(groups, LAST_DAYS, setting)
        return setting.say("title.groups_last_days", **reached) if reached else setting.say("title.no_due_dates")
    row, lang = groups.row(0, named=True), setting.lang
    covered = setting.say("title.looked_back", value=PERCENT.value(row["look_back_coverage"], lang))
    if not row["checked"]:
        return title([setting.say("title.never_looked_back"), setting.say("title.no_relapse_known")], lang)
    return title([covered, setting.say("title.relapsed", value=PERCENT.value(row["relapse_rate"], lang))], lang)


SPEC = ExhibitSpec("rectification_quality", ("rectification_quality", *ASKED), make, (ITEMS,))
