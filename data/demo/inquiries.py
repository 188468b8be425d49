"""专题询问: twice a year representatives question the departments; answers, promises, what was kept, follow-up."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from data.demo import mess, rectification, units
from data.demo.rectification import AS_OF
from data.demo.units import HERE, Traits
from data.demo.workbooks import Table, write_xlsx

YEARS = range(2021, 2026)
SESSIONS = ((5, 20), (10, 25))  # month and day
PER_SESSION = 26
ASKERS = {"人大代表": 0.35, "政协委员": 0.25, "市民代表": 0.25, "企业代表": 0.1, "媒体记者": 0.05}
PROMISED, ANSWERED_AT_ONCE, FOLLOWED_UP, SATISFIED = 0.86, 0.6, 0.75, 0.84
OPEN_ENDED = 0.06  # promises without a day
VERY_LATE = 0.09  # promises that take a year or two more


def questions(traits: Traits, rng: np.random.Generator) -> list[dict]:
    """One row per question, in the order of the sessions; days after the as-of date are left empty."""
    kinds = pl.read_csv(HERE / "inquiries.csv").rows(named=True)
    rows: list[dict] = []
    for year in YEARS:
        for month, day in SESSIONS:
            asked_on = date(year, month, day)
            names = units.names_on(asked_on)
            for number in range(1, PER_SESSION + 1):
                kind = kinds[int(rng.integers(len(kinds)))]
                unit_id = str(rng.choice(kind["units"].split()))
                row = {"number": f"{year}{month:02d}-{number:02d}", "session": asked_on, "unit": names[unit_id]}
                row |= {"question": kind["question"], "topic": kind["topic"]}
                row |= {"asker": str(rng.choice(list(ASKERS), p=list(ASKERS.values())))}
                rows.append(row | _course(asked_on, kind["promise"], traits.slowness[unit_id], rng))
    return rows


def _course(asked_on: date, promise: str, slowness: float, rng: np.random.Generator) -> dict:
    """The answer, the promise, the day it was kept and the follow-up."""
    wait = 0 if rng.random() < ANSWERED_AT_ONCE else int(rng.integers(3, 30))
    answered_on = asked_on + timedelta(days=wait)
    row: dict = {
        "answered": None,
        "promise": None,
        "deadline": None,
        "done": None,
        "follow_up": None,
        "satisfied": None,
    }
    promises, open_ended = rng.random() < PROMISED, rng.random() < OPEN_ENDED
    allowed, pace = int(rng.choice([60, 90, 120, 180])), float(rng.weibull(1.8))
    called, pleased, later = rng.random(), rng.random(), int(rng.integers(20, 70))
    if answered_on > AS_OF or rng.random() < 0.02:
        return row
    row["answered"] = answered_on
    if not promises:
        return row
    row["promise"] = promise
    row["deadline"] = None if open_ended else rectification.month_end(answered_on + timedelta(days=allowed))
    more = int(rng.integers(200, 800)) if rng.random() < VERY_LATE else 0
    done_on = answered_on + timedelta(days=int(np.ceil(allowed * 0.8 * slowness * pace)) + more)
    if done_on > AS_OF:
        return row
    row["done"] = done_on
    follow_up = done_on + timedelta(days=later)
    if called < FOLLOWED_UP and follow_up <= AS_OF:
        late = row["deadline"] is not None and done_on > row["deadline"]
        row |= {"follow_up": follow_up, "satisfied": "是" if pleased < SATISFIED - 0.25 * late else "否"}
    return row


def question_table(rows: list[dict], year: int, rng: np.random.Generator) -> Table:
    """The questions of one year as a sheet."""
    columns = {
        "序号": list(range(1, len(rows) + 1)),
        "提问编号": [row["number"] for row in rows],
        "询问日期": [row["session"] for row in rows],
        "提问内容": [row["question"] for row in rows],
        "提问人身份": [row["asker"] for row in rows],
        "答复单位": [row["unit"] for row in rows],
        "询问主题": [row["topic"] for row in rows],
        "答复日期": [row["answered"] for row in rows],
        "承诺内容": [row["promise"] for row in rows],
        "承诺时限": [row["deadline"] for row in rows],
        "兑现日期": [row["done"] for row in rows],
        "回访日期": [row["follow_up"] for row in rows],
        "回访满意": [row["satisfied"] for row in rows],
        "填报截至": [AS_OF] * len(rows),
    }
    touched = mess.spoil_rows(columns, 0.04, [mess.short_name("答复单位"), mess.spaced("答复单位")], rng)
    faults = [
        mess.misspelt("答复单位"),
        mess.replaced("兑现日期", "尽快"),
        mess.replaced("承诺时限", f"{year - 1}-12-31"),
        mess.replaced("提问人身份", "张先生"),
    ]
    spare = set(range(len(rows))) - touched
    chosen = [faults[int(at)] for at in rng.choice(len(faults), 2, replace=False)]
    mess.each_once(columns, chosen, rng, among=spare)
    return Table(f"{year}年为民办实事专题询问提问办理表（示例数据）", columns, footer=[["合计", f"共{len(rows)}问"]])


def write(folder: Path, traits: Traits, rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per year; returns its path."""
    rows = questions(traits, rng)
    sheets = {
        f"{year}年": question_table([row for row in rows if row["session"].year == year], year, rng) for year in YEARS
    }
    return [write_xlsx(folder / "示例数据_专题询问提问办理.xlsx", sheets)]
