"""Figures of duties and inquiries, recomputed from the demonstration workbooks cell by cell."""

import csv
import datetime
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

import queries

AS_OF = datetime.date(2025, 12, 31)
DIRECTORY = Path(__file__).parents[2] / "data" / "demo" / "units.csv"


def known_units() -> set[str]:
    """Every name and short name of a unit."""
    with DIRECTORY.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {row["unit"] for row in rows} | {name for row in rows for name in (row["aliases"] or "").split("、") if name}


def rows_of(home: Path, name: str, *day_columns: str) -> list[dict]:
    """The rows of all sheets with a known unit and readable days; a day as a date."""
    book = openpyxl.load_workbook(home / "demo" / f"示例数据_{name}.xlsx", read_only=True)
    units, found = known_units(), []
    for sheet in book.worksheets:
        _, header, *lines = sheet.iter_rows(values_only=True)
        for line in lines:
            row = dict(zip(header, line, strict=False)) | {"sheet": sheet.title}
            unit = next((row[name] for name in row if name and name.endswith("单位")), None)
            days = [row.get(column) for column in day_columns]
            bad = [day for day in days if day is not None and not isinstance(day, datetime.datetime)]
            if unit and "".join(unit.split()) in units and not bad:
                found.append(row | {column: row[column] and row[column].date() for column in day_columns})
    return found


ACTIONS = (
    *("同研究", "同部署", "同指导", "同检查", "同考核", "同问责"),
    *("专题研究党建", "上党课", "参加组织生活", "到联系点", "谈心谈话", "解决难题", "抓示范项目", "述职"),
)


def last_day(text: str) -> datetime.date:
    """The last day of a month written as 2025年6月底前."""
    year, month = int(text[:4]), int(text[5 : text.index("月")])
    return datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)


def actions(home: Path) -> list[dict]:
    rows = rows_of(home, "履责清单", "做完日期")
    return [row for row in rows if row["履责职务"] in ("党组书记", "分管党建领导") and row["履责事项"] in ACTIONS]


def test_the_checklist_adds_up_to_the_workbook(demo_home):
    rows = [row for row in actions(demo_home) if row["sheet"] == "2025年"]
    cells = queries.ask("duty_matrix")
    late = [row for row in rows if row["做完日期"] is None and last_day(row["应完成日期"]) < AS_OF]
    done = [row for row in rows if row["做完日期"]]
    in_time = [row for row in done if row["做完日期"] <= last_day(row["应完成日期"])]
    counted = tuple(int(cells[column].sum()) for column in ("owed", "done", "in_time", "overdue"))
    assert counted == (len(rows), len(done), len(in_time), len(late))
    assert counted[0] > 1800 and counted[3] > 20


def test_the_spot_check_adds_up_to_the_workbook(demo_home):
    rows = [row for row in actions(demo_home) if row["sheet"] == "2025年抽查"]
    proved = sum(row["做完日期"] is not None for row in rows)
    whole = {row["coverage"]: row for row in queries.ask("duty_coverage").to_dicts() if row["duty_action"] is None}
    assert (whole["sample"]["due"], whole["sample"]["done"]) == (len(rows), proved)
    assert whole["sample"]["done_rate"] == pytest.approx(proved / len(rows))
    seen = {row["履责事项"] for row in rows}
    census = [row for row in actions(demo_home) if row["sheet"] == "2025年" and row["履责事项"] in seen]
    due = [row for row in census if last_day(row["应完成日期"]) < AS_OF]
    assert (whole["sample"]["reported_due"], whole["sample"]["reported_done"]) == (
        len(due),
        sum(row["做完日期"] is not None for row in due),
    )


def test_joint_sessions_add_up_to_the_workbook(demo_home):
    rows = rows_of(demo_home, "同述同议", "会议日期")
    rows = [row for row in rows if row["会议类型"] != "碰头会" and row["党建议题数"] != "若干"]
    by_year = Counter(row["会议日期"].year for row in rows)
    joint = Counter(row["会议日期"].year for row in rows if row["党建议题数"] > 0 and int(row["业务议题数"]) > 0)
    asked = queries.ask("joint_sessions").group_by("year").agg(sessions="sessions", joint="joint")
    counted = {year: (sum(all_), sum(both)) for year, all_, both in asked.iter_rows()}
    assert counted == {year: (by_year[year], joint[year]) for year in by_year}


def test_visits_to_contact_points_add_up_to_the_workbook(demo_home):
    rows = rows_of(demo_home, "领导联系点", "最近到点日期")
    rows = [row for row in rows if row["领导职务"] != "赵某某" and row["实际到点次数"] != "多次"]
    points = queries.ask("contact_points")
    named = [number for row in rows for number in (row["台账问题编号"] or "").split("、") if number]
    assert int(points["visits_done"].sum()) == sum(row["实际到点次数"] for row in rows)
    assert int(points["problems"].sum()) == sum(row["发现问题数"] for row in rows)
    assert int(points["in_ledger"].sum() + points["unknown"].sum()) == len(named)


def test_promises_add_up_to_the_workbook(demo_home):
    days = ("答复日期", "承诺时限", "兑现日期", "回访日期")
    rows = rows_of(demo_home, "专题询问提问办理", *[day for day in days if day != "承诺时限"])
    rows = [row for row in rows if not isinstance(row["承诺时限"], str)]
    for row in rows:
        row["承诺时限"] = row["承诺时限"] and row["承诺时限"].date()
    promises = [row for row in rows if row["承诺内容"]]
    late = [row for row in promises if row["兑现日期"] and row["承诺时限"] and row["兑现日期"] > row["承诺时限"]]
    kept = [row for row in promises if row["兑现日期"] and row not in late]
    overdue = [row for row in promises if not row["兑现日期"] and row["承诺时限"] and row["承诺时限"] < AS_OF]
    (flow,) = queries.ask("inquiry_flow").to_dicts()
    counted = tuple(flow[name] for name in ("asked", "promised", "kept", "kept_late", "overdue"))
    assert counted == tuple(map(len, (rows, promises, kept, late, overdue)))
    assert flow["satisfied"] == sum(row["回访满意"] == "是" for row in rows)
