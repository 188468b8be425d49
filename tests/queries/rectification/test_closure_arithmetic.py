"""Rates as bulletins publish them, the quality of closing, and deadlines in working days, each worked out by hand."""

import datetime
from pathlib import Path

import chinese_calendar
import pytest

import queries
from tests.queries.small_build import episode, small_build, unit

# --- the arithmetic of published bulletins ----------------------------------------------------------------------------

DAY = datetime.date


def many(n: int, start: int, **more) -> list[dict]:
    return [episode(f"{start + no}", DAY(2024, 1, 1), **more) for no in range(n)]


def ledger(file: Path, *parts: tuple[int, dict]) -> Path:
    rows = [row for no, (n, more) in enumerate(parts) for row in many(n, 100_000 * no, **more)]
    return small_build(file, unit=[unit("u1")], rectification_episode=rows)


def test_basically_finished_is_not_finished(tmp_path):
    """Kunming: 697 = 688 finished + 4 in part + 5 open: 98.71 %, not 99.28 %."""
    build = ledger(
        tmp_path / "b.duckdb",
        (688, {"status": "done"}),
        (4, {"status": "partial", "done_on": DAY(2024, 3, 1)}),
        (5, {"status": "in_progress"}),
    )
    (row,) = queries.ask("rectification_on_time", build=build).to_dicts()
    assert (row["finished"], row["total"]) == (688, 697)
    assert f"{row['finish_rate']:.2%}" == "98.71%"


def test_extensions_stay_in_the_denominator(tmp_path):
    """Xianning: 453 of 471 closed, 18 asked for an extension: 96.18 %, not 100 %; extended 3.82 %."""
    build = ledger(
        tmp_path / "b.duckdb",
        (453, {"due_on": DAY(2024, 5, 1), "closed_on": DAY(2024, 4, 1)}),
        (18, {"due_on": DAY(2024, 5, 1), "extended_to": DAY(2024, 12, 1)}),
    )
    (row,) = queries.ask("rectification_on_time", build=build).to_dicts()
    assert f"{row['closure_rate']:.2%}" == "96.18%"
    assert f"{row['extension_rate']:.2%}" == "3.82%"


def test_on_time_is_divided_by_what_was_due(tmp_path):
    """Lianyungang: 24 165 of 29 186 on time: 82.80 %, closed 25 783: 88.34 %; not 93.72 %."""
    due = {"due_on": DAY(2024, 2, 1)}
    build = ledger(
        tmp_path / "b.duckdb",
        (24_165, due | {"closed_on": DAY(2024, 2, 1)}),
        (25_783 - 24_165, due | {"closed_on": DAY(2024, 2, 2)}),
        (29_186 - 25_783, due),
    )
    (row,) = queries.ask("rectification_on_time", build=build).to_dicts()
    assert (row["due"], row["on_time"]) == (29_186, 24_165)
    assert f"{row['on_time_rate']:.2%}" == "82.80%"
    assert f"{row['closure_rate']:.2%}" == "88.34%"


def test_what_is_not_yet_due_or_withdrawn_is_not_in_the_denominator(tmp_path):
    build = ledger(
        tmp_path / "b.duckdb",
        (298, {"due_on": DAY(2024, 3, 1), "closed_on": DAY(2024, 2, 1)}),
        (14, {"due_on": DAY(2024, 3, 1)}),
        (40, {"due_on": DAY(2024, 12, 1), "closed_on": DAY(2024, 2, 1)}),
        (3, {"due_on": DAY(2024, 3, 1), "withdrawn_on": DAY(2024, 2, 1)}),
    )
    (row,) = queries.ask("rectification_on_time", build=build).to_dicts()
    assert (row["due"], row["on_time"], row["overdue"], row["withdrawn"]) == (312, 298, 14, 3)
    assert f"{row['on_time_rate']:.2%}" == "95.51%"


def test_finished_is_not_closed(tmp_path):
    """Liaocheng: 41 = 25 finished, 13 of them closed, + 16 on schedule: finished 60.98 %, closed 31.71 %."""
    build = ledger(
        tmp_path / "b.duckdb",
        (13, {"closed_on": DAY(2024, 3, 1), "status": "closed"}),
        (12, {"done_on": DAY(2024, 3, 1), "status": "close_requested", "due_on": DAY(2024, 4, 1)}),
        (16, {"status": "on_schedule", "due_on": DAY(2024, 4, 1)}),
    )
    (row,) = queries.ask("rectification_on_time", build=build).to_dicts()
    assert (f"{row['finish_rate']:.2%}", f"{row['closure_rate']:.2%}") == ("60.98%", "31.71%")
    assert (row["overdue"], row["overdue_unfinished"]) == (28, 16)


