"""The yearly contest of service brands (服务品牌): stage reached, marks, award, and number of wins in a row."""

from pathlib import Path

import numpy as np
import polars as pl

from data.demo import mess, units
from data.demo.indices import BRAND_PARTS, BRAND_YEARS
from data.demo.units import HERE
from data.demo.workbooks import Table, write_xlsx

TOP_TEN, EXCELLENT, FLAGSHIPS = 10, 15, 2  # places per year
FLAGSHIP_FROM = 2019
AWARD_WORDS = {"十佳": ["十佳", "十佳品牌", "十佳服务品牌"], "优秀": ["优秀", "优秀品牌"], "名牌": ["名牌"]}
# How far a brand comes one year before its first panel, and two years or more; None: its unit has no brand yet.
EARLY_STAGES: dict[int, list[str | None]] = {
    1: ["机关互评", "机关互评", "初审筛选", "机关互评", "自主申报", "机关互评", "初审筛选", None],
    2: ["初审筛选", None, "自主申报", None],
}
# Two errors in the office's list: a wrong total, and a streak that continues over another award.
WRONG_TOTAL_IN, WRONG_STREAK_IN = 2022, 2024


def contest(panel: pl.DataFrame) -> pl.DataFrame:
    """One row per brand and year: year, unit, brand, stage, parts (out of 100), score, award, streak.

    panel: of indices.brands. A brand that is not in the panel yet is in an earlier stage, or its unit
    has none yet.
    """
    brand_of = _brand_of_unit()
    first = _first_panel(panel)
    rows: list[dict] = []
    held: dict[str, tuple[str, int]] = {}  # brand → its award in the year before and the number of wins in a row
    for year in BRAND_YEARS:
        judged = {row["unit"]: row for row in panel.filter(pl.col("year") == year).iter_rows(named=True)}
        awards = _awards(year, {brand_of[unit]: row["score"] for unit, row in judged.items()}, held)
        now: dict[str, tuple[str, int]] = {}
        for number, unit in enumerate(unit for unit in units.working_in(year)["unit"] if unit in brand_of):
            brand = brand_of[unit]
            row = {"year": year, "unit": unit, "brand": brand, "stage": "综合评审", "award": awards.get(brand)}
            if unit in judged:
                row |= {part: round(judged[unit][part] / full * 100, 1) for part, full in BRAND_PARTS.items()}
                row |= {"score": judged[unit]["score"]}
            else:
                stages = EARLY_STAGES[min(first.get(unit, year + 2) - year, 2)]
                row |= {"stage": stages[number % len(stages)]}
            if row["stage"] is None:
                continue
            if award := row["award"]:
                before, streak = held.get(brand, ("", 0))
                now[brand] = (award, streak + 1 if before == award else 1)
                row |= {"streak": now[brand][1]}
            rows.append(row)
        held = now
    return _with_slips(pl.DataFrame(rows, infer_schema_length=None))


def _brand_of_unit() -> dict[str, str]:
    """Any name that a unit ever had → its brand; a renamed unit keeps its brand."""
    names = units.directory().join(pl.read_csv(HERE / "brands.csv"), on="unit_id", maintain_order="left")
    return dict(names.select("unit", "brand").iter_rows())


def _first_panel(panel: pl.DataFrame) -> dict[str, int]:
    return dict(panel.group_by("unit").agg(pl.col("year").min()).iter_rows())


def _awards(year: int, scores: dict[str, float], held: dict[str, tuple[str, int]]) -> dict[str, str]:
    """Brand → award: flagships from the winners of the year before, then the Ten Best, then the excellent ones."""
    ranked = sorted(scores, key=lambda brand: (-scores[brand], brand))
    among = [brand for brand in ranked[:TOP_TEN] if brand in held]
    flagships = among[:FLAGSHIPS] if year >= FLAGSHIP_FROM else []
    others = [brand for brand in ranked if brand not in flagships]
    awards = dict.fromkeys(flagships, "名牌") | dict.fromkeys(others[:TOP_TEN], "十佳")
    return awards | dict.fromkeys(others[TOP_TEN : TOP_TEN + EXCELLENT], "优秀")


def _with_slips(rows: pl.DataFrame) -> pl.DataFrame:
    rows = rows.with_row_index("at")
    total = rows.filter(pl.col("year") == WRONG_TOTAL_IN, pl.col("award") == "优秀")["at"][0]
    streak = rows.filter(pl.col("year") == WRONG_STREAK_IN, pl.col("award") == "十佳", pl.col("streak") == 1)["at"][0]
    return rows.with_columns(
        score=pl.col("score") + pl.when(at=total).then(2.0).otherwise(0.0),
        streak=pl.col("streak") + pl.when(at=streak).then(1).otherwise(0),
    ).drop("at")


def contest_table(rows: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """The rows of one year as a sheet. Only extra rows have faults, because awards and streaks have exact counts."""
    columns = {
        "序号": list(range(1, len(rows) + 1)),
        "年度": [year] * len(rows),
        "申报单位": rows["unit"].to_list(),
        "品牌名称": rows["brand"].to_list(),
        "阶段": rows["stage"].to_list(),
    }
    columns |= {part: rows[part].to_list() for part in BRAND_PARTS}
    columns |= {
        "总分": rows["score"].round(1).to_list(),
        "获评": [str(rng.choice(AWARD_WORDS[award])) if award else None for award in rows["award"]],
        "蝉联年数": rows["streak"].to_list(),
    }
    mess.spoil_rows(columns, 0.02, [mess.full_width("总分"), mess.short_name("申报单位")], rng)
    faults = [mess.misspelt("申报单位"), mess.replaced("获评", "特优", "入围"), mess.replaced("阶段", "上会")]
    mess.each_once(columns, faults, rng, among=mess.copied(columns, "品牌名称", len(faults), rng))
    note = "各项按百分制，权重：内涵20、机制20、融合成效30、群众认可20、影响10"
    return Table(f"{year}年度机关服务品牌评选汇总表（示例数据）", columns, note=note)


def write(folder: Path, panel: pl.DataFrame, rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per year; returns its path. panel: of indices.brands."""
    rows = contest(panel)
    sheets = {f"{year}年": contest_table(rows.filter(pl.col("year") == year), year, rng) for year in BRAND_YEARS}
    return [write_xlsx(folder / "示例数据_服务品牌评选汇总.xlsx", sheets)]
