"""Small builds for tests: a file with the real tables, the reference, and the rows that a test gives."""

import datetime
import functools
import tempfile
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from etl.warehouse.build_schema import schema
from etl.warehouse.suppression import fill_suppression

REPO = Path(__file__).parents[2]
REFERENCE = REPO / "data" / "reference"
CASES = REPO / "tests" / "cases"
AS_OF = datetime.date(2024, 6, 30)

SMALLEST_BLOCKS = {"default_block_size": "16384"}  # a file of 0.3 MB in place of 3.4 MB

Rows = list[dict[str, Any]]


def small_build(file: Path, as_of: datetime.date | None = AS_OF, **tables: Rows) -> Path:
    """Writes a build file: the reference tables, the given rows, and nothing else. Columns not given are null."""
    facts = {"build_id": file.stem, "as_of": as_of and as_of.isoformat(), "sample": "true", "definitions": "1"}
    meta = [{"key": key, "value": value} for key, value in facts.items()]
    file.write_bytes(_reference_alone())
    with duckdb.connect(str(file)) as build:
        build.begin()
        for table in _reference().keys() & tables.keys():
            build.execute(f'delete from "{table}"')
        _insert(build, {"meta": meta} | tables)
        fill_suppression(build)
        build.commit()
    return file


def builds_beside(home: Path, *events: str) -> Path:
    """The folder of builds of a warehouse in whose events.csv these rows are noted."""
    header = "event_id,day,what,scope,code,author,entered_at,withdrawn_by,withdrawn_at"
    (home / "builds").mkdir(exist_ok=True)
    (home / "events.csv").write_text("\n".join([header, *events]) + "\n", encoding="utf-8")
    return home / "builds"


@functools.cache
def _reference_alone() -> bytes:
    """A build file that has the reference and no other row: copied, for making its tables takes longer."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "reference.duckdb"
        with duckdb.connect(str(file), config=SMALLEST_BLOCKS) as build:
            build.execute(schema())
            _insert(build, _reference())
        return file.read_bytes()


def _insert(build: duckdb.DuckDBPyConnection, tables: dict[str, Rows]) -> None:
    for table, rows in tables.items():
        if rows:
            frame = pl.DataFrame(rows, infer_schema_length=None)
            columns = ", ".join(f'"{column}"' for column in frame.columns)
            build.execute(f'insert into "{table}" ({columns}) select * from frame')


@functools.cache
def _read(name: str) -> Rows:
    return pl.read_csv(REFERENCE / name, infer_schema=False).to_dicts()


def _reference() -> dict[str, Rows]:
    def only(rows: Rows, *dropped: str) -> Rows:
        return [{name: value for name, value in row.items() if name not in dropped} for row in rows]

    return {
        "division": only(_read("divisions.csv"), "words"),
        "scale_level": _read("scales.csv"),
        "target": only(_read("targets.csv"), "better"),
        "quality_limits": _read("quality_limits.csv"),
        "group_weights": _read("group_weights.csv"),
        "sampling": _read("sampling.csv"),
        "goalposts": _read("goalposts.csv"),
        "index_weights": _read("index_weights.csv"),
        "appraisal_grade": _read("appraisal_grades.csv"),
        "brand_awards": _read("brand_awards.csv"),
        "brand_criteria": _read("brand_criteria.csv"),
        "duty_rules": _read("duty_rules.csv"),
    }


def sampling() -> Rows:
    """The sampling that the reference declares."""
    return _read("sampling.csv")


def cells(year: int, unit_id: str, answers: dict[str, int], scale_id: str = "cz4", **more: Any) -> Rows:
    """Cells of a unit's overall item: how many gave each answer of the scale."""
    levels = {row["answer"]: row for row in _read("scales.csv") if row["scale_id"] == scale_id}
    cell = {
        "survey_year": year,
        "wave": str(year),
        "unit_id": unit_id,
        "current_unit_id": unit_id,
        "group": "residents",
        "channel": "paper",
        "division_code": None,
        "item": "overall",
        "headline": True,
        "scale_id": scale_id,
        "batch_id": "b1",
    } | more
    return [
        cell
        | {
            "answer": answer,
            "class": levels[answer]["class"],
            "box": levels[answer]["box"] and int(levels[answer]["box"]),
            "points": levels[answer]["points"] and float(levels[answer]["points"]),
            "n": n,
        }
        for answer, n in answers.items()
    ]


