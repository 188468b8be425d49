"""Questions to the warehouse: one SQL file each, its header its contract. `ask` answers with a Polars frame.

Called by shell, briefing and the command lines. It reads build files and nothing else: it imports no other room.

`HERE`, `NAMES`, `contract`, `parameters`, `text` say what can be asked; `connect` gives a cursor on a build;
`metrics` says how each metric is made and shown; `QuestionError` and `NoBuild` say why something can't be asked.
"""

import difflib
import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from queries.connection import Metric, answer, build_file, build_id, connect, kept_builds, metrics
from queries.contract import (
    CHOICES,
    DEFAULTS,
    HERE,
    NAMES,
    PERSONAL,
    NoBuild,
    QuestionError,
    contract,
    one_of,
    parameters,
    resolve,
    rests,
    text,
)

__all__ = [
    "CHOICES",
    "DEFAULTS",
    "HERE",
    "NAMES",
    "PERSONAL",
    "Metric",
    "NoBuild",
    "QuestionError",
    "ask",
    "build_file",
    "build_id",
    "connect",
    "contract",
    "kept_builds",
    "metrics",
    "parameters",
    "rests",
    "text",
]

# Parameters whose values are codes met in the build.
CODES = {"unit_class": "unit_class", "groups": "group", "index": "index", "item": "item"}


def ask(name: str, build: str | Path | None = None, **params: Any) -> pl.DataFrame:
    """The answer to a question, on the published build unless another id or file is named.

    A missing parameter takes its default; `as_of` is the build's own day. Units may be named by id or by any of their
    names and stand for what they have become. Raises QuestionError, or NoBuild when nothing is published.
    """
    values = resolve(name, params)
    file = build_file(build)
    known = _vocabulary(file)
    if "as_of" in values and values["as_of"] is None:
        values["as_of"] = known.as_of
    if values.get("units"):
        values["units"] = sorted({known.current_unit(unit) for unit in values["units"]})
    for param, code_list in CODES.items():
        known.check(param, code_list, values.get(param))
    with connect(file) as cursor:
        return answer(cursor, text(name), values)


@dataclass(frozen=True)
class _Vocabulary:
    """What a build knows: its day, its codes by list, and every name of a unit → the current unit's id."""

    as_of: Any
    codes: dict[str, frozenset[str]]
    units: dict[str, str]

    def current_unit(self, name: str) -> str:
        if self.units and name not in self.units:
            nearest = difflib.get_close_matches(name, self.units, n=3, cutoff=0.3)
            raise QuestionError("unknown_value", param="units", value=name, allowed=nearest or sorted(self.units)[:3])
        return self.units.get(name, name)

    def check(self, param: str, code_list: str, value: str | list[str] | None) -> None:
        allowed = self.codes.get(code_list, frozenset()) | ({DEFAULTS[param]} if param in DEFAULTS else frozenset())
        if code_list in self.codes:  # a build without any such data restricts nothing: it has no rows either
            for each in value if isinstance(value, list) else [value] if value else []:
                one_of(param, each, allowed)


@functools.lru_cache(maxsize=16)
def _vocabulary(file: Path) -> _Vocabulary:
    with connect(file) as cursor:
        facts = answer(cursor, text("build_facts"))
        options = answer(cursor, text("filter_options"))
        names = answer(cursor, text("unit_list"), {"units": [], "unit_class": []})
    codes: dict[str, set[str]] = {}
    for code_list, code in options.select("list", "code").iter_rows():
        codes.setdefault(code_list, set()).add(code)
    return _Vocabulary(
        as_of=facts["as_of"][0] if facts.height else None,
        codes={code_list: frozenset(known) for code_list, known in codes.items()},
        units=_unit_names(names),
    )


def _unit_names(names: pl.DataFrame) -> dict[str, str]:
    """Ids win over names, names over aliases; a current unit's name over a former one's."""
    rows = names.select("unit_id", "unit", "aliases", "current_unit_id").rows()
    rows.sort(key=lambda row: row[0] == row[3])
    units: dict[str, str] = {}
    for _, _, aliases, current in rows:
        units |= {alias.strip(): current for alias in (aliases or "").split("\u3001") if alias.strip()}
    units |= {unit: current for _, unit, _, current in rows}
    units |= {unit_id: current for unit_id, _, _, current in rows}
    return units
