"""Exhibits the real way: counts of a case → a small build → questions → the exhibit that a reader sees."""

import datetime
import functools
import re
import string
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import queries
from exhibits import CATALOGUE, Exhibit, Selection
from exhibits.gates import RULES
from tests.exhibits.systems_of_counts import SYSTEMS
from tests.queries.small_build import (
    Rows,
    brand,
    business,
    cells,
    episode,
    forms,
    hotline,
    opinions,
    ratings,
    score,
    small_build,
    unit,
)
from words import LANGUAGES, words

GATE = "exhibits.gate."
YEAR = 2019
INDICES = ("pioneer", "fortress", "brand", "conduct")
BEST = {"cz4": "very_satisfied", "hz5": "satisfied"}  # the answer that is satisfied on every basis


def build_of(case: dict[str, Any], file: Path) -> Path:
    """A build of what a case gives: any of the keys of GIVEN, each in its own short form."""
    tables: dict[str, Rows] = {}
    for key, given in case.items():
        for table, rows in GIVEN[key](given).items():
            tables[table] = tables.get(table, []) + rows
    classes = case.get("classes", {})
    met = {row["current_unit_id"] for rows in tables.values() for row in rows if row.get("current_unit_id")}
    tables["unit"] = [unit(each, unit_class=classes.get(each, "service_heavy")) for each in sorted(met)]
    return small_build(file, **tables)


def told(build: Path, name: str, **choices: Any) -> dict[str, Exhibit]:
    """The exhibit in each language, from questions asked once."""
    spec, chosen = CATALOGUE[name], Selection(**choices)
    asked = {question: chosen.params(queries.parameters(question)) for question in spec.questions}
    frames = {question: queries.ask(question, build=build, **params) for question, params in asked.items()}
    return {lang: spec.make(frames, replace(chosen, lang=lang)) for lang in LANGUAGES}


@functools.cache
def _wordings(lang: str) -> list[tuple[str, re.Pattern[str]]]:
    """Every wording of every rule: TABLE.RULE and its pattern. Counts and sizes begin with digits, others vary."""
    found = []
    for key, both in words().items():
        if key.startswith(GATE):
            spoken, rule = key.removeprefix(GATE).split(".")
            table = max((table for table in RULES if f"{spoken}_".startswith(f"{table}_")), key=len)
            found.append((f"{table}.{rule}", re.compile("".join(_patterns(both[lang])))))
    return found


def _patterns(text: str) -> Iterator[str]:
    """Of each part of a wording: what stands there, and what may stand in its field."""
    for literal, field, spec, _ in string.Formatter().parse(text):
        yield re.escape(literal)
        if field:
            yield {"count": r"(?P<count>\d+)", "size": r"\d.*"}.get(field, ".+")
            yield f" (?:{spec})" if spec else ""


def said(exhibit: Exhibit, lang: str) -> dict[str, int]:
    """The rules whose words are a clause of the title or (a trend's) of the subtitle, with their count, 0 without."""
    title = exhibit.finding
    clauses = [title, *title.split(words()["exhibits.list.clause"][lang]), *exhibit.subtitle.split(" · ")]
    met = [(rule, pattern.fullmatch(clause)) for rule, pattern in _wordings(lang) for clause in clauses]
    return {rule: int(match.groupdict().get("count") or 0) for rule, match in met if match}


def share(year: int, unit_id: str, x: int, n: int, scale_id: str = "cz4", **more: Any) -> Rows:
    """Cells in which x of n are satisfied, on any basis."""
    return cells(year, unit_id, {BEST[scale_id]: x, "dissatisfied": n - x}, scale_id, **more)


def _years(given: dict) -> dict[str, Rows]:
    return {"survey_answer": [row for year, counts in given.items() for row in share(int(year), "u1", *counts)]}


def _units(given: dict, year: int = YEAR) -> dict[str, Rows]:
    """Each unit's counts of its last year, over all or group by group."""
    by_group = {name: each if isinstance(each, dict) else {"residents": each} for name, each in given.items()}
    return {
        "survey_answer": [
            row
            for name, groups in by_group.items()
            for group, counts in groups.items()
            for row in share(year, name, *counts, group=group)
        ]
    }


def _divisions(given: dict) -> dict[str, Rows]:
    return {"survey_answer": [r for code, xn in given.items() for r in share(YEAR, "u1", *xn, division_code=code)]}


def _opinions(given: dict) -> dict[str, Rows]:
    years = [(int(year), *counts) for year, counts in given.items()]
    return {
        "opinion": [row for year, problems, _ in years for row in opinions(year, problems)],
        "survey_form": [row for year, _, valid in years for row in forms(year, valid)],
    }


