"""The three lists (三张清单) of an inspection round: the problems, the measures against them, the work on them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from data.demo import mess, rectification
from data.demo.rectification import Episode
from data.demo.units import HERE
from data.demo.workbooks import Table, write_xlsx

SOURCE = "灯下黑督查"
FROM_ROUND = 16  # the first half of 2025
WORK = ["机关党委每月调度一次进展", "支部书记牵头逐项过堂", "机关纪委跟踪核实整改效果"]
# Two problems of the last round that are missing on the work list.
FORGOTTEN_ROUND, FORGOTTEN = rectification.ROUNDS[-1][0], 2


def entries(episodes: Iterable[Episode], rng: np.random.Generator) -> pl.DataFrame:
    """One row per entry: round_no, list_kind, problem_id, entry_no, unit, text, due_text, done_on, status."""
    kinds = pl.read_csv(HERE / "rectification.csv")
    rows: list[dict] = []
    for item in episodes:
        own = {"round_no": item.round_no, "problem_id": item.problem_id, "unit": item.unit}
        own |= {"due_text": _due_text(item), "done_on": item.done_on, "status": _status(item)}
        rows.append(own | {"list_kind": "问题清单", "entry_no": "1", "text": kinds["problem"][item.kind]})
        for at, measure in enumerate(kinds["measures"][item.kind].split("；"), start=1):
            rows.append(own | {"list_kind": "整改清单", "entry_no": str(at), "text": measure.lstrip("①②③")})
        rows.append(own | {"list_kind": "工作清单", "entry_no": "1", "text": str(rng.choice(WORK))})
    return pl.DataFrame(rows, infer_schema_length=None)


def _due_text(item: Episode) -> str | None:
    """The deadline's text as in the ledger, but with its year, because a list has no day of finding to count from."""
    if item.due_on is None:
        return item.due_text
    return f"{item.due_on.year}年{item.due_on.month}月{item.due_on.day}日"


def _status(item: Episode) -> str:
    if item.withdrawn_on:
        return "已撤销"
    if item.closed_on:
        return "已销号"
    return "整改完成" if item.done_on else "正在整改"


def list_table(rows: pl.DataFrame, rng: np.random.Generator) -> Table:
    """One list of one round. Only extra rows have faults, because a problem without an entry is itself a finding."""
    kind, round_no = rows["list_kind"][0], rows["round_no"][0]
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "问题来源": [SOURCE] * len(rows),
        "轮次": [f"第{round_no}轮"] * len(rows),
        "问题编号": rows["problem_id"].to_list(),
        "清单": [kind] * len(rows),
        "条目号": rows["entry_no"].to_list(),
        "责任单位": rows["unit"].to_list(),
        "内容": rows["text"].to_list(),
        "时限要求": rows["due_text"].to_list(),
        "完成日期": rows["done_on"].to_list(),
        "当前状态": rows["status"].to_list(),
        "截至日期": [rectification.AS_OF] * len(rows),
    }
    mess.spoil_rows(columns, 0.03, [mess.full_width("条目号"), mess.short_name("责任单位")], rng)
    faults = [
        mess.misspelt("责任单位"),
        mess.replaced("清单", "任务清单"),
        mess.replaced("时限要求", "尽快"),
        mess.replaced("当前状态", "差不多了"),
    ]
    chosen = [faults[int(at)] for at in rng.choice(len(faults), 2, replace=False)]
    mess.each_once(columns, chosen, rng, among=mess.copied(columns, "条目号", len(chosen), rng))
    return Table(f"第{round_no}轮“灯下黑”督查{kind}（示例数据）", columns, footer=[["合计", f"共{len(rows)}条"]])


def write(folder: Path, episodes: Iterable[Episode], rng: np.random.Generator) -> list[Path]:
    """Writes one workbook per round, one sheet per list; returns the paths. episodes: with a valid ledger row."""
    kept = [row for row in episodes if row.episode == 1 and row.source == SOURCE and row.round_no >= FROM_ROUND]
    rows = entries(kept, rng)
    last = [row.problem_id for row in kept if row.round_no == FORGOTTEN_ROUND][:FORGOTTEN]
    rows = rows.filter(~(pl.col("problem_id").is_in(last) & (pl.col("list_kind") == "工作清单")))
    paths = []
    for (round_no,), of_round in rows.group_by("round_no", maintain_order=True):
        sheets = {
            kind: list_table(of_kind, rng) for (kind,), of_kind in of_round.group_by("list_kind", maintain_order=True)
        }
        paths.append(write_xlsx(folder / f"示例数据_第{round_no}轮督查三张清单.xlsx", sheets))
    return paths