def share(year: int, unit_id: str, x: int, n: int, **more: Any) -> Rows:
    """Cells in which x of n are satisfied, on any basis."""
    return cells(year, unit_id, {"very_satisfied": x, "dissatisfied": n - x}, **more)


def forms(year: int, valid: int | None, **more: Any) -> Rows:
    form = {
        "survey_year": year,
        "wave": str(year),
        "unit_id": "u1",
        "current_unit_id": "u1",
        "group": "residents",
        "channel": "paper",
        "issued": None,
        "returned": valid,
        "valid": valid,
        "batch_id": "b1",
    }
    return [form | more]


def opinions(year: int, merged_n: int, **more: Any) -> Rows:
    opinion = {
        "survey_year": year,
        "opinion_id": f"{year}-{more}",
        "unit_id": "u1",
        "current_unit_id": "u1",
        "group": "residents",
        "channel": "paper",
        "theme": "attitude",
        "polarity": "problem",
        "raw_n": 2 * merged_n,
        "merged_n": merged_n,
    }
    return [opinion | more]


def score(year: int, index: str, subject_id: str, value: float, **more: Any) -> dict[str, Any]:
    row = {
        "survey_year": year,
        "index": index,
        "subject_grain": "unit",
        "subject_id": subject_id,
        "unit_id": "u1",
        "current_unit_id": "u1",
        "score": value,
        "rule_set": "r1",
    }
    return row | more


def unit(unit_id: str, **more: Any) -> dict[str, Any]:
    row = {
        "unit_id": unit_id,
        "unit": unit_id.upper(),
        "unit_class": "service_heavy",
        "aliases": None,
        "current_unit_id": unit_id,
    }
    return row | more


def episode(problem_id: str, found_on: datetime.date, unit_id: str = "u1", **more: Any) -> dict[str, Any]:
    """An episode of an item of source under_lamp, round 1."""
    row = {
        "source": "under_lamp",
        "round_no": 1,
        "problem_id": problem_id,
        "episode": 1,
        "item_id": f"under_lamp/1/{problem_id}",
        "unit_id": unit_id,
        "current_unit_id": unit_id,
        "category": None,
        "problem_text": None,
        "measures": None,
        "found_on": found_on,
        "due_on": None,
        "extended_to": None,
        "closed_on": None,
        "withdrawn_on": None,
        "batch_id": "b1",
    }
    return row | more


def business(year: int, value: float, full_score: float, **more: Any) -> dict[str, Any]:
    row = {"year": year, "unit_id": "u1", "current_unit_id": "u1", "measure": "overall"}
    return row | {"score": value, "full_score": full_score} | more


def project(project_id: str, progress: float, reported_on: datetime.date, **more: Any) -> dict[str, Any]:
    row = {"year": reported_on.year, "programme": "service", "project_id": project_id, "project": project_id}
    return row | {"unit_id": "u1", "current_unit_id": "u1", "progress": progress, "reported_on": reported_on} | more


SCALES = {"good": "ora4", "fairly_good": "ora4", "fair": "ora4", "poor": "ora4", "excellent": "competence4",
          "competent": "competence4", "barely_competent": "competence4", "not_competent": "competence4"}  # fmt: skip


def appraised(year: int, unit_id: str, grades: dict[str, int], post_level: str = "secretary", **more: Any) -> Rows:
    """Persons of a unit at one level of posts: how many got each grade."""
    row = {"year": year, "unit_id": unit_id, "current_unit_id": unit_id, "post": post_level, "post_level": post_level}
    return [
        row | {"person_id": f"{unit_id}{post_level}{grade}{at}", "grade": grade, "grade_scale": SCALES[grade]} | more
        for grade, n in grades.items()
        for at in range(n)
    ]


