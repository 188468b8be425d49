"""Figures of the six programmes, recomputed from the cells of the demonstration workbook by other code."""

import datetime
import itertools
import re
from pathlib import Path

import openpyxl
import pytest

import queries

LIMITS = (("green", 0.10), ("yellow", 0.30), ("red", 9.0))


def share(cell: str | float) -> float:
    return float(cell[:-1]) / 100 if isinstance(cell, str) else cell


@pytest.fixture(scope="module")
def reports(demo_home: Path) -> dict[tuple[int, str], list[dict]]:
    """(year, project) → its accepted rows in order. The rows that the makers spoil have a number of their own."""
    (file,) = (demo_home / "batches").glob("*-programme_project-*/original.xlsx")
    found: dict[tuple[int, str], list[dict]] = {}
    for sheet in openpyxl.load_workbook(file):
        _, heads, *rows = sheet.iter_rows(values_only=True)
        for cells in rows:
            row = dict(zip(heads, cells, strict=True))
            if re.fullmatch(r"XM-\d\d", row["项目编号"]):
                found.setdefault((int(row["年度"]), row["项目编号"]), []).append(row)
    return {key: sorted(rows, key=lambda row: row["填报日期"]) for key, rows in found.items()}


def light(rows: list[dict], at: int) -> str | None:
    """By the rule written out: points behind schedule, or months since a plan first expected progress."""
    row = rows[at]
    if row["项目状态"] == "已完成":
        return None
    if row["项目状态"] == "未启动":
        due = next(each["填报日期"] for each in rows if share(each["序时进度"]) > 0)
        now = row["填报日期"]
        return "yellow" if 12 * (now.year - due.year) + now.month - due.month <= 3 else "red"
    behind = round(100 * share(row["序时进度"])) - round(100 * share(row["进度"]))
    return next(name for name, limit in LIMITS if behind <= 100 * limit)


def test_thirty_projects_a_year_and_no_more(reports):
    assert {year: sum(key[0] == year for key in reports) for year in (2023, 2024, 2025)} == dict.fromkeys(
        (2023, 2024, 2025), 30
    )
    assert queries.ask("programme_projects").height == 90


def test_every_light_of_every_report(reports):
    expected = {
        (*key, row["填报日期"].date()): light(rows, at) for key, rows in reports.items() for at, row in enumerate(rows)
    }
    answer = queries.ask("programme_story").select("year", "project_id", "reported_on", "light")
    assert {row[:3]: row[3] for row in answer.rows()} == expected


def test_lights_of_the_last_round_by_count(reports):
    ends = [light(rows, -1 + len(rows)) for key, rows in reports.items() if key[0] == 2025]
    latest = queries.ask("programme_progress", year_from=2025)
    for name in ("green", "yellow", "red"):
        assert latest["light"].to_list().count(name) == ends.count(name)
    assert latest["state"].to_list().count("done") == ends.count(None) == 25


def test_what_is_overdue_at_each_years_end(reports):
    expected = set()
    for key, rows in reports.items():
        ((year, month),) = [map(int, found) for found in re.findall(r"^(\d+)年(\d+)月底前", rows[-1]["完成时限"])]
        deadline = datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)
        if rows[-1]["项目状态"] != "已完成" and deadline < rows[-1]["填报日期"].date():
            expected.add((*key, (rows[-1]["填报日期"].date() - deadline).days))
    answer = queries.ask("programme_projects", standing=["overdue"]).select("year", "project_id", "overdue_days")
    assert set(answer.rows()) == expected and len(expected) == 6


def test_the_one_progress_that_fell(reports):
    fallen = {
        (*key, row["填报日期"].date())
        for key, rows in reports.items()
        for before, row in itertools.pairwise(rows)
        if share(row["进度"]) < share(before["进度"])
    }
    answer = queries.ask("programme_status").filter("fell").select("year", "project_id", "reported_on")
    assert set(answer.rows()) == fallen == {(2024, "XM-07", datetime.date(2024, 9, 30))}


def test_the_forecast_of_every_unfinished_project_of_the_last_year(reports):
    answer = {row["project_id"]: row for row in queries.ask("programme_progress", year_from=2025).iter_rows(named=True)}
    checked = 0
    for (year, name), rows in reports.items():
        done = share(rows[-1]["进度"])
        if year != 2025 or rows[-1]["项目状态"] == "已完成" or done == 0:
            continue
        days = [datetime.date(2024, 12, 31), *(row["填报日期"].date() for row in rows)]
        shares = [0.0, *(share(row["进度"]) for row in rows)]
        paces = [(b - a) / (n - m).days for a, b, m, n in zip(shares, shares[1:], days, days[1:], strict=False)]
        for column, pace in (
            ("forecast_on", done / (days[-1] - days[0]).days),
            ("forecast_first_on", max(paces)),
            ("forecast_last_on", min(paces)),
        ):
            if pace <= 0:
                assert answer[name][column] is None
            else:
                assert abs((answer[name][column] - days[-1]).days - (1 - done) / pace) < 1
                checked += 1
    assert checked >= 10
