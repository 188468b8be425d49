"""One small build that has a row for every question: `town`."""

import datetime
from pathlib import Path

import pytest

from tests.queries.small_build import (
    appraised,
    bad_rating,
    brand,
    builds_beside,
    business,
    cells,
    contact,
    duty,
    episode,
    forms,
    hot_topic,
    hotline,
    inquiry,
    opinions,
    project,
    ratings,
    score,
    session,
    share,
    small_build,
    unit,
)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Units u1 (with its predecessor old1), u2, u3 (few answers), u4; years 2017 to 2020; the scale changes in 2020."""
    day = datetime.date
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
    column = {"dataset": "unit", "position": 1, "column": "unit_id", "type": "String", "nullable": False, "key": True}
    events = (
        "E1,2018-01-20,甲局合并,unit,old1,b,t,,",
        "E2,2019/6/1,换问卷,instrument,survey,b,t,,",
        "E3,2019-07-01,误记,city,,b,t,b,t",
        "E4,去年,没有日期,city,,b,t,,",
    )
    return small_build(
        builds_beside(tmp_path_factory.mktemp("town"), *events) / "town.duckdb",
        unit=[
            unit("u1", unit="甲局", aliases="甲委、老甲"),
            unit("old1", unit="原甲局", current_unit_id="u1"),
            unit("u2", unit="乙局", unit_class="party_mass"),
            unit("u3"),
            unit("u4"),
        ],
        unit_lineage=[
            {"predecessor_id": "old1", "successor_id": "u1", "effective_on": day(2018, 1, 20), "event": "merge"}
        ],
        survey_answer=answers,
        appraisal=appraised(2019, "u2", {"good": 12}, ballots=20, good=15, fairly_good=3, fair=1, poor=1),
        survey_form=[
            *forms(2018, 600),
            *forms(2019, 500),
            *forms(2020, 500),
            *forms(2020, 200, channel="online"),
        ],
        opinion=[
            *opinions(2018, 60),
            *opinions(2019, 30),
            *opinions(2019, 10, polarity="praise"),
            *opinions(2020, 40),
            *opinions(2020, 90, channel="online", theme="policy"),
        ],
        index_score=[
            *(score(year, "conduct", "u1", 80.0 + year - 2018) for year in (2018, 2019)),
            *(score(2019, "pioneer", f"m{no}", 70.0 + no, subject_grain="member") for no in range(4)),
            *(
                score(year, "fortress", f"b{no}", 80.0 + no + 2 * (year - 2018))
                for year in (2018, 2019)
                for no in range(5)
            ),
        ],
        rectification_episode=[
            episode("1", day(2024, 1, 1), due_on=day(2024, 2, 1), closed_on=day(2024, 2, 1), problem_text="门难进"),
            episode("2", day(2024, 3, 1), due_on=day(2024, 4, 1), category="作风"),
            episode("3", day(2024, 3, 1), due_on=day(2024, 4, 1), extended_to=day(2024, 9, 1), unit_id="u2"),
            episode("4", day(2023, 3, 1), due_on=day(2023, 9, 1), closed_on=day(2023, 4, 1), unit_id="u2"),
            episode("4", day(2023, 8, 1), unit_id="u2", episode=2),
            episode("5", day(2024, 5, 1), due_on=day(2024, 5, 9), withdrawn_on=day(2024, 5, 2)),
            episode("6", day(2024, 7, 15), due_on=day(2024, 8, 9)),
            *(
                episode(f"d{no}", day(2024, 4, 1), due_on=day(2024, 5, 1), closed_on=day(2024, 5, 1), unit_id="u3")
                for no in range(12)
            ),
        ],
        programme_project=[
            project("p1", 0.5, day(2019, 6, 30)),
            project("p1", 0.9, day(2019, 12, 31)),
            project("p2", 0.7, day(2019, 12, 31)),
        ],
        business_score=[business(2019, 930.0, 1000.0), business(2019, 86.0, 100.0, measure="tasks")],
        brand=[
            brand(2019, "甲先锋", award="top_ten", content=90.0, mechanism=80.0),
            brand(2019, "乙先锋", unit_id="u2", content=70.0),
        ],
        hotline=[
            *hotline(day(2023, 11, 1), received=50, due=40, on_time=38, valid_callbacks=20, satisfied=19),
            *hotline(day(2023, 12, 1), received=60, due=8, on_time=8),
            *hotline(day(2023, 12, 1), unit_id="u2", received=30, due=30, on_time=27),
            *hotline(day(2024, 1, 5), unit_id=None, period_kind="week", received=700, on_time_rate=0.99),
        ],
        service_rating=[
            *ratings(day(2020, 12, 1), 95, 5, filled=300),
            *ratings(day(2021, 1, 1), 49, 1, unrated=50),
            *ratings(day(2021, 1, 1), 30, unit_id="u2", channel="online", unrated=20),
        ],
        bad_rating=[bad_rating(f"{unit}{no}", day(2024, 1, 8), unit) for unit in ("u1", "u2") for no in range(12)],
        hotline_topic=[hot_topic(day(2024, 1, 5), "noise", 70)],
        duty_action=[
            duty("studied_together", day(2024, 3, 31), done_on=day(2024, 3, 20), evidence="e1"),
            duty("party_lecture", day(2024, 4, 30), done_on=day(2024, 5, 10), evidence="e2"),
            duty("party_lecture", day(2024, 4, 30), post="leader_in_charge"),
            duty("studied_together", day(2024, 6, 30), "u2"),
            duty("party_lecture", day(2024, 3, 31), "u2", done_on=day(2024, 3, 1)),
            duty("studied_together", day(2024, 3, 31), done_on=day(2024, 3, 20), coverage="sample"),
            duty("party_lecture", day(2024, 3, 31), "u2", coverage="sample"),
            duty("studied_together", day(2023, 3, 31), "u2", done_on=day(2023, 3, 1)),
        ],
        contact_point=[
            contact(2024, 4, 3, last_visit_on=day(2024, 5, 20), problems_n=3, problem_ids="1、2，99"),
            contact(2024, 2, 0, "u2", post="city_leader"),
        ],
        joint_session=[
            session(day(2024, 2, 1), 2, 3),
            session(day(2024, 3, 1), 0, 2),
            session(day(2024, 4, 1), 1, 0, "u2"),
            session(day(2024, 7, 15), 1, 1),
        ],
        inquiry_question=[
            inquiry(
                "1",
                day(2024, 1, 10),
                answered_on=day(2024, 1, 10),
                promise="p",
                deadline=day(2024, 3, 31),
                done_on=day(2024, 3, 1),
                followed_up_on=day(2024, 4, 1),
                satisfied=True,
            ),
            inquiry(
                "2",
                day(2024, 1, 10),
                answered_on=day(2024, 1, 20),
                promise="p",
                deadline=day(2024, 2, 29),
                done_on=day(2024, 3, 10),
                followed_up_on=day(2024, 4, 2),
                satisfied=False,
            ),
            inquiry("3", day(2024, 1, 10), "u2", answered_on=day(2024, 1, 10), deadline=day(2024, 5, 31)),
            inquiry("4", day(2024, 1, 10), "u2", answered_on=day(2024, 1, 15), topic=None),
            inquiry("5", day(2024, 6, 20), "u2"),
            inquiry(
                "6",
                day(2024, 6, 20),
                answered_on=day(2024, 6, 20),
                promise="p",
                deadline=day(2024, 9, 30),
                done_on=day(2024, 7, 5),
            ),
            inquiry("7", day(2024, 7, 10)),
        ],
        batch=[batch],
        rejected_row=[fault],
        quality_finding=[
            finding,
            finding
            | {"check": "missing_group", "severity": "warning", "period": "2019 first", "current_unit_id": "u2"},
            finding | {"check": "superseded_rows", "period": None, "unit_id": None, "current_unit_id": None},
        ],
        coverage=[
            covered,
            covered | {"unit_id": "old1", "rows_n": 5, "latest_on": day(2024, 5, 1)},
            covered | {"year": 2023, "rows_n": 2},
            covered | {"dataset": "opinion", "unit_id": None, "current_unit_id": None},
        ],
        index_reconciled=[
            scored,
            scored | {"subject_id": "m2", "given": 90.0, "computed": 90.4},
            scored | {"subject_id": "m3", "given": 90.0, "computed": 88.0},
            scored | {"subject_id": "m4", "given": None},
            scored | {"subject_id": "m5", "computed": None, "current_unit_id": "u2"},
        ],
        member_points=pointed,
        branch_rating=[rated | {"year": year} for year in (2022, 2023)],
        branch_star=[starred | {"year": year} for year in (2022, 2023)],
        star_quotas=[{"rule_set": "xiqing_2016", "valid_from": 2016, "star": 5, "share": 0.1, "source": "assumption"}],
        contract_column=[column],
    )
