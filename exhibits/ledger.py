"""What the rectification exhibits share: the names of groups, and the scope of a ledger's figures."""

from exhibits.setting import LEDGER as SCOPE
from exhibits.setting import Setting
from words import label

__all__ = ["SCOPE", "group_name"]


def group_name(setting: Setting, group: str | None, unit: str | None) -> str:
    """A group of items in words: the unit's name, the source's word, 第N轮; a category stands as it was written."""
    if group is None:
        return setting.say("no_group")
    match setting.selection.group_by:
        case "all":
            return setting.say("all_items")
        case "unit":
            return unit or group
        case "round":
            return setting.say("round", number=group)
        case "source":
            return label("source", group, setting.lang)
    return group
