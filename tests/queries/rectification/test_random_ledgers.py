"""Rates of random ledgers: what is counted is part of what it is divided by, in every question, on every day.

The ledgers have what real ones have: re-openings with a deadline of their own, earlier or later than the first or none;
withdrawals, extensions, deadlines in words, items without any, an episode found again while the one before is open.
"""

import datetime
from functools import partial
from itertools import count
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import queries
from tests.queries.small_build import Rows, episode, small_build, unit

FIRST = datetime.date(2023, 11, 1)
few_ledgers = partial(
    settings,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

# question → the rates it has: value, limits, what is counted, out of what; null where the question does not say it.
RATES = {
    "rectification_on_time": [
        ("finish_rate", "finish_lower", "finish_upper", "finished", "total"),
        ("closure_rate", "closure_lower", "closure_upper", "closed", "total"),
        ("on_time_rate", "on_time_lower", "on_time_upper", "on_time", "due"),
        ("overdue_rate", "overdue_lower", "overdue_upper", "overdue", "due"),
        ("extension_rate", "extension_lower", "extension_upper", "extended", "total"),
    ],
    "rectification_summary": [
        ("closure_rate", "closure_lower", "closure_upper", "closed", "total"),
        ("on_time_rate", "on_time_lower", "on_time_upper", "on_time", "due"),
        ("deadline_day_share", None, None, None, None),
    ],
    "rectification_quality": [
        ("last_days_share", "last_days_lower", "last_days_upper", "last_days", "closed_with_due"),
        ("look_back_coverage", "look_back_lower", "look_back_upper", "checked", "ever_closed"),
        ("relapse_rate", "relapse_lower", "relapse_upper", "relapsed", "checked"),
        ("satisfied_rate", "satisfied_lower", "satisfied_upper", "satisfied", "graded"),
    ],
    "headline": [("rate", "lower", "upper", "numerator_n", "valid_n")],
    "attention": [("rate", None, None, None, None)],
    "rectification_closure": [
        ("open_share", "lower", "upper", None, None),
        ("closed_share", "closed_lower", "closed_upper", None, None),
        ("withdrawn_share", None, None, None, None),
    ],
    "rectification_cohorts": [("closed_share", "closed_lower", "closed_upper", None, None)],
    "rectification_reopening": [("reopened_share", "lower", "upper", None, None)],
}
# question → pairs of counts, the first part of the second.
PARTS = {
    "rectification_on_time": [("overdue", "due"), ("due", "total"), ("overdue_unfinished", "overdue")],
    "rectification_summary": [("overdue", "due"), ("overdue", "open"), ("due", "total")],
    "rectification_ageing": [("overdue", "open")],
    "rectification_cohorts": [("closed", "total"), ("at_risk", "total"), ("observable", "total")],
    "rectification_closure": [("day", "watched_days"), ("closed", "at_risk")],
    "rectification_states": [("day", "watched_days"), ("reopened", "closed_n"), ("closed", "open_n")],
    "rectification_duration": [("median_days", "watched_days"), ("q90_days", "watched_days"), ("closed", "total")],
}


def after(day: datetime.date, days: int | None) -> datetime.date | None:
    return None if days is None else day + datetime.timedelta(days=days)


@st.composite
def deadlines(draw, found_on: datetime.date) -> dict:
    """The deadline of an episode found on a day: none, a day, words, put off."""
    due_on = after(found_on, draw(st.one_of(st.none(), st.integers(0, 90))))
    put_off = draw(st.one_of(st.none(), st.none(), st.integers(0, 90)))
    words = draw(st.sampled_from([None, None, "15个工作日内", "长期坚持"]))
    return {"due_on": due_on, "extended_to": due_on and after(due_on, put_off), "due_text": words}


@st.composite
def item(draw, no: int) -> Rows:
    """The episodes of an item, each found once the one before has ended, or (a slip of the pen) while it is open."""
    found_on = after(FIRST, draw(st.integers(0, 120)))
    rows = []
    for number in range(1, draw(st.sampled_from([1, 1, 2, 2, 3])) + 1):
        end = draw(st.sampled_from(["closed_on", "closed_on", "closed_on", "withdrawn_on", None]))
        ended_on = after(found_on, draw(st.integers(0, 100)))
        more = draw(deadlines(found_on)) | ({end: ended_on} if end else {})
        if end == "closed_on" and draw(st.booleans()):
            word = draw(st.sampled_from(["好", "差", "已查看"]))
            more |= {"look_back_on": after(ended_on, draw(st.integers(0, 60))), "look_back_result": word}
        status = draw(st.sampled_from([None, "done", "partial", "in_progress"]))
        unit_id = draw(st.sampled_from(["u1", "u2"])) if number == 1 else rows[0]["unit_id"]
        category = draw(st.sampled_from([None, "作风"]))
        rows.append(episode(f"{no}", found_on, unit_id, episode=number, status=status, category=category, **more))
        found_on = after(ended_on if end else found_on, draw(st.integers(0, 40)))
    return rows


ledgers = st.integers(1, 25).flatmap(lambda n: st.tuples(*(item(no) for no in range(n))))
days = st.lists(st.integers(-5, 420), min_size=1, max_size=3, unique=True)


@pytest.fixture
def file(tmp_path):
    return partial(next, (tmp_path / f"ledger{no}.duckdb" for no in count()))


def asked(build, name: str, as_of: datetime.date, deadline: str, group_by: str, competing: str) -> pl.DataFrame:
    choices = {"as_of": as_of, "deadline": deadline, "group_by": group_by, "competing": competing, "tau": 60}
    known = queries.parameters(name)
    return queries.ask(name, build=build, **{key: value for key, value in choices.items() if key in known})


def holds(name: str, answer: pl.DataFrame) -> None:
    for column, type_ in answer.schema.items():
        assert type_ != pl.Float64 or not answer[column].is_nan().any(), (name, column)
    for value, lower, upper, part, whole in RATES.get(name, []):
        # A share that is 1 but for rounding is 1.
        assert answer.filter(~pl.col(value).is_between(-1e-12, 1 + 1e-12)).is_empty(), (name, value)
        if lower:
            inside = pl.col(value).is_between(pl.col(lower) - 1e-12, pl.col(upper) + 1e-12)
            assert answer.filter(~inside).is_empty(), (name, value)
            assert answer.filter((pl.col(lower) < 0) | (pl.col(upper) > 1)).is_empty(), (name, value)
        if part:
            assert answer.filter(pl.col(part) > pl.col(whole)).is_empty(), (name, part, whole)
            counted = answer.filter(pl.col(whole) > 0)
            assert (counted[value] - counted[part] / counted[whole]).abs().sum() < 1e-9, (name, value)
            assert answer.filter(pl.col(whole) == 0)[value].count() == 0
    for part, whole in PARTS.get(name, []):
        assert answer.filter(pl.col(part) > pl.col(whole)).is_empty(), (name, part, whole)


def is_part_of_its_whole(build: Path, as_of: datetime.date, deadline: str, group_by: str, competing: str) -> None:
    for name in RATES.keys() | PARTS.keys():
        holds(name, asked(build, name, as_of, deadline, group_by, competing))
    items = queries.ask("rectification_items", build=build, as_of=as_of, deadline=deadline)
    assert items.filter(pl.col("overdue") & ~(pl.col("overdue_days") > 0)).is_empty()
    one = queries.ask("rectification_on_time", build=build, as_of=as_of, deadline=deadline)
    assert one["overdue"].sum() == items["overdue"].sum()
    headline = queries.ask("headline", build=build, as_of=as_of, deadline=deadline)
    late = headline.filter(pl.col("metric") == "overdue_rate").select("numerator_n", "valid_n")
    assert late.rows() == one.filter(pl.col("due") > 0).select("overdue", "due").rows()
    assert headline.filter(pl.col("year") > as_of.year).is_empty()


choices = st.tuples(
    st.sampled_from(queries.CHOICES["deadline"]),
    st.sampled_from(["all", "unit", "category"]),
    st.sampled_from(queries.CHOICES["competing"]),
)


@few_ledgers(max_examples=8)
@given(ledger=ledgers, days=days, choices=choices)
def test_every_rate_is_a_part_of_its_whole(file, ledger, days, choices):
    rows = [row for story in ledger for row in story]
    build = small_build(file(), unit=[unit("u1"), unit("u2")], rectification_episode=rows)
    # A day on which something is due is a hard one.
    due = sorted(row["due_on"] for row in rows if row["due_on"])[:1]
    for as_of in [*(after(FIRST, day) for day in days), *due]:
        is_part_of_its_whole(build, as_of, *choices)


@pytest.mark.slow
@few_ledgers(max_examples=60)
@given(ledger=ledgers, days=days)
def test_every_rate_is_a_part_of_its_whole_whatever_is_chosen(file, ledger, days):
    rows = [row for story in ledger for row in story]
    build = small_build(file(), unit=[unit("u1"), unit("u2")], rectification_episode=rows)
    due = sorted(row["due_on"] for row in rows if row["due_on"])[::7]
    for as_of in [*(after(FIRST, day) for day in days), *due]:
        for deadline in queries.CHOICES["deadline"]:
            for group_by in queries.CHOICES["group_by"]:
                is_part_of_its_whole(build, as_of, deadline, group_by, "withdrawn")


@few_ledgers(max_examples=8)
@given(ledger=ledgers, days=days)
def test_nothing_is_said_of_a_day_that_no_item_was_watched_for(file, ledger, days):
    rows = [row for story in ledger for row in story]
    build = small_build(file(), unit=[unit("u1"), unit("u2")], rectification_episode=rows)
    first = min(row["found_on"] for row in rows if row["episode"] == 1)
    for as_of in (after(FIRST, day) for day in days):
        longest = (as_of - first).days
        cohorts = queries.ask("rectification_cohorts", build=build, as_of=as_of, cohort="quarter")
        assert cohorts.filter(pl.col("day") > longest)["closed_share"].count() == 0
        for name in ("rectification_closure", "rectification_states", "rectification_duration"):
            for competing in queries.CHOICES["competing"]:
                watched = asked(build, name, as_of, "original", "unit", competing)["watched_days"]
                assert (watched <= longest).all() and watched.null_count() == 0, name
        reopening = queries.ask("rectification_reopening", build=build, as_of=as_of)
        assert (reopening["watched_days"] <= longest).all() and reopening["watched_days"].null_count() == 0
