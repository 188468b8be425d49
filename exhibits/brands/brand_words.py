"""Words and scope that the exhibits of brands share."""

from collections.abc import Callable

from words import label, say

Say = Callable[..., str]  # a key after "exhibits." and its fields → the text

AWARDS = ("flagship", "top_ten", "excellent")  # the highest first
LONGEST_NAME = {"zh": 10, "en": 30}  # characters of a brand's name in a title


def spoken(lang: str) -> Say:
    """`Setting.say` for a language, for slides, which have no setting."""
    return lambda key, **facts: say(f"exhibits.{key}", lang, **facts)


def stage_name(stage: str, lang: str, told: Say) -> str:
    """The word of a step of the contest; winning an award is its last one."""
    return told("brand_awarded") if stage == "awarded" else label("brand_stage", stage, lang)


def clipped(brand: str, lang: str) -> str:
    """A brand's name that fits into a title."""
    longest = LONGEST_NAME[lang]
    return brand if len(brand) <= longest else brand[: longest - 1] + "…"
