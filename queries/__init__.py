"""Questions to the warehouse: one SQL file each, with its contract in the header. `ask` returns a Polars frame.

Called by shell, briefing and the command lines. It reads build files only and imports no other package.

`NAMES`, `contract`, `parameters`, `rests` and `text` describe the questions; `connect` gives a cursor on a build;
`metrics` gives the definition of each metric; `QuestionError` and `NoBuild` give the reason of a refusal.
"""

import difflib
import functools
from pathlib import Path
from typing import Any

import polars as pl

from queries.connection import Metric, answer, build_file, build_id, connect, metrics, sources
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
    "metrics",
    "parameters",
    "rests",
    "sources",
    "text",
]

# Parameters whose allowed values are codes in the build → the list of codes (column `list` of filter_options).
CODES = {"unit_class": "unit_class", "groups": "group", "index": "index", "item": "item"}


def ask(name: str, build: str | Path | None = None, **params: Any) -> pl.DataFrame:
    """The result of a question: one row per grain, the columns under `returns` in its header.

    build: the id or file of a build; default the published one. A missing parameter takes its default, `as_of` the
    build's own date. Units are ids or any names; former units become their successors. Raises QuestionError for an
    unknown question, build, parameter or value, and NoBuild if nothing is published.
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
    with connect(file, text(name)) as cursor:
        return answer(cursor, text(name), values)


class _Vocabulary:
    """The values that a build allows. Each kind is read when a question first needs it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @functools.cached_property
    def as_of(self) -> Any:
        """The date of the build; None if it has no facts."""
        facts = self._answer("build_facts")
        return facts["as_of"][0] if facts.height else None

    @functools.cached_property
    def codes(self) -> dict[str, set[str]]:
        """Code list → its codes."""
        codes: dict[str, set[str]] = {}
        for code_list, code in self._answer("filter_options").select("list", "code").iter_rows():
            codes.setdefault(code_list, set()).add(code)
        return codes

    @functools.cached_property
    def units(self) -> dict[str, str]:
        """Any name of a unit → id of the current unit."""
        return _unit_names(self._answer("unit_list", units=[], unit_class=[]))

    def current_unit(self, name: str) -> str:
        if self.units and name not in self.units:
            nearest = difflib.get_close_matches(name, self.units, n=3, cutoff=0.3)
            raise QuestionError("unknown_value", param="units", value=name, allowed=nearest or sorted(self.units)[:3])
        return self.units.get(name, name)

    def check(self, param: str, code_list: str, value: str | list[str] | None) -> None:
        always = {DEFAULTS[param]} if param in DEFAULTS else set()
        given = set(value if isinstance(value, list) else [value] if value else []) - always
        if given and code_list in self.codes:  # without data on this list there are no codes, and no rows
            for each in sorted(given):
                one_of(param, each, self.codes[code_list] | always)

    def _answer(self, question: str, **params: Any) -> pl.DataFrame:
        with connect(self._file, text(question)) as cursor:
            return answer(cursor, text(question), params)


_vocabulary = functools.lru_cache(maxsize=16)(_Vocabulary)


def _unit_names(names: pl.DataFrame) -> dict[str, str]:
    """Unit name → id of the current unit. Ids override names, names override aliases, current units former ones."""
    rows = names.select("unit_id", "unit", "aliases", "current_unit_id").rows()
    rows.sort(key=lambda row: row[0] == row[3])
    units: dict[str, str] = {}
    for _, _, aliases, current in rows:
        units |= {alias.strip(): current for alias in (aliases or "").split("\u3001") if alias.strip()}
    units |= {unit: current for _, unit, _, current in rows}
    units |= {unit_id: current for unit_id, _, _, current in rows}
    return units
