"""What the titles about inquiries say, on both sides of each rule."""

import datetime

import polars as pl
import pytest

from exhibits import CATALOGUE, Exhibit, Selection
from tests.exhibits.answered_frames import around, shown

FLOW = {"group": "all", "unit": None, "asked": 10, "answered": 9, "promised": 8, "kept": 4, "kept_late": 1,
        "waiting": 2, "overdue": 1, "due": 6, "in_time": 4, "followed_up": 4, "satisfied": 3, "answered_rate": 0.9,
        "kept_on_time_rate": 4 / 6, "asker_satisfied_rate": 0.75, "median_days": 40, "median_lower": 30,
        "median_upper": 55}  # fmt: skip
SCHEMA = dict.fromkeys(("median_days", "median_lower", "median_upper"), pl.Int64) | {"unit": pl.String}


def flow(*changes: dict) -> pl.DataFrame:
    return pl.DataFrame([FLOW | change for change in changes or ({},)], schema_overrides=SCHEMA)


def curve(medians: pl.DataFrame, lang: str = "zh") -> Exhibit:
    """Each group's curve falls to one half on day 40."""
    rows = [
        {"group": group, "unit": None, "day": day, "at_risk": at_risk, "kept": 1, "censored": 0, "open_share": share,
         "lower": share - 0.1, "upper": min(share + 0.1, 1.0), "watched_days": 90}
        for group in medians["group"] for day, at_risk, share in ((20, 4, 0.75), (40, 3, 0.5))
    ]  # fmt: skip
    frames = {"inquiry_promises": pl.DataFrame(rows, schema_overrides={"unit": pl.String}), "inquiry_flow": medians}
    by = "all" if medians.height == 1 else "source"
    return CATALOGUE["inquiry_promises"].make(frames | around(), Selection(lang=lang, group_by=by))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "承诺8项，到期的按时兑现66.7%，逾期1项"),
        ({"overdue": 0, "kept": 5}, "承诺8项，到期的按时兑现66.7%，无逾期"),
        ({"due": 0, "in_time": 0, "overdue": 0}, "承诺8项，均未到期"),
        ({"promised": 0}, "提问10个，没有承诺"),
    ],
)
def test_promises_are_judged_where_they_are_due(change, said):
    assert shown("inquiry_flow", flow(change)).finding == said


def test_each_step_divides_the_one_before():
    bars = {trace.name: list(trace.x) for trace in shown("inquiry_flow", flow()).figure.data[:-1]}
    assert bars == {"是": [10, 9, 8, 4, 3], "迟": [0, 0, 0, 1, 0], "未到期": [0, 0, 0, 2, 0], "逾期": [0, 0, 0, 1, 0],
                    "否": [0, 1, 1, 0, 1]}  # fmt: skip


def test_half_is_kept_only_where_the_curve_says_so():
    assert curve(flow()).finding == "半数承诺40天内兑现，区间30–55天"
    assert curve(flow({"median_upper": None})).finding == "半数承诺40天内兑现"
    open_still = dict.fromkeys(("median_days", "median_lower", "median_upper"))
    assert curve(flow(open_still)).finding == "至今不足半数承诺兑现"
    several = flow({"group": "resident"}, {"group": "media", "median_days": 60})
    assert curve(several, "en").finding == "Half kept in 40 to 60 days across 2 groups"


def questions(*states: str) -> pl.DataFrame:
    day = datetime.date(2024, 5, 1)
    rows = [{"question_id": str(at), "session_on": day, "promise_state": state} for at, state in enumerate(states)]
    return pl.DataFrame(rows)


def test_unanswered_questions_are_counted():
    assert shown("inquiry_questions", questions("kept", "unanswered")).finding == "提问2个，1个未答复，无逾期"
    assert shown("inquiry_questions", questions("kept", "overdue")).finding == "提问2个，均已答复，逾期1项"


def test_units_without_promises_have_no_bar():
    counts = dict.fromkeys(("kept", "kept_late", "waiting", "overdue", "due", "unanswered", "in_time"), 0)
    row = {"unit_id": "u1", "unit": "U1", "unit_class": None, "asked": 2, "promised": 0, **counts}
    rows = pl.DataFrame([row | {"kept_on_time_rate": None, "longest_overdue_days": None}])
    exhibit = shown("inquiry_by_unit", rows)
    assert (exhibit.figure, exhibit.finding) == (None, "0个单位承诺0项")
