"""Words gated by numbers: which word a title may use, decided by an interval and by nothing else.

RULES is the one table: rule → condition → the word's key. A word that no rule allows is not said.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from words import say

LONGEST = {"zh": 25, "en": 80}
ALPHA = 0.05


@dataclass(frozen=True)
class Facts:
    """What is known of the figure a title speaks of; null where nothing is known.

    `steps`: the limits of each year's change over the years shown, oldest first; None for a year without a comparable
    predecessor. `trend_z`, `trend_p`: the test of a trend over those years, rising where z > 0.
    `ranks`: the best and the worst rank that may be its own, and how many are ranked.
    """

    verdict: str | None = None
    change_lower: float | None = None
    change_upper: float | None = None
    steps: tuple[tuple[float, float] | None, ...] = ()
    trend_z: float | None = None
    trend_p: float | None = None
    ranks: tuple[int, int, int] | None = None


Rule = Callable[[Facts], bool]


def _rises(facts: Facts) -> bool:
    return facts.change_lower is not None and facts.change_lower > 0


def _falls(facts: Facts) -> bool:
    return facts.change_upper is not None and facts.change_upper < 0


def _may_be_level(facts: Facts) -> bool:
    return (
        facts.change_lower is not None
        and facts.change_upper is not None
        and facts.change_lower <= 0 <= facts.change_upper
    )


def _sure_trend(facts: Facts) -> float:
    """The trend's z where its test bears a word, else 0."""
    sure = facts.trend_z is not None and facts.trend_p is not None and facts.trend_p < ALPHA
    return facts.trend_z or 0.0 if sure else 0.0


def _every_step(holds: Callable[[tuple[float, float]], bool]) -> Rule:
    """At least two steps, none missing: one step is a change, not a course."""
    return lambda facts: len(facts.steps) >= 2 and all(step is not None and holds(step) for step in facts.steps)


LEVEL: dict[str, Rule] = {
    "met": lambda facts: facts.verdict == "met",
    "not_met": lambda facts: facts.verdict == "not_met",
    "undecided": lambda facts: facts.verdict == "undecided",
    "too_few": lambda facts: facts.verdict == "too_few",
}
COURSE: dict[str, Rule] = {
    "rises_yearly": _every_step(lambda step: step[0] > 0),
    "falls_yearly": _every_step(lambda step: step[1] < 0),
    "rises": _rises,
    "falls": _falls,
    "level": _may_be_level,
}
TREND: dict[str, Rule] = {
    "rises_overall": lambda facts: _sure_trend(facts) > 0,
    "falls_overall": lambda facts: _sure_trend(facts) < 0,
    "no_trend": lambda facts: facts.trend_p is not None,
}
PLACE: dict[str, Rule] = {
    "best": lambda facts: facts.ranks is not None and facts.ranks[1] == 1 < facts.ranks[2],
    "worst": lambda facts: facts.ranks is not None and facts.ranks[0] == facts.ranks[2] > 1,
}
RULES: dict[str, dict[str, Rule]] = {"level": LEVEL, "course": COURSE, "trend": TREND, "place": PLACE}


def allowed(table: str, facts: Facts) -> str | None:
    """The first word of a table that the facts allow, as its rule's name; None when there is none."""
    return next((name for name, holds in RULES[table].items() if holds(facts)), None)


def word(table: str, facts: Facts, lang: str, voice: str = "", **fields: str) -> str:
    """The word in a language, "" when none is allowed. `voice` picks wording: exhibits.gate.<table><_voice>.<rule>."""
    rule = allowed(table, facts)
    return say(f"exhibits.gate.{table}{'_' + voice if voice else ''}.{rule}", lang, **fields) if rule else ""


def separated(limits: Mapping[str, tuple[float, float]]) -> str | None:
    """The one thing whose whole interval lies above all others' (rank interval 1 of 1), or None."""
    if len(limits) < 2:
        return None
    best = max(limits, key=lambda name: limits[name][0])
    return best if all(limits[best][0] > upper for name, (_, upper) in limits.items() if name != best) else None


def title(clauses: list[str], lang: str) -> str:
    """Clauses joined while the title stays short enough; the first always stays, what is dropped is in the subtitle."""
    comma = say("exhibits.list.clause", lang)
    said = ""
    for clause in filter(None, clauses):
        longer = f"{said}{comma}{clause}" if said else clause
        if said and len(longer) > LONGEST[lang]:
            break
        said = longer
    return said