def test_nothing_is_finished_before_its_day(tmp_path):
    build = ledger(tmp_path / "b.duckdb", (3, {"done_on": DAY(2024, 3, 1)}), (2, {"status": "done"}))
    for as_of, finished in (("2024-02-29", 0), ("2024-03-01", 3), ("2024-06-30", 5)):
        (row,) = queries.ask("rectification_on_time", build=build, as_of=as_of).to_dicts()
        assert row["finished"] == finished


# --- the quality of closing -------------------------------------------------------------------------------------------


def test_quality_of_closing(tmp_path):
    due = {"due_on": DAY(2024, 3, 10)}
    rows = [
        *many(1, 0, closed_on=DAY(2024, 3, 10), look_back_on=DAY(2024, 5, 1), look_back_result="好", **due),
        *many(1, 1, closed_on=DAY(2024, 3, 8), look_back_on=DAY(2024, 5, 1), look_back_result="一般", **due),
        *many(1, 2, closed_on=DAY(2024, 3, 7), look_back_on=DAY(2024, 5, 1), look_back_result="已查看", **due),
        *many(1, 3, closed_on=DAY(2024, 3, 11), look_back_on=DAY(2024, 5, 1), look_back_result="反弹", **due),
        episode("3", DAY(2024, 5, 1), episode=2),
        *many(1, 4, closed_on=DAY(2024, 3, 1), look_back_on=DAY(2024, 8, 1), look_back_result="好", **due),
        episode("4", DAY(2024, 6, 1), episode=2),  # came back before anybody looked
        *many(1, 5, closed_on=DAY(2024, 3, 1)),
        *many(1, 6, **due),
    ]
    build = small_build(tmp_path / "b.duckdb", rectification_episode=rows)
    (row,) = queries.ask("rectification_quality", build=build).to_dicts()
    counts = ("ever_closed", "closed_with_due", "last_days", "checked", "relapsed", "graded", "satisfied")
    assert [row[name] for name in counts] == [6, 5, 2, 4, 1, 3, 1]
    rates = ("last_days_share", "look_back_coverage", "relapse_rate", "satisfied_rate")
    assert [row[name] for name in rates] == pytest.approx([2 / 5, 4 / 6, 1 / 4, 1 / 3])


# --- working days -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("found_on", "words", "due_on"),
    [
        (DAY(2024, 5, 6), "5个工作日内", DAY(2024, 5, 11)),  # Saturday 11 May was worked
        (DAY(2024, 4, 26), "自发现之日起3个工作日", DAY(2024, 4, 30)),  # Sunday 28 April was worked
        (DAY(2024, 2, 8), "10 工作日", DAY(2024, 2, 28)),  # over the Spring Festival, 18 February worked
        (DAY(2024, 5, 6), "５个工作日内", DAY(2024, 5, 11)),
        (DAY(2024, 2, 8), "10天", None),
        (DAY(2030, 2, 8), "10个工作日", None),
    ],
)  # fmt: skip
def test_working_days_are_counted_by_the_chinese_calendar(found_on, words, due_on, tmp_path):
    build = small_build(tmp_path / "b.duckdb", rectification_episode=[episode("1", found_on, due_text=words)])
    sql = "select counted_due_on from episodes_on(['2030-12-31'::date], '{}')"
    with queries.connect(build) as cursor:
        assert cursor.execute(sql.format("working_days")).fetchall() == [(due_on,)]
        assert cursor.execute(sql.format("original")).fetchall() == [(None,)]


def test_the_calendar_is_the_one_of_the_published_notices(town):
    with queries.connect(town) as cursor:
        ours = cursor.execute("select day, working from working_calendar order by day").fetchall()
    assert (ours[0][0], ours[-1][0]) == (DAY(2017, 1, 1), DAY(2026, 12, 31))
    assert [day for day, working in ours if working != chinese_calendar.is_workday(day)] == []
