"""Figures of the demonstration, recomputed from its workbooks cell by cell, without the project's reading or SQL."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import queries

GOOD, BAD = ("非常满意", "满意", "基本满意"), ("不满意", "非常不满意")


def rows(home: Path, file: str) -> Iterator[dict[str, str | None]]:
    """The rows under the headings of all sheets, as text in half-width characters."""
    book = openpyxl.load_workbook(home / "demo" / f"示例数据_{file}.xlsx", read_only=True)
    for sheet in book:
        _, heads, *body = sheet.iter_rows(values_only=True)
        for row in body:
            texts = [None if cell is None else unicodedata.normalize("NFKC", str(cell)).strip() for cell in row]
            yield dict(zip(map(str, heads), texts, strict=False))


def month(text: str | None) -> date | None:
    found = re.fullmatch(r"(\d{4})年(\d{1,2})月", text or "")
    return date(int(found[1]), int(found[2]), 1) if found else None


def counts(row: dict[str, str | None], *names: str) -> list[int] | None:
    """The numbers in these cells, 0 where a cell is empty; None if one of them is no count."""
    cells = [row[name] or "0" for name in names]
    return [int(cell) for cell in cells] if all(cell.isdigit() for cell in cells) else None


@pytest.fixture(scope="module")
def names(demo_home: Path) -> dict[str, str]:
    """Name or short name → unit."""
    book = openpyxl.load_workbook(demo_home / "demo" / "示例数据_单位名录.xlsx", read_only=True)
    known = {}
    for unit_id, unit, _, _, short, *_ in book.worksheets[0].iter_rows(min_row=3, values_only=True):
        known |= dict.fromkeys([str(unit), *str(short or "").split("、")], str(unit_id))
    return known


@pytest.fixture(scope="module")
def ratings(demo_home: Path, names: dict[str, str]) -> Counter:
    """(month, unit, channel, what) → count, of the rows that a clerk could not object to."""
    found: Counter = Counter()
    for row in rows(demo_home, "好差评月度汇总"):
        on, unit, numbers = month(row["年月"]), names.get(row["单位"] or ""), counts(row, *GOOD, *BAD, "未评")
        if not (on and unit and numbers) or row["评价渠道"] not in ("窗口", "网上"):
            continue
        *given, unrated = numbers
        key = (on, unit, row["评价渠道"])
        if row["主动评价"] == "是":
            found[*key, "good"] += sum(given[:3])
            found[*key, "bad"] += sum(given[3:])
        else:
            found[*key, "filled"] += sum(given)
            found[*key, "unrated"] += unrated
    return found


def total(found: Counter, *what: str, **of: object) -> int:
    """The sum over the keys whose parts are as given: on, unit, channel."""
    at = {"on": 0, "unit": 1, "channel": 2}
    return sum(n for key, n in found.items() if key[-1] in what and all(key[at[name]] == of[name] for name in of))


@pytest.mark.parametrize("on", [date(2019, 10, 1), date(2020, 2, 1), date(2021, 1, 1), date(2024, 6, 1)])
def test_a_months_ratings_are_those_in_the_workbook(on, ratings, demo_home):
    row = queries.ask("service_ratings").filter(month=on, channel="all").row(0, named=True)
    good, bad, filled = (total(ratings, what, on=on) for what in ("good", "bad", "filled"))
    assert good > 0
    assert (row["good_n"], row["bad_n"], row["filled_n"], row["rated_n"]) == (good, bad, filled, good + bad)
    assert row["cases_n"] == total(ratings, "good", "bad", "filled", "unrated", on=on)
    assert row["good_rate"] == pytest.approx(good / (good + bad))
    assert row["reported_rate"] == pytest.approx((good + filled) / (good + bad + filled))


def test_a_units_ratings_since_the_standard_are_those_in_the_workbook(ratings, demo_home):
    answer = queries.ask("service_ratings_by_unit", units=["A21"])
    since = Counter({key: n for key, n in ratings.items() if key[0] >= date(2021, 1, 1)})
    for code, channel in (("window", "窗口"), ("online", "网上")):
        row = answer.filter(channel=code).row(0, named=True)
        good, bad = (total(since, what, unit="A21", channel=channel) for what in ("good", "bad"))
        assert (row["good_n"], row["bad_n"]) == (good, bad)
        assert row["bad_rate"] == pytest.approx(bad / (good + bad))


def test_the_claim_counts_windows_alone(ratings, demo_home):
    row = queries.ask("service_claim").filter(month=date(2023, 5, 1)).row(0, named=True)
    assert row["good_n"] == total(ratings, "good", on=date(2023, 5, 1), channel="窗口")


def test_a_bulletin_is_that_of_the_workbook_and_one_does_not_add_up(demo_home):
    sent = {(row["期间"], row["渠道"]): row for row in rows(demo_home, "12345热线周报汇总") if row["期间"]}
    flow = queries.ask("hotline_flow")
    row = flow.filter(period=date(2018, 12, 7), channel="all").row(0, named=True)
    printed = sent["2018年12月7日—14日", "合计"]
    assert [row["received"], row["answered"], row["dispatched"]] == counts(
        printed, "受理总量", "在线直接答复", "派发工单"
    )
    assert flow.filter(channel="all")["unexplained"].unique().to_list() == [0]
    short = flow.filter(flow["channels_gap"] != 0)
    assert short.select("period", "channels_gap").rows() == [(date(2020, 12, 4), 2)]


def test_a_units_work_orders_are_those_in_the_workbook(names, demo_home):
    columns = ("承办件数", "应结数", "按时办结数", "有效回访数", "回访满意数")
    sums = [0] * len(columns)
    for row in rows(demo_home, "12345工单部门办理月报"):
        numbers = counts(row, *columns, "办结数")
        rate = float((row["按时办结率"] or "0").strip("%"))
        if month(row["月份"]) and names.get(row["承办单位"] or "") == "A02" and numbers and rate <= 100:
            sums = [so_far + more for so_far, more in zip(sums, numbers, strict=False)]
    row = queries.ask("hotline_by_unit", units=["A02"]).row(0, named=True)
    assert row["periods_hidden"] == 0
    shown = ("received", "orders_due", "orders_on_time", "valid_callbacks", "callbacks_satisfied")
    assert [row[name] for name in shown] == sums
    assert row["callback_rate"] == pytest.approx(sums[4] / sums[3])


def test_the_ledger_of_bad_ratings_is_a_few_short_of_the_monthly_workbook(ratings, demo_home):
    """Ten rows have a fault and a few are lacking, so that the ledger is short; it has none in excess in any month."""
    months = queries.ask("bad_rating_handling").filter(period_kind="month")
    given = {on: total(ratings, "bad", on=on) for on in months["period"]}
    assert len(given) == 60
    assert months["summary_n"].to_list() == list(given.values())
    assert all(ledger <= there + 1 for ledger, there in zip(months["of_both_n"], given.values(), strict=True))
    assert 0.9 * sum(given.values()) < months["of_both_n"].sum() < sum(given.values())


def test_a_topics_requests_are_those_of_its_bulletins(demo_home):
    """The numbers typed in, and the weeks; the requests of a week's topics stay below those received."""
    found, received = Counter(), {}
    weeks = Counter()
    for row in rows(demo_home, "12345诉求热点汇总"):
        (n,) = counts(row, "诉求件数") or (None,)
        if n is not None and row["期间"] != "上周" and row["诉求热点"]:
            found[row["诉求热点"]] += n
            weeks[row["诉求热点"]] += 1
            received[row["期间"]] = received.get(row["期间"], 0) + n
    answer = queries.ask("hotline_topics")
    assert dict(answer.select("hot_topic", "topic_n").iter_rows()) == found
    assert dict(answer.select("hot_topic", "bulletins").iter_rows()) == weeks
    totals = {
        row["期间"]: int(row["受理总量"]) for row in rows(demo_home, "12345热线周报汇总") if row["渠道"] == "合计"
    }
    assert all(n < totals[period] for period, n in received.items() if period in totals)
