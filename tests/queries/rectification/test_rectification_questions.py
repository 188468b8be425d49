"""The ledger's edges: what is known on a day, due dates, re-opening, the list and an item's story."""

import datetime

import pytest

import queries
from tests.queries.small_build import episode, small_build

DAY = datetime.date


def items(build, **params) -> dict:
    return queries.ask("rectification_items", build=build, **params).rows_by_key(
        ["problem_id"], named=True, unique=True
    )


def test_nothing_after_the_day_is_known(town):
    early = items(town, as_of="2024-01-15")
    assert set(early) == {"1", "4"}
    assert (early["1"]["state"], early["1"]["closed_on"], early["1"]["days"]) == ("open", None, 14)


def test_default_day_is_the_ledgers_own(town):
    assert "6" not in items(town)
    assert "6" in items(town, as_of=DAY(2024, 7, 31))


def test_extension_counts_only_when_asked(town):
    assert items(town)["3"]["state"] == "overdue"
    assert items(town)["3"]["overdue_days"] == 90
    assert items(town, deadline="extended")["3"]["state"] == "open"


def test_reopened_item_keeps_its_first_closure_and_is_not_overdue_by_it(town):
    row = items(town)["4"]
    assert (row["days"], row["first_closed_on"], row["state"], row["episodes"]) == (31, DAY(2023, 4, 1), "open", 2)
    assert row["age_days"] == (DAY(2024, 6, 30) - DAY(2023, 8, 1)).days


def test_reopened_item_is_overdue_by_a_due_date_of_its_own(tmp_path):
    rows = [
        episode("1", DAY(2024, 1, 1), due_on=DAY(2024, 2, 1), closed_on=DAY(2024, 1, 20)),
        episode("1", DAY(2024, 3, 1), episode=2, due_on=DAY(2024, 4, 1)),
    ]
    build = small_build(tmp_path / "b.duckdb", rectification_episode=rows)
    assert (items(build)["1"]["state"], items(build)["1"]["overdue_days"]) == ("overdue", 90)
    (summary,) = queries.ask("rectification_summary", build=build).to_dicts()
    assert (summary["on_time"], summary["due"], summary["reopened"], summary["closed"]) == (1, 1, 1, 0)


def test_an_item_is_due_and_overdue_when_its_day_is_over(tmp_path):
    """Three are due on one day: open, closed before, closed on the day. Until it is over none of them is due."""
    due = {"due_on": DAY(2024, 6, 30)}
    rows = [
        episode("1", DAY(2024, 1, 1), **due),
        episode("2", DAY(2024, 1, 1), closed_on=DAY(2024, 6, 1), **due),
        episode("3", DAY(2024, 1, 1), closed_on=DAY(2024, 6, 30), **due),
    ]
    build = small_build(tmp_path / "b.duckdb", rectification_episode=rows)
    for as_of, expected in (("2024-06-30", (0, 0, 0, 1)), ("2024-07-01", (3, 2, 1, 1))):
        for question in ("rectification_summary", "rectification_on_time"):
            (row,) = queries.ask(question, build=build, as_of=as_of).to_dicts()
            still_open = row["total"] - row["closed"] - row["withdrawn"]
            assert (row["due"], row["on_time"], row["overdue"], still_open) == expected


def test_an_item_overdue_by_its_own_deadline_is_due(tmp_path):
    """Re-opened with a deadline in April while its first one is in December, or while it had none: overdue in June, and
    then one of those due. Once closed again it is due no more until December."""
    rows = [
        episode("1", DAY(2024, 1, 1), due_on=DAY(2024, 12, 1), closed_on=DAY(2024, 1, 20)),
        episode("1", DAY(2024, 3, 1), episode=2, due_on=DAY(2024, 4, 1), closed_on=DAY(2024, 7, 1)),
        episode("2", DAY(2024, 1, 1), closed_on=DAY(2024, 1, 20)),
        episode("2", DAY(2024, 3, 1), episode=2, due_on=DAY(2024, 4, 1)),
    ]
    build = small_build(tmp_path / "b.duckdb", rectification_episode=rows)
    counts = {}
    for as_of in ("2024-04-01", "2024-04-02", "2024-07-01", "2024-12-02"):
        (row,) = queries.ask("rectification_on_time", build=build, as_of=as_of).to_dicts()
        counts[as_of] = (row["due"], row["on_time"], row["overdue"])
    assert counts == {
        "2024-04-01": (0, 0, 0),
        "2024-04-02": (2, 1, 2),
        "2024-07-01": (1, 0, 1),
        "2024-12-02": (2, 1, 1),
    }
    headline = queries.ask("headline", build=build, as_of="2024-06-01").rows_by_key("metric", named=True, unique=True)
    assert (headline["on_time_closure_rate"]["year"], headline["on_time_closure_rate"]["valid_n"]) == (2024, 2)
    assert (headline["overdue_rate"]["numerator_n"], headline["overdue_rate"]["valid_n"]) == (2, 2)


