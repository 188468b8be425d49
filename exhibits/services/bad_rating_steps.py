"""What the exhibits of the handling of bad ratings share: scope, parts of a bar, hover texts."""

from exhibits.phrasing import PERCENT, count
from exhibits.setting import OF_UNITS as SCOPE
from exhibits.setting import Setting

__all__ = ["FEW", "PARTS", "SCOPE", "handling_hover", "limit_said"]

FEW = 30  # a mark is hollow with fewer ratings due
# Column of a count → tone of its part in a bar; together they are all bad ratings.
PARTS = (
    ("on_time_n", "done"),
    ("late_n", "slow"),
    ("overdue_n", "late"),
    ("waiting_n", "wait"),
    ("struck_n", "gone"),
)


def limit_said(row: dict, setting: Setting) -> str:
    """The limit within which a bad rating is to be rectified."""
    return setting.say("note.limit", days=row["limit_days"])


def handling_hover(name: str, row: dict, setting: Setting) -> str:
    """The texts of a period or a place: its counts, and the rates with their intervals."""
    if row["bad_n"] is None:
        return f"{name}<br>{setting.say('too_few')}"
    lang = setting.lang
    lines = [name, setting.say("hover.bad_handling", **{key: count(row[key]) for key in ("bad_n", *dict(PARTS))})]
    if row["due_n"]:
        limits = PERCENT.interval(row["rectified_lower"], row["rectified_upper"], lang)
        lines.append(f"<b>{PERCENT.value(row['rectified_rate'], lang)}</b> {limits}")
        rates = {step: PERCENT.value(row[f"{step}_rate"], lang) for step in ("replied", "called_back")}
        lines.append(setting.say("note.bad_steps", **rates))
    if row["answered_n"]:
        limits = PERCENT.interval(row["callback_lower"], row["callback_upper"], lang)
        value = PERCENT.value(row["bad_callback_rate"], lang)
        lines.append(setting.say("note.bad_satisfied", value=value, limits=limits, n=row["answered_n"]))
    return "<br>".join(lines)
