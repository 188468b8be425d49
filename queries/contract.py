"""The contract in the header of each question, and the allowed parameters.

The header is the comment at the top of the file: the purpose, then `grain:`, `params:`, `returns:` and `rests:`. A list
may continue on the next lines. `rests:` lists, by kind (PERSONAL), the columns computed from records of persons. Such a
column is computed from shown figures only, or is null (tables/hidden.sql).
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
)  # folders that all subjects share; every other folder is a subject with its questions
MACROS = HERE / "macros.sql"
FILES = {file.stem: file for file in sorted(HERE.glob("*/*.sql")) if file.parent.name not in SHARED}
NAMES = tuple(sorted(FILES))

# Kinds of records of persons; small numbers are suppressed. Survey answers and forms, callbacks, ratings of services,
# members of an index, persons appraised.
PERSONAL = ("answers", "forms", "callbacks", "ratings", "members", "appraisals")

# Default values of parameters. A parameter that is not listed is null (no restriction) or an empty list.
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
    "place_by": "hall",
}

# Allowed values of the parameters whose values do not depend on the build.
CHOICES = {
    "basis": ("top", "two", "three", "points"),
    "group_by": ("all", "unit", "category", "round", "source"),
    "place_by": ("hall", "window_group", "unit"),
    "deadline": ("original", "extended", "working_days"),
    "competing": ("censored", "withdrawn"),
    "cohort": ("year", "quarter"),
    "span": ("year", "three"),
    "split_by": ("unit", "group"),
    "state": ("open", "overdue", "closed", "withdrawn"),
    "standing": (
        *("done", "in_progress", "not_started", "overdue", "stalled", "fell"),
        *("green", "yellow", "red", "silent"),
    ),
    "severity": ("error", "warning", "note"),
    "bucket": ("0-30", "31-60", "61-90", "91-180", ">180"),
    "series": (
        "hotline_received",
        "hotline_on_time_rate",
        "hotline_satisfaction_rate",
        "service_rating_rate",
        "rectification_opened",
        "rectification_closed",
        "satisfaction_rate",
    ),
}

# The least allowed value of a number.
LEAST = {"tau": 1}


class QuestionError(ValueError):
    """A refused question. `code` names the reason, `facts` fill its sentence.

    `str()` gives the English sentence, `sentence("zh")` the Chinese one.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = {name: _listed(fact) for name, fact in facts.items()}
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        return _refusals()[self.code][lang].format(**self.facts)


class NoBuild(QuestionError):  # noqa: N818 (a state of the warehouse, named as a reader would)
    """No build is published."""


@functools.cache
def _refusals() -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / "refusals.toml").read_text(encoding="utf-8"))


def _listed(fact: object) -> str:
    if isinstance(fact, str | int | Path):
        return str(fact)
    return ", ".join(str(each) for each in fact) if isinstance(fact, Iterable) else str(fact)


@functools.cache
def text(name: str) -> str:
    """The SQL of a question. Raises QuestionError if its name is unknown."""
    if name not in NAMES:
        raise QuestionError("unknown_question", name=name, allowed=NAMES)
    return FILES[name].read_text(encoding="utf-8")


@functools.cache
def contract(name: str) -> dict[str, Any]:
    """The header of a question: purpose (text), grain (columns), params and returns (lists of `name type`), rests (a
    list of `kind column column …`, or `nothing`). Raises QuestionError if the name is unknown."""
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
    """The columns of a question that are computed from records of persons: kind (of PERSONAL) → columns."""
    said = (each.split() for each in contract(name)["rests"] if each != "nothing")
    return {kind: frozenset(columns) for kind, *columns in said}


def resolve(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every parameter of a question, converted to its type: the given value, else the default.

    Raises QuestionError for an unknown parameter and for a value that cannot be converted or is not allowed. Codes of
    the build (units, groups …) are not checked here.
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


def _integer(value: Any) -> int:
    number = int(value)
    if not -(2**31) <= number < 2**31:  # what a column of this type holds
        raise ValueError(value)
    return number


READERS: dict[str, Callable[[Any], Any]] = {"integer": _integer, "varchar": str, "date": _date}


def one_of(param: str, value: str, allowed: Iterable[str]) -> None:
    """Raises QuestionError if the value is not allowed. The error names the allowed values, or the nearest ones."""
    allowed = sorted(allowed)
    if value not in allowed:
        shown = (
            allowed if len(allowed) <= 20 else difflib.get_close_matches(value, allowed, n=3, cutoff=0) or allowed[:3]
        )
        raise QuestionError("unknown_value", param=param, value=value, allowed=shown)
