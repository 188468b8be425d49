"""履责: leaders' contact points, joint sessions, and the actions that posts owe, with a spot check of the reports.

No person is named: a row holds a post.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.demo import mess, rectification, units
from data.demo.rectification import AS_OF, Episode
from data.demo.units import Traits
from data.demo.workbooks import Row, Table, write_xlsx

YEARS = (2023, 2024, 2025)
# Action → the month at whose end it is due.
SIX = {"同研究": 3, "同部署": 4, "同指导": 9, "同检查": 10, "同考核": 12, "同问责": 12}
EIGHT = {
    "专题研究党建": 6,
    "上党课": 7,
    "参加组织生活": 9,
    "到联系点": 6,
    "谈心谈话": 11,
    "解决难题": 10,
    "抓示范项目": 12,
    "述职": 12,
}
OWED_BY = {"六个同": (SIX, ("党组书记",)), "八个一": (EIGHT, ("党组书记", "分管党建领导"))}
DILIGENT, CARELESS = 0.975, 0.80  # probability that an action is done at all
LATE = 0.05  # share of the actions done after their day
CHECKED = {2024: 200, 2025: 240}  # year → actions drawn for the spot check
PROVED = 0.9  # of the actions reported as done
BODIES = {"党组会": 0.45, "联席会": 0.2, "机关党委会": 0.2, "工作例会": 0.15}
CONTACTS = {"市委常委": 12, "机关工委书记": 14, "一把手": 30}  # post → contact points in a year


def actions(traits: Traits, rng: np.random.Generator) -> list[dict]:
    """One row per year, unit, post and action, as the units report it; days after the as-of date are left empty."""
    rows: list[dict] = []
    for year in YEARS:
        for unit_id, unit in _ranked(year):
            careful = CARELESS if traits.slowness[unit_id] > 1.45 else DILIGENT
            for due_months, posts in OWED_BY.values():
                for post in posts:
                    for action, month in due_months.items():
                        deadline = rectification.month_end(date(year, month, 1))
                        done_on = _done_on(deadline, careful, rng)
                        rows.append(
                            {"year": year, "unit": unit, "post": post, "action": action, "deadline": deadline}
                            | {"done_on": done_on if done_on and done_on <= AS_OF else None}
                        )
    return rows


def _ranked(year: int) -> list[tuple[str, str]]:
    """Id and name of the units that owe the actions."""
    working = units.working_in(year).filter(pl.col("unit_class") != "consulted_only")
    return working.select("unit_id", "unit").rows()


def _done_on(deadline: date, careful: float, rng: np.random.Generator) -> date | None:
    way, days = rng.random(), int(rng.integers(0, 60))
    if way > careful:
        return None
    return deadline + timedelta(days=days // 2 + 1) if way < LATE else deadline - timedelta(days=days)


def spot_check(rows: list[dict], year: int, rng: np.random.Generator) -> list[dict]:
    """A random sample of the year's actions that are due: the day that the evidence proves, or none."""
    due = [row for row in rows if row["year"] == year and row["deadline"] < date(year, 12, 1)]
    drawn = rng.choice(len(due), CHECKED[year], replace=False)
    return [due[int(at)] | ({} if rng.random() < PROVED else {"done_on": None}) for at in sorted(drawn)]


def action_table(rows: list[dict], title: str, coverage: str, rng: np.random.Generator) -> Table:
    """The actions of a year, or the spot check of it, as a sheet."""
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "年度": [row["year"] for row in rows],
        "履责单位": [row["unit"] for row in rows],
        "履责职务": [row["post"] for row in rows],
        "履责事项": [row["action"] for row in rows],
        "填报方式": [coverage] * len(rows),
        "应完成日期": [f"{row['deadline'].year}年{row['deadline'].month}月底前" for row in rows],
        "做完日期": [row["done_on"] for row in rows],
        "佐证材料": [f"佐证{at:04d}号" if row["done_on"] else None for at, row in enumerate(rows, start=1)],
    }
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("年度"), mess.short_name("履责单位")], rng)
    faults = [
        mess.misspelt("履责单位"),
        mess.replaced("履责职务", "李某某"),
        mess.replaced("履责事项", "同学习"),
        mess.replaced("做完日期", "年内"),
    ]
    mess.each_once(columns, faults, rng, among=set(range(len(rows))) - touched)
    return Table(title, columns)


