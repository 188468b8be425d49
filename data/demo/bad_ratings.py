"""差评处置台账: one row per bad rating of services since 2021, and what became of it: reply, rectification, call-back.

The counts are those of the monthly ratings (`services.ratings`), except for a few that the ledger lacks. No person is
named: a row holds a case number, a unit and days.
"""

import calendar
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from data.demo import mess, units
from data.demo.rectification import AS_OF
from data.demo.services import STANDARD_SINCE
from data.demo.units import Traits
from data.demo.workbooks import Row, Table, write_xlsx

BAD = ("不满意", "非常不满意")
CENTRE = "市政务服务中心"
# Window group → its units, and the other hall where a part of its windows stands.
GROUPS = {
    "公安出入境": (("A02",), "市公安出入境大厅"),
    "社保医保": (("A05", "A20", "A32"), "市社保医保分中心"),
    "不动产登记": (("A06",), "市不动产登记分中心"),
    "工程建设": (("A08", "A11"), None),
    "市场准入": (("A16", "A19"), None),
    "税务": (("A22",), "市办税服务厅"),
}
OTHER_GROUP = "综合受理"
ELSEWHERE = 0.6  # share of a group's ratings in its other hall
LACKING = 0.02  # share of the bad ratings that the ledger lacks
STRUCK_OUT = 0.05
SILENT, NEVER = 0.015, 0.02  # without a reply, and not rectified
DAYS, SPREAD = 8.0, 0.55  # calendar days until rectified: median, and standard deviation of its logarithm
CALLED_BACK, SATISFIED = 0.88, 0.83


def bad_ratings(monthly: list[dict], traits: Traits, rng: np.random.Generator) -> list[dict]:
    """One row per bad rating, in the order of days. monthly: rows of `services.ratings`."""
    unit_of = {name: unit_id for unit_id, name in units.names_on(AS_OF).items()}
    rows: list[dict] = []
    for counts in monthly:
        if counts["active"] != "是" or counts["month"] < STANDARD_SINCE:
            continue
        for answer in BAD:
            for _ in range(counts.get(answer, 0)):
                if rng.random() >= LACKING:
                    rows.append(_rating(counts, answer, unit_of[counts["unit"]], traits, rng))
    return sorted(rows, key=lambda row: row["rated_on"])


def _rating(counts: dict, answer: str, unit_id: str, traits: Traits, rng: np.random.Generator) -> dict[str, Any]:
    """A bad rating of a month, unit and channel with a day, a place and what was done by the as-of date."""
    month = counts["month"]
    days = calendar.monthrange(month.year, month.month)[1]
    group, other = next(
        ((name, hall) for name, (members, hall) in GROUPS.items() if unit_id in members), (OTHER_GROUP, None)
    )
    hall = other if other and rng.random() < ELSEWHERE else CENTRE
    row = {
        "rated_on": date(month.year, month.month, int(rng.integers(1, days + 1))),
        "unit": counts["unit"],
        "channel": counts["channel"],
        "hall": hall if counts["channel"] == "窗口" else None,
        "group": group,
        "answer": answer,
    }
    return row | _handling(row["rated_on"], traits.slowness[unit_id], rng)


def _handling(rated_on: date, slowness: float, rng: np.random.Generator) -> dict[str, Any]:
    """Days of reply, rectification and call-back, empty where they lie after the as-of date; the appeal's result."""
    replied = rated_on + timedelta(days=int(rng.integers(0, 3)))
    rectified = rated_on + timedelta(days=1 + int(rng.lognormal(np.log(DAYS * slowness), SPREAD)))
    called = rectified + timedelta(days=int(rng.integers(1, 15)))
    struck_out, silent, never, asked, satisfied = rng.random(5) < (STRUCK_OUT, SILENT, NEVER, CALLED_BACK, SATISFIED)
    known = {
        "replied_on": replied if replied <= AS_OF and not silent else None,
        "struck_out": "是" if struck_out else "否",
    }
    if struck_out or never or rectified > AS_OF:
        return known
    known["rectified_on"] = rectified
    if not asked or called > AS_OF:
        return known
    return known | {"called_back_on": called, "satisfied": "是" if satisfied else "否"}


def ledger_table(rows: list[dict], year: int, rng: np.random.Generator) -> Table:
    """The year's ledger as a sheet; a few rows bear a fault."""
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "差评编号": [f"CP{year}{at:04d}" for at in range(1, len(rows) + 1)],
        "评价日期": [row["rated_on"] for row in rows],
        "承办单位": [row["unit"] for row in rows],
        "办事大厅": [row["hall"] for row in rows],
        "窗口类别": [row["group"] for row in rows],
        "评价渠道": [row["channel"] for row in rows],
        "评价等级": [row["answer"] for row in rows],
        "回复日期": [row.get("replied_on") for row in rows],
        "整改完成日期": [row.get("rectified_on") for row in rows],
        "回访日期": [row.get("called_back_on") for row in rows],
        "回访是否满意": [row.get("satisfied") for row in rows],
        "是否剔除": [row["struck_out"] for row in rows],
    }
    touched = mess.spoil_rows(columns, 0.03, [mess.short_name("承办单位"), mess.spaced("承办单位")], rng)
    faults = [
        mess.misspelt("承办单位"),
        mess.replaced("评价等级", "基本满意"),
        mess.replaced("整改完成日期", date(year - 1, 3, 1), "已整改"),
        mess.replaced("回复日期", "当天"),
    ]
    chosen = [faults[int(at)] for at in rng.choice(len(faults), 2, replace=False)]
    mess.each_once(columns, chosen, rng, among=set(range(len(rows))) - touched)
    footer: list[Row] = [["合计", f"{len(rows)}条"]]
    return Table(f"{year}年政务服务差评处置台账（示例数据）", columns, footer=footer)


def write(folder: Path, monthly: list[dict], traits: Traits, rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per year; returns its path."""
    rows = bad_ratings(monthly, traits, rng)
    years = dict.fromkeys(row["rated_on"].year for row in rows)
    sheets = {
        f"{year}年": ledger_table([row for row in rows if row["rated_on"].year == year], year, rng) for year in years
    }
    return [write_xlsx(folder / "示例数据_差评处置台账.xlsx", sheets)]
