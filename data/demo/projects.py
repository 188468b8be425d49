"""六大工程: thirty projects in six aspects, with the progress of each at the end of every quarter."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from data.demo import mess, rectification, units
from data.demo.units import HERE
from data.demo.workbooks import Table, write_xlsx

YEARS = (2023, 2024, 2025)
QUARTERS = {"一季度": 3, "二季度": 6, "三季度": 9, "四季度": 12}
LATE_SHARE, NOT_BEGUN_SHARE = 0.22, 0.05  # shares of a year's projects; late includes not begun
NEARLY, ROUNDED_UP_FROM = 0.95, 0.97  # no progress lies between nearly done and done
# Two errors in the reports: a progress lower than a quarter before, and a done project under 100 %.
FELL, NOT_FULL = (2024, "XM-07"), (2023, "XM-08")


def snapshots(rng: np.random.Generator) -> pl.DataFrame:
    """One row per project and quarter: the columns of projects.csv, year, project_id, reported_on, deadline, progress,
    schedule (both shares of one), status, done_on."""
    projects = pl.read_csv(HERE / "projects.csv")
    rows: list[dict] = []
    for year in YEARS:
        names = units.names_on(date(year, 11, 15))
        for at, project in enumerate(projects.iter_rows(named=True), start=1):
            own = project | {"year": year, "project_id": f"XM-{at:02d}", "unit": names[project["unit_id"]]}
            rows += [own | report for report in _course(year, project["due_month"], rng)]
    return _with_slips(pl.DataFrame(rows, infer_schema_length=None))


def _course(year: int, due_month: int, rng: np.random.Generator) -> list[dict]:
    """A project's year by quarter. done_on: the deadline if done in its quarter, else the date of the report."""
    deadline = rectification.month_end(date(year, due_month, 1))
    way, late_pace, pace = rng.random(), rng.uniform(0.45, 0.8), rng.uniform(0.95, 1.15)
    pace = 0.0 if way < NOT_BEGUN_SHARE else float(late_pace) if way < LATE_SHARE else float(pace)
    done_on: date | None = None
    reports = []
    for month in QUARTERS.values():
        reported_on = rectification.month_end(date(year, month, 1))
        schedule, reached = min(1.0, month / due_month), month / due_month * pace
        if schedule == 1 and reached >= ROUNDED_UP_FROM and done_on is None:
            done_on = deadline if month < due_month + 3 else reported_on
        progress = 1.0 if done_on else min(round(reached, 2), NEARLY)
        status = "已完成" if done_on else "推进中" if progress else "未启动"
        reports.append(
            {"reported_on": reported_on, "deadline": deadline, "schedule": round(schedule, 2)}
            | {"progress": progress, "status": status, "done_on": done_on}
        )
    return reports


def _with_slips(rows: pl.DataFrame) -> pl.DataFrame:
    """Writes the errors FELL and NOT_FULL."""
    third = pl.col("reported_on").dt.month() == 9
    fell = third & (pl.col("year") == FELL[0]) & (pl.col("project_id") == FELL[1])
    last = pl.col("reported_on").dt.month() == 12
    not_full = last & (pl.col("year") == NOT_FULL[0]) & (pl.col("project_id") == NOT_FULL[1])
    progress = pl.when(fell).then(0.4).when(not_full).then(0.9).otherwise("progress")
    return rows.with_columns(progress=progress)


def report_table(rows: pl.DataFrame, year: int, quarter: str, rng: np.random.Generator) -> Table:
    """One quarter as a sheet: target, plan, owner, progress, deadline and measures, as the programme requires."""
    as_text = rng.random(len(rows)) < 0.5
    columns = {
        "序号": list(range(1, len(rows) + 1)),
        "年度": [year] * len(rows),
        "工程": rows["programme"].to_list(),
        "项目编号": rows["project_id"].to_list(),
        "项目名称": rows["project"].to_list(),
        "目标": rows["target"].to_list(),
        "计划": [f"{year}年{month}月底前完成，按季推进" for month in rows["due_month"]],
        "责任单位": rows["unit"].to_list(),
        "责任岗位": ["机关党委专职副书记"] * len(rows),
        "措施": rows["measures"].to_list(),
        "完成时限": [f"{day.year}年{day.month}月底前" for day in rows["deadline"]],
        "填报日期": rows["reported_on"].to_list(),
        "序时进度": [f"{share:.0%}" for share in rows["schedule"]],
        "进度": [f"{share:.0%}" if text else share for share, text in zip(rows["progress"], as_text, strict=True)],
        "项目状态": rows["status"].to_list(),
        "完成日期": rows["done_on"].to_list(),
    }
    mess.spoil_rows(columns, 0.05, [mess.full_width("年度"), mess.short_name("责任单位")], rng)
    faults = [
        mess.misspelt("责任单位"),
        mess.replaced("进度", "一半", "120%"),
        mess.replaced("工程", "素质提升工程"),
        mess.replaced("项目状态", "基本完成"),
    ]
    chosen = [faults[int(rng.integers(len(faults)))]]
    mess.each_once(columns, chosen, rng, among=mess.copied(columns, "项目编号", len(chosen), rng))
    return Table(f"{year}年“六大工程”项目推进情况（{quarter}，示例数据）", columns)


def write(folder: Path, rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per quarter; returns its path."""
    rows = snapshots(rng)
    sheets = {}
    for year in YEARS:
        for quarter, month in QUARTERS.items():
            reported = rows.filter(pl.col("reported_on") == rectification.month_end(date(year, month, 1)))
            sheets[f"{year}年{quarter}"] = report_table(reported, year, quarter, rng)
    return [write_xlsx(folder / "示例数据_六大工程项目推进.xlsx", sheets)]
