"""The parts of 作风指数 in addition to the public review, and the business results (综合考核) of the same units."""

from pathlib import Path

import numpy as np
import polars as pl

from data.demo import mess, units
from data.demo.indices import YEARS
from data.demo.units import Traits
from data.demo.workbooks import Table, write_xlsx

FULL_SCORE = {year: 1000 if year < 2022 else 100 for year in YEARS}  # the full points of the appraisal changed in 2022


def parts_table(conduct: pl.DataFrame, rng: np.random.Generator) -> Table:
    """One row per unit and year, one column per part. A part that a unit does not have is an empty cell, not a 0."""
    columns = {"年度": conduct["year"].to_list(), "单位": conduct["unit"].to_list()}
    columns |= {
        header: (conduct[name] * 100).round(2).to_list()
        for header, name in [("社会评议", "review"), ("日常检查和暗访", "checks"), ("12345办理", "hotline")]
    }
    columns |= {"差评整改": (conduct["fix"] * 100).round(2).to_list(), "通报批评扣分": conduct["notice"].to_list()}
    mess.spoil_rows(columns, 0.02, [mess.full_width("社会评议"), mess.short_name("单位")], rng)
    faults = [
        mess.misspelt("单位"),
        mess.two_units("单位"),
        mess.replaced("日常检查和暗访", 192.5),
        mess.replaced("12345办理", "较好"),
        mess.replaced("年度", "上年"),
    ]
    settled = {at for at, row in enumerate(conduct.iter_rows(named=True)) if row["notice"] is None}
    mess.each_once(columns, faults, rng, among=settled)
    return Table("机关作风建设分项得分表（示例数据）", columns, note="各项百分制；没有的项目留空")


def business(traits: Traits, rng: np.random.Generator) -> pl.DataFrame:
    """One row per ranked unit and year: year, unit, score (out of 100). It rises slightly with satisfaction."""
    ability = {unit: 2.2 * mood + float(rng.normal(0, 3)) for unit, mood in traits.satisfaction.items()}
    rows = []
    for year in YEARS:
        ranked = units.working_in(year).filter(pl.col("unit_class") != "consulted_only")
        for unit_id, unit in ranked.select("unit_id", "unit").iter_rows():
            score = 87 + 0.5 * (year - YEARS[0]) + ability[unit_id] + float(rng.normal(0, 1.8))
            rows.append({"year": year, "unit": unit, "score": round(min(score, 99.5), 1)})
    return pl.DataFrame(rows)


def business_table(scores: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """The rows of one year as a sheet, out of the full points of the year."""
    full = FULL_SCORE[year]
    columns = {
        "序号": list(range(1, len(scores) + 1)),
        "年度": [year] * len(scores),
        "单位": scores["unit"].to_list(),
        "考核项目": ["综合考核"] * len(scores),
        "满分": [full] * len(scores),
        "得分": [round(score * full / 100, 1) for score in scores["score"]],
    }
    touched = mess.spoil_rows(columns, 0.03, [mess.full_width("得分"), mess.short_name("单位")], rng)
    spare = set(range(len(scores))) - touched
    mess.each_once(columns, [mess.misspelt("单位"), mess.replaced("得分", "优秀", full * 16)], rng, among=spare)
    return Table(f"{year}年度综合考核得分（示例数据）", columns, footer=[["合计", f"共{len(scores)}家"]])


def write(folder: Path, conduct: pl.DataFrame, traits: Traits, rng: np.random.Generator) -> list[Path]:
    """Writes the parts of the conduct index and the business results, one sheet per year. conduct: indices.conduct."""
    scores = business(traits, rng)
    sheets = {f"{year}年": business_table(scores.filter(pl.col("year") == year), year, rng) for year in YEARS}
    return [
        write_xlsx(folder / "示例数据_机关作风分项得分.xlsx", {"分项得分（示例数据）": parts_table(conduct, rng)}),
        write_xlsx(folder / "示例数据_综合考核得分.xlsx", sheets),
    ]
