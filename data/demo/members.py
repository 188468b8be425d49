"""The ledger behind 先锋指数: dated entries that add up to a member's points of the year, for units that keep one."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.demo import mess, persons
from data.demo.units import HERE
from data.demo.workbooks import Table, write_xlsx

UNITS = ("A05", "A14", "A21", "B01", "B04", "C03", "C10", "C18", "C19")
YEARS = (2023, 2024, 2025)
BASE, PLUS_CAP = 80, 20
BEYOND_THE_CAP = 3  # points earned over the cap, which do not count
STEPS = (10, 20, 30, 50)  # the points of one entry, in tenths
ZEROED = ("受到党纪处分，年度积分清零", "遵纪守法")
# One member is set to zero in each of these years; in the second year only after the index was published.
ZEROED_IN_TIME, ZEROED_TOO_LATE = 2024, 2025


def zeroed(points: pl.DataFrame) -> pl.DataFrame:
    """The members (year, member_id) set to zero in the ledgers: those with the most points deducted."""
    kept = points.filter(
        pl.col("member_id").str.head(3).is_in(UNITS), pl.col("year").is_in([ZEROED_IN_TIME, ZEROED_TOO_LATE])
    )
    return kept.sort("minus", "member_id", descending=True).group_by("year", maintain_order=True).first()


def as_published(points: pl.DataFrame) -> pl.DataFrame:
    """The frame of indices.members with only those members at zero that were known when the index was published."""
    void = zeroed(points).filter(pl.col("year") == ZEROED_IN_TIME).select("year", "member_id", void=True)
    known = points.join(void, on=["year", "member_id"], how="left", maintain_order="left")
    return known.with_columns(score=pl.when("void").then(0.0).otherwise("score")).drop("void")


def entries(points: pl.DataFrame, branch_n: dict[str, int], rng: np.random.Generator) -> pl.DataFrame:
    """One row per entry by date: year, member_id, name, unit, branch_id, kind, aspect, points, day, reason."""
    reasons = {
        kind: list(of.iter_rows(named=True)) for (kind,), of in pl.read_csv(HERE / "points.csv").group_by("kind")
    }
    kept = points.filter(pl.col("member_id").str.head(3).is_in(UNITS), pl.col("year").is_in(YEARS))
    members = kept["member_id"].unique(maintain_order=True)
    name_of = dict(zip(members, persons.names(len(members), rng), strict=True))
    void = set(zeroed(points).select("year", "member_id").iter_rows())
    rows: list[dict] = []
    for member in kept.iter_rows(named=True):
        year, unit_id = member["year"], member["member_id"][:3]
        home = (int(member["branch"][1:-3]) - 1) % branch_n[unit_id] + 1
        own = {"year": year, "member_id": member["member_id"], "name": name_of[member["member_id"]]}
        own |= {"unit": member["unit"], "branch_id": f"{unit_id}-Z{home}"}
        rows.append(own | _entry("基础分", None, BASE, date(year, 1, 5), "年度基础分"))
        earned = member["plus"] + (BEYOND_THE_CAP if member["plus"] == PLUS_CAP else 0)
        rows += [own | _drawn(reasons, "加分", part, year, own["name"], rng) for part in _parts(earned, rng)]
        if member["minus"]:
            off = member["minus"] * (-1 if rng.random() < 0.5 else 1)  # clerks write deductions with or without a minus
            rows.append(own | _drawn(reasons, "扣分", off, year, own["name"], rng))
        if (year, member["member_id"]) in void:
            rows.append(own | _entry("清零", ZEROED[1], None, date(year, 12, 26), ZEROED[0]))
    return pl.DataFrame(rows, infer_schema_length=None).sort("day", "member_id", maintain_order=True)


def _parts(earned: float, rng: np.random.Generator) -> list[float]:
    """The points of a year, split into usual steps; the last entry has the rest."""
    left, parts = round(earned * 10), []
    while left > 0:
        step = min(left, int(rng.choice(STEPS)))
        step = left if left - step < 5 else step
        parts.append(step / 10)
        left -= step
    return parts


def _entry(kind: str, aspect: str | None, points: float | None, day: date, reason: str) -> dict:
    return {"kind": kind, "aspect": aspect, "points": points, "day": day, "reason": reason}


def _drawn(
    reasons: dict[str, list[dict]], kind: str, points: float, year: int, name: str, rng: np.random.Generator
) -> dict:
    """An entry with one of the reasons of its kind; some clerks write the member's name into it."""
    reason = reasons[kind][int(rng.integers(len(reasons[kind])))]
    told = f"{name}同志{reason['reason']}" if rng.random() < 0.1 else reason["reason"]
    day = date(year, 1, 10) + timedelta(days=int(rng.integers(0, 345)))
    return _entry(kind, reason["aspect"], float(points), day, told)


def ledger_table(rows: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """The year's ledger. Only extra entries have faults, so that the members' points stay correct."""
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "年度": [year] * len(rows),
        "流水号": [f"{year}-{serial:05d}" for serial in range(1, len(rows) + 1)],
        "党员编号": rows["member_id"].to_list(),
        "姓名": rows["name"].to_list(),
        "单位": rows["unit"].to_list(),
        "支部编号": rows["branch_id"].to_list(),
        "类型": rows["kind"].to_list(),
        "方面": rows["aspect"].to_list(),
        "分值": rows["points"].to_list(),
        "日期": rows["day"].to_list(),
        "事由": rows["reason"].to_list(),
    }
    mess.spoil_rows(columns, 0.02, [mess.full_width("分值"), mess.short_name("单位"), mess.spaced("单位")], rng)
    faults = [
        mess.misspelt("单位"),
        mess.two_units("单位"),
        mess.replaced("类型", "奖金"),
        mess.replaced("分值", "两分"),
        mess.replaced("日期", f"{year}年13月", "年初"),
        mess.replaced("方面", "其它方面"),
    ]
    mess.each_once(columns, faults, rng, among=mess.copied(columns, "流水号", len(faults), rng))
    footer = [["合计", None, f"{len(rows)}笔"]]
    return Table(f"{year}年度党员积分台账（示例数据，编号、姓名均为虚构）", columns, footer=footer)


def write(folder: Path, points: pl.DataFrame, branch_n: dict[str, int], rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per year. points: of indices.members; branch_n: unit id → branches."""
    rows = entries(points, branch_n, rng)
    sheets = {f"{year}年": ledger_table(rows.filter(pl.col("year") == year), year, rng) for year in YEARS}
    return [write_xlsx(folder / "示例数据_党员积分台账.xlsx", sheets)]
