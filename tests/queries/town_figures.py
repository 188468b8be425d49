"""Rows of `town`: units, figures of people, and what is known of the build."""

import datetime
from typing import Any

from tests.queries.small_build import (
    appraised,
    business,
    cells,
    forms,
    opinions,
    score,
    share,
    unit,
)

day = datetime.date
Rows = dict[str, list[dict[str, Any]]]


def units() -> Rows:
    """The units: u1 with its predecessor old1."""
    return {
        "unit": [
            unit("u1", unit="甲局", aliases="甲委、老甲"),
            unit("old1", unit="原甲局", current_unit_id="u1"),
            unit("u2", unit="乙局", unit_class="party_mass"),
            unit("u3"),
            unit("u4"),
        ],
        "unit_lineage": [
            {"predecessor_id": "old1", "successor_id": "u1", "effective_on": day(2018, 1, 20), "event": "merge"}
        ],
    }


def satisfaction() -> Rows:
    """Answers, forms and opinions."""
    answers = [
        *share(2017, "old1", 40, 50, current_unit_id="u1", division_code="320602"),
        *share(2018, "old1", 45, 50, current_unit_id="u1", division_code="320602"),
        *share(2018, "u1", 45, 50, division_code="320602"),
        *share(2019, "u1", 97, 100, group="enterprises", division_code="NTKFQ"),
        *cells(
            2020, "u1", {"satisfied": 60, "basically_satisfied": 38, "dissatisfied": 2}, "hz5", division_code="320602"
        ),
        *share(2018, "u2", 480, 500),
        *share(2019, "u2", 430, 500),
        *share(2019, "u3", 4, 5),
        *share(2019, "u4", 11, 12),  # is hidden beside u3, which could be worked out from it
        *cells(2019, "u2", {"dont_know": 7, "abstained": 3}),
        *share(2019, "u2", 9, 20, item="attitude", headline=False),
    ]
    return {
        "survey_answer": answers,
        "survey_form": [
            *forms(2018, 600),
            *forms(2019, 500),
            *forms(2020, 500),
            *forms(2020, 200, channel="online"),
        ],
        "opinion": [
            *opinions(2018, 60),
            *opinions(2019, 30),
            *opinions(2019, 10, polarity="praise"),
            *opinions(2020, 40),
            *opinions(2020, 90, channel="online", theme="policy"),
        ],
    }


def indices() -> Rows:
    """Scores, points of members, stars of branches, and business results."""
    scored = {
        "year": 2024,
        "index": "fortress",
        "subject_grain": "branch",
        "subject_id": "m1",
        "unit_id": "u1",
        "current_unit_id": "u1",
        "given": 80.0,
        "computed": 80.0,
        "rule_set": "r1",
        "complete": True,
    }
    pointed = [
        {"year": 2023, "member_id": f"p{no}", "entry_no": f"{no}-{kind}", "branch_id": "Z1", "unit_id": "u1",
         "current_unit_id": "u1", "kind": kind, "aspect": aspect, "points": points, "batch_id": "b1",
         "source_sheet": "S", "source_row": no}
        for no in range(12)
        for kind, aspect, points in (("base", None, 80.0), ("plus", "study", 5.0))
    ]  # fmt: skip
    rated = {
        "branch_id": "Z1",
        "branch": "第1党支部",
        "unit_id": "u1",
        "current_unit_id": "u1",
        "score": 70.0,
        "veto": False,
        "lagging": True,
        "batch_id": "b1",
        "source_sheet": "S",
        "source_row": 3,
    }
    starred = {
        "branch_id": "Z1",
        "unit_id": "u1",
        "current_unit_id": "u1",
        "rule_set": "xiqing_2016",
        "score": 70.0,
        "band_star": 2,
        "precondition_star": 2,
        "quota_star": 2,
        "star": 0,
        "reason": "lagging",
        "given_star": 0,
    }
    return {
        "index_score": [
            *(score(year, "conduct", "u1", 80.0 + year - 2018) for year in (2018, 2019)),
            *(score(2019, "pioneer", f"m{no}", 70.0 + no, subject_grain="member") for no in range(4)),
            *(
                score(year, "fortress", f"b{no}", 80.0 + no + 2 * (year - 2018))
                for year in (2018, 2019)
                for no in range(5)
            ),
        ],
        "index_reconciled": [
            scored,
            scored | {"subject_id": "m2", "given": 90.0, "computed": 90.4},
            scored | {"subject_id": "m3", "given": 90.0, "computed": 88.0},
            scored | {"subject_id": "m4", "given": None},
            scored | {"subject_id": "m5", "computed": None, "current_unit_id": "u2"},
        ],
        "member_points": pointed,
        "branch_rating": [rated | {"year": year} for year in (2022, 2023)],
        "branch_star": [starred | {"year": year} for year in (2022, 2023)],
        "star_quotas": [
            {"rule_set": "xiqing_2016", "valid_from": 2016, "star": 5, "share": 0.1, "source": "assumption"}
        ],
        "business_score": [business(2019, 930.0, 1000.0), business(2019, 86.0, 100.0, measure="tasks")],
    }


def appraisal() -> Rows:
    """Grades and ballots of one unit."""
    return {
        "appraisal": appraised(2019, "u2", {"good": 12}, ballots=20, good=15, fairly_good=3, fair=1, poor=1),
    }


def warehouse() -> Rows:
    """A batch with a rejected row, findings and coverage."""
    batch = {
        "batch_id": "b1",
        "dataset": "rectification_item",
        "file": "a.xlsx",
        "sha256": "0",
        "rows_read": 2,
        "accepted": 1,
        "rejected": 1,
        "skipped": 0,
        "loaded_at": datetime.datetime(2024, 7, 1, 9),
        "sample": True,
        "live": True,
    }
    fault = {
        "batch_id": "b1",
        "dataset": "rectification_item",
        "file": "a.xlsx",
        "source_row": 17,
        "column": "E",
        "found": "=1+1",
        "rule": "unit_id|known",
        "message_zh": "…",
        "message_en": "…",
    }
    finding = {
        "check": "perfect_rate_few_forms",
        "severity": "note",
        "dataset": "survey_answer",
        "unit_id": "old1",
        "current_unit_id": "u1",
        "period": "2018",
        "given": 12.0,
        "expected": 30.0,
        "batch_id": "b1",
    }
    covered = {
        "dataset": "brand",
        "unit_id": "u1",
        "current_unit_id": "u1",
        "year": 2024,
        "rows_n": 9,
        "latest_on": day(2024, 4, 1),
    }
    column = {"dataset": "unit", "position": 1, "column": "unit_id", "type": "String", "nullable": False, "key": True}
    return {
        "batch": [batch],
        "rejected_row": [fault],
        "quality_finding": [
            finding,
            finding
            | {"check": "missing_group", "severity": "warning", "period": "2019 first", "current_unit_id": "u2"},
            finding | {"check": "superseded_rows", "period": None, "unit_id": None, "current_unit_id": None},
        ],
        "coverage": [
            covered,
            covered | {"unit_id": "old1", "rows_n": 5, "latest_on": day(2024, 5, 1)},
            covered | {"year": 2023, "rows_n": 2},
            covered | {"dataset": "opinion", "unit_id": None, "current_unit_id": None},
        ],
        "contract_column": [column],
    }