def ratings(month: datetime.date, good: int, bad: int = 0, unit_id: str = "u1", **more: Any) -> Rows:
    """Ratings of a month that users gave at the windows, good and bad; `filled` by the system, `unrated` by nobody."""
    row = {"month": month, "unit_id": unit_id, "current_unit_id": unit_id, "channel": "window", "active": True}
    row |= {"scale_id": "hcp5", "class": "valid", "box": 1, "answer": "very_satisfied", "n": good}
    filled, unrated = more.pop("filled", 0), more.pop("unrated", 0)
    rows = [row, row | {"answer": "dissatisfied", "box": None, "n": bad}]
    rows += [row | {"active": False, "n": filled}] if filled else []
    rows += [row | {"active": False, "answer": "unrated", "class": "abstain", "box": None, "n": unrated}] * bool(
        unrated
    )
    return [each | more for each in rows]


def hotline(first: datetime.date, unit_id: str | None = "u1", period_kind: str = "month", **figures: float) -> Rows:
    """The figures of a period, over all channels; without a unit the whole city's."""
    row = {"period_kind": period_kind, "period_from": first, "period_to": first + datetime.timedelta(days=27)}
    row |= {"unit_id": unit_id, "current_unit_id": unit_id, "channel": "all"}
    return [row | {"measure": measure, "value": float(value)} for measure, value in figures.items()]


def brand(year: int, name: str, unit_id: str = "u1", **more: Any) -> dict[str, Any]:
    """A brand of a unit in a year's contest, at the panel, from the sheet of its year."""
    row = {"year": year, "brand_id": name, "brand": name, "unit_id": unit_id, "current_unit_id": unit_id}
    return row | {"stage": "panel_reviewed", "batch_id": "b1", "source_sheet": str(year)} | more


def duty(action: str, deadline: datetime.date, unit_id: str = "u1", **more: Any) -> dict[str, Any]:
    """An action of the head of a unit, as the unit reports it."""
    row = {"year": deadline.year, "unit_id": unit_id, "current_unit_id": unit_id, "post": "head", "action": action}
    return row | {"coverage": "census", "deadline": deadline, "done_on": None, "evidence": None} | more


def contact(year: int, planned: int, done: int, unit_id: str = "u1", **more: Any) -> dict[str, Any]:
    row = {"year": year, "post": "head", "unit_id": unit_id, "current_unit_id": unit_id, "visits_planned": planned}
    return row | {"visits_done": done, "last_visit_on": None, "problems_n": 0, "problem_ids": None} | more


def session(held_on: datetime.date, party: int, business: int, unit_id: str = "u1") -> dict[str, Any]:
    row = {"held_on": held_on, "body": "joint", "unit_id": unit_id, "current_unit_id": unit_id}
    return row | {"party_topics_n": party, "business_topics_n": business}


def inquiry(question_id: str, session_on: datetime.date, unit_id: str = "u1", **more: Any) -> dict[str, Any]:
    row = {"question_id": question_id, "session_on": session_on, "question": f"q{question_id}", "unit_id": unit_id}
    row |= {"current_unit_id": unit_id, "asked_by": "resident", "topic": "housing"}
    days = dict.fromkeys(("answered_on", "promise", "deadline", "done_on", "followed_up_on", "satisfied"))
    return row | days | {"batch_id": "b1", "source_sheet": "s", "source_row": 1} | more


def bad_rating(case_id: str, rated_on: datetime.date, unit_id: str = "u1", **more: Any) -> dict[str, Any]:
    """A bad rating at a window, of which nothing has come yet."""
    row = {"case_id": case_id, "rated_on": rated_on, "unit_id": unit_id, "current_unit_id": unit_id, "hall": "h1"}
    row |= {"window_group": None, "channel": "window", "scale_id": "hcp5", "answer": "dissatisfied"}
    return row | {"struck_out": False} | more


def hot_topic(first: datetime.date, topic: str, n: int, **more: Any) -> dict[str, Any]:
    """A topic of the city's bulletin of a week, whose days are those of `hotline`."""
    row = {"period_kind": "week", "period_from": first, "period_to": first + datetime.timedelta(days=27)}
    return row | {"topic": topic, "n": n} | more
