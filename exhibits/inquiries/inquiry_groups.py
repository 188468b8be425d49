"""What the exhibits of inquiries share: the names of groups, and the parts of promises."""

from exhibits.setting import Setting
from words import label

# Column of a count → tone of its part in a bar.
PROMISES = (("kept", "done"), ("kept_late", "slow"), ("waiting", "wait"), ("overdue", "late"))
LISTS = {"category": "inquiry_topic", "source": "asker"}


def group_name(setting: Setting, group: str, unit: str | None) -> str:
    """The name of a group of questions: the unit, the topic, the role of who asked, or the day of the session."""
    by = setting.selection.group_by
    if by == "all":
        return setting.say("all_promises")
    if by in LISTS:
        return setting.say("no_group") if group == "unclassified" else label(LISTS[by], group, setting.lang)
    return unit or group
