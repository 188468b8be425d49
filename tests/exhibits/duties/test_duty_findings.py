"""What the titles about duties say, on both sides of each rule."""

import datetime

import polars as pl
import pytest

from exhibits.duties.duty_matrix import MOST_UNITS
from tests.exhibits.answered_frames import shown, wilson

DAY = datetime.date(2024, 3, 1)
CELL = {"year": 2024, "unit_class": "party_mass", "family": "six", "duty_action": "studied_together", "position": 1,
        "assumed": False, "owed": 1, "done": 1, "in_time": 1, "waiting": 0, "overdue": 0, "checked": 0, "proved": 0,
        "duty_state": "done", "done_on": DAY, "deadline": DAY, "open_on": None, "evidence": None}  # fmt: skip
DATES = dict.fromkeys(("done_on", "deadline", "open_on"), pl.Date) | {"evidence": pl.String}


def cells(*changes: dict) -> pl.DataFrame:
    rows = [CELL | {"unit_id": f"u{at}", "unit": f"U{at}"} | change for at, change in enumerate(changes)]
    return pl.DataFrame(rows, schema_overrides=DATES)


def rates(sample: tuple[int, int] | None, reported: tuple[int, int]) -> pl.DataFrame:
    """The sums of all actions: done, due of the spot check and of the reports."""
    row = {"year": 2024, "family": None, "duty_action": None, "position": None, "assumed": False, "units": 3}
    done, due = reported
    rows = [row | {"coverage": "census", "due": due, "done": done, "in_time": done, "done_rate": done / due}]
    if sample:
        lower, upper = wilson(*sample)
        drawn = {"coverage": "sample", "due": sample[1], "done": sample[0], "in_time": sample[0]}
        drawn |= {"done_rate": sample[0] / sample[1], "lower": lower, "upper": upper}
        rows.append(row | drawn | {"reported_due": due, "reported_done": done, "self_reported_rate": done / due})
    strings = dict.fromkeys(("coverage", "family", "duty_action"), pl.String) | {"assumed": pl.Boolean}
    floats = dict.fromkeys(("done_rate", "lower", "upper", "in_time_rate", "self_reported_rate"), pl.Float64)
    counts = dict.fromkeys(("year", "position", "units", "due", "done", "in_time", "reported_due", "reported_done"))
    return pl.DataFrame(rows, schema=strings | dict.fromkeys(counts, pl.Int64) | floats)


def test_overdue_is_said_where_an_action_is_past_its_day():
    late = cells({}, {"done": 0, "in_time": 0, "overdue": 1, "duty_state": "late", "open_on": DAY, "done_on": None})
    assert shown("duty_matrix", late).finding == "应做2项，已做1项，逾期1项"
    assert shown("duty_matrix", cells({}, {}), lang="en").finding == "2 of 2 actions done; none overdue"


def test_the_checklist_shows_the_worst_units_and_says_how_many_there_are():
    late = {"done": 0, "overdue": 1, "duty_state": "late"}
    exhibit = shown("duty_matrix", cells(*[{}] * 30, late))
    assert exhibit.frame["unit_id"][0] == "u30"
    assert exhibit.figure.layout.yaxis.ticktext[0] == "U30"
    assert len(exhibit.figure.layout.yaxis.ticktext) == MOST_UNITS
    assert f"图示前{MOST_UNITS}个单位，共31个" in exhibit.subtitle
    assert "图示前" not in shown("duty_matrix", cells({})).subtitle


def test_every_state_has_its_own_sign():
    states = ("done", "done_late", "unproven", "due", "late")
    exhibit = shown("duty_matrix", cells(*({"duty_state": state} for state in states)))
    signs = exhibit.figure.data[1].text
    assert len(set(signs)) == len(states)
    assert all(sign in exhibit.figure.layout.title.text for sign in signs)


@pytest.mark.parametrize(
    ("sample", "said"),
    [
        ((80, 100), "自报做完95.0%，高于抽查的80.0%"),  # Wilson: 0.711 to 0.867
        ((92, 100), "自报做完95.0%，与抽查的92.0%分不出高低"),  # to 0.959
        ((1000, 1000), "自报做完95.0%，低于抽查的100.0%"),
    ],
)
def test_reports_are_above_the_spot_check_only_beyond_its_interval(sample, said):
    assert shown("duty_coverage", rates(sample, (950, 1000))).finding == said


def test_without_a_spot_check_there_is_no_interval_and_no_comparison():
    exhibit = shown("duty_coverage", rates(None, (950, 1000)))
    assert exhibit.finding == "到期1000项，做完95.0%"
    assert "不是抽样" in exhibit.footer and "Wilson" not in exhibit.footer
    assert "Wilson" in shown("duty_coverage", rates((80, 100), (950, 1000))).footer


def points(**changes) -> pl.DataFrame:
    row = {"year": 2024, "unit_id": "u1", "unit": "U1", "unit_class": None, "post": "head", "visits_planned": 4,
           "visits_done": 3, "last_visit_on": DAY, "problems": 5, "in_ledger": 2, "closed": 1, "open": 1, "overdue": 0,
           "unknown": 0, "visit_rate": 0.75, "item_ids": None}  # fmt: skip
    return pl.DataFrame([row | changes])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "发现问题5项，列入台账2项，其中无逾期"),
        ({"overdue": 1}, "发现问题5项，列入台账2项，其中1项逾期"),
        ({"problems": 0, "in_ledger": 0, "closed": 0, "open": 0}, "发现问题0项，列入台账0项"),
    ],
)
def test_what_became_of_the_problems_of_contact_points(changes, said):
    assert shown("contact_points", points(**changes)).finding == said


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", "灯下黑督查第16轮20251-088、12345热线第17轮20252-041"),
        ("en", "Under-lamp inspection 16/20251-088, 12345 hotline 17/20252-041"),
    ],
)
def test_items_of_the_ledger_are_named_in_words(lang, said):
    items = points(item_ids="under_lamp/16/20251-088+hotline/17/20252-041")
    assert shown("contact_points", items, lang=lang).frame["item_ids"].to_list() == [said]


def test_numbers_that_the_ledger_lacks_are_counted():
    assert "2个编号在整改台账中查不到" in shown("contact_points", points(unknown=2)).subtitle


def sessions(*joint: int) -> pl.DataFrame:
    row = {"year": 2024, "unit_class": None, "sessions": 4, "party_only": 0, "party_topics": 4, "business_topics": 4}
    return pl.DataFrame(
        [
            row | {"unit_id": f"u{at}", "unit": f"U{at}", "joint": n, "business_only": 4 - n, "latest_on": DAY,
                   "joint_share": n / 4}
            for at, n in enumerate(joint)
        ]
    )  # fmt: skip


def test_units_without_a_joint_session_are_counted():
    assert shown("joint_sessions", sessions(4, 0)).finding == "2024年同议占50.0%，1个单位没有同议"
    assert shown("joint_sessions", sessions(4, 1)).finding == "2024年同议占62.5%，各单位均有同议"