def _themes(given: dict) -> dict[str, Rows]:
    named = [row for theme, n in given.items() for row in opinions(YEAR, n, theme=theme)]
    return {"opinion": named, "survey_form": forms(YEAR, 500)}


def _scores(given: dict) -> dict[str, Rows]:
    rows = [
        score(int(year), index, f"s{no}", value, subject_grain="branch")
        for index, years in given.items()
        for year, values in years.items()
        for no, value in enumerate(values)
    ]
    return {"index_score": rows}


def _four(given: dict) -> dict[str, Rows]:
    rows = [
        score(YEAR, index, f"{name}-{index}", value, unit_id=name, current_unit_id=name)
        for name, values in given.items()
        for index, value in zip(INDICES, values, strict=True)
        if value is not None
    ]
    return {"index_score": rows}


def _business(given: dict) -> dict[str, Rows]:
    rows = [business(YEAR, value, 100.0, unit_id=name, current_unit_id=name) for name, value in given.items()]
    return {"business_score": rows}


def _items(given: list) -> dict[str, Rows]:
    """How many, found, due, closed, and the unit; a day that is not known is null."""
    rows: Rows = []
    for many, found, due, closed, unit_id in given:
        days = {"due_on": due, "closed_on": closed}
        known = {name: datetime.date.fromisoformat(day) for name, day in days.items() if day}
        at = datetime.date.fromisoformat(found)
        rows += [episode(f"{len(rows) + no}", at, unit_id, **known) for no in range(many)]
    return {"rectification_episode": rows}


def _months(given: dict) -> dict[str, Rows]:
    """Figures of the hotline month by month from January 2018, each a list."""
    rows = []
    for at, figures in enumerate(zip(*given.values(), strict=True)):
        day = datetime.date(2018 + at // 12, at % 12 + 1, 1)
        rows += hotline(day, **dict(zip(given, figures, strict=True)))
    return {"hotline": rows}


def _ratings(given: list) -> dict[str, Rows]:
    """Good and bad ratings at the windows of one unit, month by month from January 2021; null: a month without any."""
    months = [datetime.date(2021 + at // 12, at % 12 + 1, 1) for at in range(len(given))]
    return {
        "service_rating": [row for day, one in zip(months, given, strict=True) if one for row in ratings(day, *one)]
    }


def _reconciled(given: list) -> dict[str, Rows]:
    row = {"year": YEAR, "index": "fortress", "subject_grain": "branch", "unit_id": "u1", "current_unit_id": "u1"}
    row |= {"rule_set": "r1", "complete": True}
    return {
        "index_reconciled": [
            row | {"subject_id": f"m{no}", "given": one, "computed": other} for no, (one, other) in enumerate(given)
        ]
    }


def _covered(given: dict) -> dict[str, Rows]:
    """The number of units with a brand in each year: always the first ones; nobody else is in the city."""
    return {"brand": [brand(int(year), f"p{no}", f"u{no}") for year, n in given.items() for no in range(n)]}


def _rejected_brands(given: int) -> dict[str, Rows]:
    """Rows that were sent back, of a sheet of its own."""
    row = {"batch_id": "b1", "dataset": "brand", "file": "a.xlsx", "source_sheet": "-", "blanked": False}
    return {"rejected_row": [row | {"source_row": no} for no in range(given)]}


def _awarded(given: dict) -> dict[str, Rows]:
    """The number of brands with each award in each year."""
    awards = [(int(year), award, n) for year, counts in given.items() for award, n in counts.items()]
    return {"brand": [brand(year, f"{award}{no}", award=award) for year, award, n in awards for no in range(n)]}


def _marked(given: dict) -> dict[str, Rows]:
    """Marks for content, and for mechanism, of brands with an award and of others."""
    rows = []
    for award, marks in given.items():
        won = {"award": None if award == "others" else award}
        rows += [
            brand(YEAR, f"{award}{no}", content=float(content), mechanism=float(mechanism), **won)
            for no, (content, mechanism) in enumerate(marks)
        ]
    return {"brand": rows}


GIVEN = {
    "years": _years,
    "units": _units,
    "units_before": lambda given: _units(given, YEAR - 1),
    "divisions": _divisions,
    "opinions": _opinions,
    "themes": _themes,
    "scores": _scores,
    "four": _four,
    "business": _business,
    "items": _items,
    "months": _months,
    "ratings": _ratings,
    "reconciled": _reconciled,
    "covered": _covered,
    "rejected_brands": _rejected_brands,
    "awarded": _awarded,
    "marked": _marked,
    "classes": lambda given: {},
    **SYSTEMS,
}