def test_withdrawn_items_are_not_due_and_not_closed(town):
    row = items(town)["5"]
    assert row["state"] == "withdrawn"
    (summary,) = queries.ask("rectification_summary", build=town).to_dicts()
    assert summary["withdrawn"] == 1
    assert summary["closed"] + summary["open"] + summary["withdrawn"] == summary["total"]
    assert summary["deadline_day_share"] == pytest.approx(13 / 14)


def test_search_state_and_bucket_narrow_the_list(town):
    assert set(items(town, search="门难")) == {"1"}
    assert set(items(town, search="作风")) == {"2"}
    assert set(items(town, state="overdue")) == {"2", "3"}
    assert set(items(town, state="open")) == {"2", "3", "4"}
    assert set(items(town, state="withdrawn")) == {"5"}
    assert set(items(town, bucket=">180")) == {"4"}


def test_lists_and_tables_agree(town):
    (summary,) = queries.ask("rectification_summary", build=town).to_dicts()
    ageing = queries.ask("rectification_ageing", build=town)
    assert (
        ageing["open"].sum() == summary["open"] == queries.ask("rectification_backlog", build=town)["backlog_open"][-1]
    )
    assert ageing["overdue"].sum() == summary["overdue"] == len(items(town, state="overdue"))


def test_the_backlog_of_a_day_within_a_month_stands_beside_the_same_day_of_the_year_before(tmp_path):
    """On 10 May 2023 one of two items is open; of the 31st there are three, two of them open, one withdrawn."""
    rows = [
        episode("1", DAY(2023, 1, 5), closed_on=DAY(2023, 5, 2)),
        episode("2", DAY(2023, 4, 20), withdrawn_on=DAY(2024, 5, 3)),
        episode("3", DAY(2023, 5, 20)),
        episode("4", DAY(2024, 5, 4)),
    ]
    build = small_build(tmp_path / "b.duckdb", rectification_episode=rows)
    asked = {"build": build, "year_from": 2024}
    columns = ("month_end", "backlog_open", "opened", "ended_n", "open_year_before")
    months = queries.ask("rectification_backlog", as_of="2024-05-10", **asked).select(columns).rows()
    assert months[-2:] == [(DAY(2024, 4, 30), 2, 0, 0, 2), (DAY(2024, 5, 10), 2, 1, 1, 1)]
    whole = queries.ask("rectification_backlog", as_of="2024-05-31", **asked).select(columns).rows()
    assert whole[-1] == (DAY(2024, 5, 31), 2, 1, 1, 2)
    young = queries.ask("rectification_backlog", build=build, as_of="2024-01-04")
    assert young["open_year_before"].null_count() == young.height


SUMMED = {
    "rectification_duration": ("total", "closed"),
    "rectification_on_time": ("total", "finished", "closed", "extended", "due", "on_time", "overdue", "withdrawn"),
    "rectification_quality": ("ever_closed", "closed_with_due", "last_days", "checked", "relapsed", "graded"),
}


@pytest.mark.parametrize("group_by", queries.CHOICES["group_by"])
def test_groups_add_up_to_the_whole(town, group_by):
    for name, counts in SUMMED.items():
        parts = queries.ask(name, build=town, group_by=group_by)
        (whole,) = queries.ask(name, build=town).to_dicts()
        assert [parts[count].sum() for count in counts] == [whole[count] for count in counts], name
    parts = queries.ask("rectification_summary", build=town, group_by=group_by)
    (whole,) = queries.ask("rectification_summary", build=town).to_dicts()
    for name in ("total", "closed", "open", "due", "on_time", "overdue", "withdrawn", "reopened"):
        assert parts[name].sum() == whole[name]
    assert parts["unit"].null_count() == (0 if group_by == "unit" else parts.height)


def test_a_story_is_told_in_order(town):
    story = queries.ask("rectification_item_story", build=town, item_id="under_lamp/1/4")
    assert story.select("episode", "event").rows() == [(1, "found"), (1, "closed"), (1, "due"), (2, "found")]


def test_a_ledger_without_a_day_has_no_items(tmp_path):
    build = small_build(tmp_path / "b.duckdb", as_of=None, rectification_episode=[episode("1", DAY(2024, 1, 1))])
    for name in queries.NAMES:
        if name.startswith("rectification_") and name != "rectification_item_story":
            assert queries.ask(name, build=build).is_empty(), name
