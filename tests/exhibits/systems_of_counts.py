"""What a case of words gives of programmes, appraisals, duties, inquiries and findings, as rows of a small build."""

import csv
import datetime
from collections.abc import Callable
from typing import Any

from tests.queries.small_build import REFERENCE, Rows, appraised, duty, inquiry, project, session

YEAR = 2019
ROUNDS = [datetime.date(YEAR, *day) for day in ((3, 31), (6, 30), (9, 30), (12, 31))]
PLAN = (0.25, 0.5, 0.75, 1.0)


def _projects(given: dict) -> dict[str, Rows]:
    """The progress of each project quarter by quarter, of an even plan. `deadline`: of all, or the year's end."""
    with (REFERENCE / "traffic_lights.csv").open(encoding="utf-8") as file:
        rules = [{name: value or None for name, value in row.items()} for row in csv.DictReader(file)]
    deadline = datetime.date.fromisoformat(given.get("deadline", ROUNDS[-1].isoformat()))
    rows = [
        project(name, progress, day, schedule=expected, deadline=deadline, batch_id="b1")
        for name, course in given.items()
        if name != "deadline"
        for progress, expected, day in zip(course, PLAN, ROUNDS, strict=False)
    ]
    return {"programme_project": rows, "traffic_lights": rules}


def _appraised(given: dict) -> dict[str, Rows]:
    """Persons appraised, with feedback and without."""
    sent = appraised(YEAR, "u1", {"good": given["sent"]}, feedback_on=datetime.date(YEAR, 12, 1))
    waiting = [row | {"person_id": f"w{at}"} for at, row in enumerate(appraised(YEAR, "u1", {"good": given["unsent"]}))]
    return {"appraisal": sent + waiting}


def _duties(given: dict) -> dict[str, Rows]:
    """Actions done and due as units report them (census) and in a spot check (sample)."""
    due = datetime.date(YEAR, 3, 31)
    rows = [
        duty("party_lecture", due, f"u{at}", coverage=coverage, done_on=due if at < done else None, evidence="e")
        for coverage, (done, n) in given.items()
        for at in range(n)
    ]
    return {"duty_action": rows}


def _sessions(given: list) -> dict[str, Rows]:
    """Topics of Party work and of business, and the unit of each meeting."""
    return {"joint_session": [session(datetime.date(YEAR, 5, 1 + at), *each) for at, each in enumerate(given)]}


def _inquiries(given: dict) -> dict[str, Rows]:
    """Questions answered on the day, and questions without an answer."""
    day = datetime.date(YEAR, 6, 20)
    answered = [inquiry(f"a{at}", day, answered_on=day) for at in range(given["answered"])]
    return {"inquiry_question": answered + [inquiry(f"w{at}", day) for at in range(given["waiting"])]}


def _findings(given: dict) -> dict[str, Rows]:
    """The number of warnings about each unit."""
    row: dict[str, Any] = {"check": "missing_group", "severity": "warning", "dataset": "survey_count", "batch_id": "b1"}
    return {
        "quality_finding": [
            row | {"unit_id": unit, "current_unit_id": unit, "period": str(YEAR), "subject": "experts"}
            for unit, n in given.items()
            for _ in range(n)
        ]
    }


SYSTEMS: dict[str, Callable[[Any], dict[str, Rows]]] = {
    "projects": _projects,
    "appraised": _appraised,
    "duties": _duties,
    "sessions": _sessions,
    "inquiries": _inquiries,
    "findings": _findings,
}