def session_table(year: int, rng: np.random.Generator) -> Table:
    """The joint sessions of a year; some deal with business alone."""
    rows: list[dict] = []
    for _, unit in _ranked(year):
        for _ in range(int(rng.integers(2, 7))):
            held_on = date(year, 1, 6) + timedelta(days=int(rng.integers(0, 355)))
            one_sided = rng.random()
            party, business = int(rng.integers(1, 4)), int(rng.integers(1, 5))
            party, business = (
                (0, business) if one_sided < 0.12 else (party, 0) if one_sided < 0.16 else (party, business)
            )
            row = {"held_on": held_on, "body": str(rng.choice(list(BODIES), p=list(BODIES.values()))), "unit": unit}
            rows.append(row | {"party": party, "business": business})
    rows = [*{(row["held_on"], row["body"], row["unit"]): row for row in rows}.values()]
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "会议日期": [row["held_on"] for row in rows],
        "会议类型": [row["body"] for row in rows],
        "召开单位": [row["unit"] for row in rows],
        "党建议题数": [row["party"] for row in rows],
        "业务议题数": [row["business"] for row in rows],
    }
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("业务议题数"), mess.short_name("召开单位")], rng)
    faults = [mess.misspelt("召开单位"), mess.replaced("会议类型", "碰头会"), mess.replaced("党建议题数", "若干")]
    mess.each_once(columns, faults, rng, among=set(range(len(rows))) - touched)
    return Table(f"{year}年党建与业务同述同议情况（示例数据）", columns)


def contact_table(year: int, ledger: list[Episode], rng: np.random.Generator) -> Table:
    """The contact points of a year, with the numbers of the problems that were entered in the ledger."""
    ranked = _ranked(year)
    found: dict[str, list[str]] = {}
    for item in ledger:
        if item.episode == 1 and item.found_on.year == year:
            found.setdefault(item.unit, []).append(item.problem_id)
    rows: list[dict] = []
    for post, number in CONTACTS.items():
        for at in sorted(rng.choice(len(ranked), number, replace=False)):
            unit = ranked[int(at)][1]
            planned = int(rng.choice([2, 2, 4]))
            visited = int(rng.binomial(planned, 0.9))
            entered = found.get(unit, [])[: int(rng.integers(0, 4)) if visited else 0]
            last = date(year, 3, 1) + timedelta(days=int(rng.integers(0, 290))) if visited else None
            row = {"post": post, "unit": unit, "planned": planned, "visited": visited, "last": last}
            extra = int(rng.integers(0, 3)) if visited else 0
            rows.append(row | {"problems": len(entered) + extra, "entered": "、".join(entered) or None})
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "年度": [year] * len(rows),
        "领导职务": [row["post"] for row in rows],
        "联系点单位": [row["unit"] for row in rows],
        "计划到点次数": [row["planned"] for row in rows],
        "实际到点次数": [row["visited"] for row in rows],
        "最近到点日期": [row["last"] for row in rows],
        "发现问题数": [row["problems"] for row in rows],
        "台账问题编号": [row["entered"] for row in rows],
    }
    touched = mess.spoil_rows(columns, 0.04, [mess.short_name("联系点单位"), mess.full_width("计划到点次数")], rng)
    faults = [
        mess.misspelt("联系点单位"),
        mess.replaced("领导职务", "赵某某"),
        mess.replaced("实际到点次数", "多次"),
    ]
    mess.each_once(columns, faults, rng, among=set(range(len(rows))) - touched)
    footer: list[Row] = [["合计", f"共{len(rows)}个联系点"]]
    return Table(f"{year}年领导联系点工作情况（示例数据）", columns, footer=footer)


def write(folder: Path, traits: Traits, ledger: Iterable[Episode], rng: np.random.Generator) -> list[Path]:
    """Writes three workbooks with one sheet per year (and one per spot check); returns their paths.

    ledger: the episodes with a valid row.
    """
    kept, owed = list(ledger), actions(traits, rng)
    sheets = {}
    for year in YEARS:
        of_year = [row for row in owed if row["year"] == year]
        sheets[f"{year}年"] = action_table(of_year, f"{year}年“六个同”“八个一”履责清单（示例数据）", "全面填报", rng)
        if year in CHECKED:
            drawn = spot_check(owed, year, rng)
            sheets[f"{year}年抽查"] = action_table(drawn, f"{year}年履责情况抽查（示例数据）", "抽查", rng)
    return [
        write_xlsx(folder / "示例数据_履责清单.xlsx", sheets),
        write_xlsx(folder / "示例数据_同述同议.xlsx", {f"{year}年": session_table(year, rng) for year in YEARS}),
        write_xlsx(
            folder / "示例数据_领导联系点.xlsx", {f"{year}年": contact_table(year, kept, rng) for year in YEARS}
        ),
    ]
