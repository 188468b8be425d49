"""What share is finished, closed, closed on time: the rates used in official bulletins, each with its denominator."""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT
from exhibits.rectification.ledger_rates import Rate, Rates, exhibit_of_rates, reach
from exhibits.rectification.ledger_scope import SCOPE
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS

ON_TIME = Rate("on_time", "on_time_rate", "on_time_lower", "on_time_upper", "on_time", "due")
RATES = (
    Rate("finish", "finish_rate", "finish_lower", "finish_upper", "finished", "total"),
    Rate("closure", "closure_rate", "closure_lower", "closure_upper", "closed", "total"),
    ON_TIME,
    Rate("overdue", "overdue_rate", "overdue_lower", "overdue_upper", "overdue", "due"),
    Rate("extension", "extension_rate", "extension_lower", "extension_upper", "extended", "total"),
)


SHOWN = Rates(RATES, ON_TIME, ("measure.bulletin_rates", "measure.on_time"), ("axis.share", "axis.on_time"), "none_due")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_on_time", frames, selection, "ledger", SCOPE, ledger=True)
    groups = frames["rectification_on_time"]
    if groups.is_empty():
        return setting.nothing(groups, SHOWN.measure_words(setting), "dots")
    total = int(groups["total"].sum())
    return exhibit_of_rates(setting, groups, SHOWN, finding, total, from_zero=selection.group_by == "all")


def finding(setting: Setting, groups: pl.DataFrame) -> str:
    """States counts, not estimates; the only judging word is that no item is due."""
    if setting.selection.group_by != "all":
        return finding_of_groups(setting, groups)
    row, lang = groups.row(0, named=True), setting.lang
    on_time = word("due", Facts(count=row["due"]), lang)
    if not on_time:
        on_time = setting.say("title.on_time", value=PERCENT.value(row["on_time_rate"], lang, 1.0))
    return title([on_time, setting.say("title.finished", value=PERCENT.value(row["finish_rate"], lang, 1.0))], lang)


def finding_of_groups(setting: Setting, groups: pl.DataFrame) -> str:
    """The range over the groups; no group is called first or last, because their intervals overlap."""
    reached = reach(groups, ON_TIME, setting)
    none_due = word("due", Facts(count=int(groups["due"].sum())), setting.lang)
    return none_due or setting.say("title.groups_on_time", **reached)


SPEC = ExhibitSpec("rectification_on_time", ("rectification_on_time", *ASKED), make, (ITEMS,))
