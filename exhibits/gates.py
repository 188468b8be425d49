"""Gates for judging words: an interval, a test or a count decides which judging word a title may use.

RULES is the only table: table → rule → condition. The word of a rule is exhibits.gate.TABLE.RULE, its condition in
words is exhibits.rule.TABLE.RULE; both are in words/gates.toml, and the definitions page shows them. A word that no
rule allows is not used. Clauses that only count or measure ("24 units", "95.2 %") are exhibits.title.… and need no
rule.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from inference.multiplicity import LEVEL as ALPHA
from inference.multiplicity import widened
from words import say, words

LONGEST = {"zh": 25, "en": 80}
REDUNDANT = 0.8  # two measures are redundant if their correlation is significantly above this (assumption)
NEARLY, NINETY = 85, 90  # the published "near 90" organisations: 85 to 89 (assumption)
MANY = "many"  # the voice for clauses with a count
NONE = "none"  # the clause for the case that no rule of a table holds


@dataclass(frozen=True)
class Facts:
    """What is known about the figure in a title; None where nothing is known.

    `code`: a verdict, flag, signal or kind of call, as computed elsewhere. `change_lower`, `change_upper`: the limits
    of its change. `steps`: the limits of each year's change over the years shown, oldest first; None for a year without
    a comparable previous year. `z`, `p`: a test and its direction: z > 0 means rising, or faster than the others.
    `ranks`: the best and the worst possible rank (1 = highest), and the number of ranked things. `lower`, `upper`: its
    own limits. `count`: what it counts. `reached`: whether half of the items reached the state.
    """

    code: str | None = None
    change_lower: float | None = None
    change_upper: float | None = None
    steps: tuple[tuple[float, float] | None, ...] = ()
    z: float | None = None
    p: float | None = None
    ranks: tuple[int, int, int] | None = None
    lower: float | None = None
    upper: float | None = None
    count: int | None = None
    reached: bool | None = None


Rule = Callable[[Facts], bool]


def _is(code: str) -> Rule:
    return lambda facts: facts.code == code


def _called(*codes: str) -> dict[str, Rule]:
    """One rule per code, with the code as its name."""
    return {code: _is(code) for code in codes}


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


def _sure(facts: Facts) -> float:
    """The direction (z) of a significant test, else 0."""
    sure = facts.z is not None and facts.p is not None and facts.p < ALPHA
    return facts.z or 0.0 if sure else 0.0


def _every_step(holds: Callable[[tuple[float, float]], bool]) -> Rule:
    """The condition holds for at least two steps, none missing: a single step is a change, not a course."""
    return lambda facts: len(facts.steps) >= 2 and all(step is not None and holds(step) for step in facts.steps)


def _some(facts: Facts) -> bool:
    return facts.count is not None and facts.count > 0


def _none(facts: Facts) -> bool:
    return facts.count == 0


RULES: dict[str, dict[str, Rule]] = {
    "level": _called("not_met", "met", "undecided", "too_few"),
    "course": {
        "rises_yearly": _every_step(lambda step: step[0] > 0),
        "falls_yearly": _every_step(lambda step: step[1] < 0),
        "rises": _rises,
        "falls": _falls,
        "level": _may_be_level,
    },
    "trend": {
        "rises_overall": lambda facts: _sure(facts) > 0,
        "falls_overall": lambda facts: _sure(facts) < 0,
        "no_trend": lambda facts: facts.p is not None,
    },
    "place": {
        "first": lambda facts: facts.ranks is not None and facts.ranks[1] == 1 < facts.ranks[2],
        "last": lambda facts: facts.ranks is not None and facts.ranks[0] == facts.ranks[2] > 1,
    },
    "hold": {
        "fixed": lambda facts: facts.ranks is not None and facts.ranks[0] == facts.ranks[1] and facts.ranks[2] > 1
    },
    "band": {"commonest": lambda facts: facts.ranks is not None and facts.ranks[1] == 1},
    "flag": _called("low", "high"),
    "target": _called("below"),
    "case_mix": _called("high", "low"),
    "profile": _called("better", "worse"),
    "spread": _called("common"),
    "pace": {"slower": lambda facts: _sure(facts) < 0, "faster": lambda facts: _sure(facts) > 0},
    "signal": _called("common", "improving", "worsening", "special_high", "special_low"),
    "assurance": _called("pass", "fail", "uncertain"),
    "quadrant": _called("both", "party", "business", "neither"),
    "redundancy": {
        "redundant": lambda facts: facts.lower is not None and facts.lower > REDUNDANT,
        "distinct": lambda facts: facts.upper is not None and facts.upper < REDUNDANT,
    },
    "half": {"reached": lambda facts: facts.reached is True, "not_reached": lambda facts: facts.reached is False},
    "due": {"none_due": _none},
    "late": {"overdue": _some, "none_overdue": _none},
    "light": _called("red", "yellow", "green"),
    "project_late": {"overdue": _some, "none_overdue": _none},
    "fell": {"fell": _some},
    "stalled": {"stalled": _some},
    "forecast": {"beyond": _some, "within": _none},
    "feedback": {"unsent": _some, "all_sent": _none},
    "agreement": {"differing": _some, "agreed": _none},
    "attention": _called("below_target", "fell", "overdue", "deadline_day", "findings", "too_few"),
    "claim": _called("proved", "refuted", "undecided"),
    "full_coverage": _called("proved", "refuted", "undecided"),
    "near_ninety": {
        "near": lambda facts: facts.count is not None and NEARLY <= facts.count < NINETY,
        "at_least": lambda facts: facts.count is not None and facts.count >= NINETY,
        "short": lambda facts: facts.count is not None,
    },
    "award_rules": {"broken": _some, "kept": _none},
    "criterion": {"higher": lambda facts: _sure(facts) > 0, "lower": lambda facts: _sure(facts) < 0},
    "spot_check": {"above": _rises, "below": _falls, "within": _may_be_level},
    "apart": {"some": _some, "none": _none},
    "answers": {"missing": _some, "all": _none},
}


def allowed(table: str, facts: Facts) -> str | None:
    """The name of the first rule of a table that the facts satisfy; None when there is none."""
    return next((name for name, holds in RULES[table].items() if holds(facts)), None)


def word(table: str, facts: Facts, lang: str, voice: str = "", **fields: object) -> str:
    """The word in a language, "" when none is allowed. `voice` selects a wording:
    exhibits.gate.<table><_voice>.<rule>."""
    rule = allowed(table, facts)
    return say(_key(table, rule, voice), lang, **fields) if rule else ""


def counted(table: str, many: Iterable[Facts], lang: str, **fields: object) -> list[str]:
    """One clause per rule that holds for some of the things, with their count, in the order of the table. If no rule
    holds, the table's clause for this case, if it has one. An empty list when there are no things."""
    said = [allowed(table, facts) for facts in many]
    if not said:
        return []
    clauses = [
        say(_key(table, rule, MANY), lang, count=said.count(rule), **fields) for rule in RULES[table] if rule in said
    ]
    nobody = _key(table, NONE, MANY)
    return clauses or ([say(nobody, lang, **fields | {"count": len(said)})] if nobody in words() else [])


