"""What each question promises in its header, and what may be asked of it.

A header is the comment at the top of a question's file: the purpose, then `grain:`, `params:`, `returns:` and `rests:`;
a list goes on over the following lines. `rests:` names, kind by kind, the columns that are made of what persons said or
are (PERSONAL): these are made of shown figures only, or null (tables/hidden.sql).
"""

import datetime
import difflib
import functools
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SHARED = (
    "tables",
    "per_build",
    "older_builds",
)  # folders of what all subjects share; every other one is a subject, of questions
MACROS = HERE / "macros.sql"
FILES = {file.stem: file for file in sorted(HERE.glob("*/*.sql")) if file.parent.name not in SHARED}
NAMES = tuple(sorted(FILES))

# Records of persons, of which few are not shown: answers and forms of surveys, callbacks, members behind an index.
PERSONAL = ("answers", "forms", "callbacks", "members")

# What a parameter is when nobody sets it; one that is not here is null (no restriction) or an empty list.
DEFAULTS: dict[str, Any] = {
    "basis": "three",
    "item": "overall",
    "group_by": "all",
    "deadline": "original",
    "span": "year",
    "split_by": "unit",
    "competing": "censored",
    "cohort": "year",
    "tau": 180,
}

# The values of parameters that are the same in every build.
CHOICES = {
    "basis": ("top", "two", "three", "points"),
    "group_by": ("all", "unit", "category", "round", "source"),
    "deadline": ("original", "extended", "working_days"),
    "competing": ("censored", "withdrawn"),
    "cohort": ("year", "quarter"),
    "span": ("year", "three"),
    "split_by": ("unit", "group"),
    "state": ("open", "overdue", "closed", "withdrawn"),
    "severity": ("error", "warning", "note"),
    "bucket": ("0-30", "31-60", "61-90", "91-180", ">180"),
    "series": (
        "hotline_received",
        "hotline_on_time_rate",
        "hotline_satisfaction_rate",
        "rectification_opened",
        "rectification_closed",
        "satisfaction_rate",
    ),
}

# The least that a number may be.
LEAST = {"tau": 1}


class QuestionError(ValueError):
    """A question that can't be asked: `code` names the reason, `facts` fill its sentence.

    `str()` is the English sentence; `sentence("zh")` is the Chinese one.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = {name: _listed(fact) for name, fact in facts.items()}
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        return _refusals()[self.code][lang].format(**self.facts)


class NoBuild(QuestionError):  # noqa: N818 (a state of the warehouse, named as a reader would)
    """Nothing has been published yet."""


@functools.cache
def _refusals() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "refusals.toml").read_text(encoding="utf-8"))


def _listed(fact: object) -> str:
    if isinstance(fact, str | int | Path):
        return str(fact)
    return ", ".join(str(each) for each in fact) if isinstance(fact, Iterable) else str(fact)


@functools.cache
def text(name: str) -> str:
    """The SQL of a question."""
    if name not in NAMES:
        raise QuestionError("unknown_question", name=name, allowed=NAMES)
    return FILES[name].read_text(encoding="utf-8")


@functools.cache
def contract(name: str) -> dict[str, Any]:
    """The header of a question: purpose (text), grain (columns), params and returns (each a list of `name type`), rests
    (a list of `kind column column …`, or `nothing`)."""
    purpose: list[str] = []
    lists: dict[str, str] = {}
    at = ""
    for line in text(name).splitlines():
        if not line.startswith("--"):
            break
        said = line.removeprefix("--").strip()
        label, colon, rest = said.partition(":")
        if colon and label in ("grain", "params", "returns", "rests"):
            at, lists[label] = label, rest
        elif at:
            lists[at] += " " + said
        elif said:
            purpose.append(said)
    parts = {label: [each.strip() for each in lists.get(label, "").split(",") if each.strip()] for label in lists}
    return {"purpose": " ".join(purpose), **parts}


@functools.cache
def parameters(name: str) -> dict[str, str]:
    """The parameters of a question: name → type."""
    return dict(param.split(maxsplit=1) for param in contract(name)["params"])


@functools.cache
def rests(name: str) -> dict[str, frozenset[str]]:
    """What of a question is made of the records of persons: kind (of PERSONAL) → columns."""
    said = (each.split() for each in contract(name)["rests"] if each != "nothing")
    return {kind: frozenset(columns) for kind, *columns in said}


def resolve(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter of a question with a value of its type: what was given, else its default.

    An unknown parameter, a value that can't be read or is not one of the choices raises QuestionError. Codes of the
    build (units, groups …) are not judged here.
    """
    types = parameters(name)
    for param in given:
        if param not in types:
            raise QuestionError("unknown_param", name=name, param=param, allowed=tuple(types) or "-")
    values = {}
    for param, type_ in types.items():
        value = given.get(param)
        value = DEFAULTS.get(param) if value is None or value == "" else value
        values[param] = _read(param, type_, value)
    return values


def _read(param: str, type_: str, value: Any) -> Any:
    if type_.endswith("[]"):
        items = value.split(",") if isinstance(value, str) else list(value or ())
        read: Any = [str(item).strip() for item in items if str(item).strip()]
    elif value is None:
        return None
    else:
        try:
            read = READERS[type_](value)
        except (TypeError, ValueError):
            raise QuestionError("unreadable_value", param=param, value=value, type=type_) from None
    if param in LEAST and read < LEAST[param]:
        raise QuestionError("too_small", param=param, value=read, least=LEAST[param])
    if param in CHOICES:
        for each in read if isinstance(read, list) else [read]:
            one_of(param, each, CHOICES[param])
    return read


def _date(value: Any) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))


READERS: dict[str, Callable[[Any], Any]] = {"integer": int, "varchar": str, "date": _date}


def one_of(param: str, value: str, allowed: Iterable[str]) -> None:
    """Refuses a value that is not among the allowed ones; a long list is cut to the nearest."""
    allowed = sorted(allowed)
    if value not in allowed:
        shown = (
            allowed if len(allowed) <= 20 else difflib.get_close_matches(value, allowed, n=3, cutoff=0) or allowed[:3]
        )
        raise QuestionError("unknown_value", param=param, value=value, allowed=shown)