def _key(table: str, rule: str, voice: str) -> str:
    return f"exhibits.gate.{table}{'_' + voice if voice else ''}.{rule}"


def of_last(years: pl.DataFrame) -> Facts:
    """The facts of the last of these years, from verdict (if present), change_lower and change_upper."""
    changes = years.select("change_lower", "change_upper").rows()
    verdict = years["verdict"][-1] if "verdict" in years.columns else None
    steps = tuple(None if low is None or high is None else (low, high) for low, high in changes[1:])
    return Facts(verdict, change_lower=changes[-1][0], change_upper=changes[-1][1], steps=steps)


def places(known: Mapping[str, tuple[float, float, float]]) -> dict[str, Facts]:
    """The possible ranks of each thing: a thing is certainly above those whose whole interval lies below its own.

    known: value and 95 % limits of each; the limits are widened so that all hold simultaneously.
    """
    among = len(known)
    limits = {
        name: (widened(value, low, among), widened(value, high, among)) for name, (value, low, high) in known.items()
    }
    return {
        name: Facts(
            ranks=(
                1 + sum(low > upper for low, _ in limits.values()),
                sum(high >= lower for _, high in limits.values()),
                len(limits),
            )
        )
        for name, (lower, upper) in limits.items()
    }


def verdict_and_course(value: str, facts: Facts, lang: str, line: float | None, size: str) -> str:
    """The title of a figure compared with its line and with the year before; a shorter wording where the full one is
    too long."""

    def clauses(voice: str) -> list[str]:
        level = word("level", facts, lang, voice, target=f"{line:.0%}") if line is not None else ""
        return [value, level, word("course", facts, lang, voice, size=size)]

    return title(clauses(""), lang, clauses("short"))


def title(clauses: list[str], lang: str, shorter: list[str] | None = None) -> str:
    """The clauses joined up to the maximum length of a title. The first is always kept; dropped ones are in the
    subtitle.

    `shorter`: the same clauses in fewer words, used when the full ones do not all fit.
    """
    comma = say("exhibits.list.clause", lang)
    if shorter and len(comma.join(filter(None, clauses))) > LONGEST[lang]:
        clauses = shorter
    said = ""
    for clause in filter(None, clauses):
        longer = f"{said}{comma}{clause}" if said else clause
        if said and len(longer) > LONGEST[lang]:
            break
        said = longer
    return said
