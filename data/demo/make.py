"""Writes the demonstration workbooks: `make(folder)` is the whole of it.

Every file name, title and sheet says 示例数据; nothing in them was published by anybody.
"""

from pathlib import Path

import numpy as np
import polars as pl

from data.demo import books, opinions, rectification, survey, units
from data.demo.workbooks import write_csv, write_xlsx

SEED = 20170101
YEARS = range(2017, 2026)
# Offices differ: some send workbooks, some plain CSV (GB18030), some CSV UTF-8 (with BOM).
ANSWER_FORMAT = {
    2019: "gb18030",
    2020: "xlsx",
    2021: "utf-8-sig",
    2022: "xlsx",
    2023: "gb18030",
    2024: "xlsx",
    2025: "utf-8-sig",
}


def make(folder: Path, seed: int = SEED) -> list[Path]:
    """Write all demonstration workbooks into `folder` (made if missing) and return their paths, directory first."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    traits = units.draw_traits(rng)
    paths = [
        write_xlsx(folder / "示例数据_单位名录.xlsx", {"单位名录（示例数据）": books.unit_table()}),
        write_xlsx(folder / "示例数据_机构沿革.xlsx", {"机构沿革（示例数据）": books.lineage_table()}),
    ]
    rates: dict[int, dict[str, float]] = {}
    for year in YEARS:
        forms = survey.forms(year, traits, rng)
        rates[year] = survey.three_box_by_unit(forms, year)
        paths += _survey_files(folder, year, forms, rng)
        said = opinions.opinions(year, forms, traits, rng)
        encoding = "gb18030" if year % 2 else "utf-8-sig"
        paths.append(
            write_csv(folder / f"示例数据_{year}年度意见建议.csv", books.opinion_table(said, year, rng), encoding)
        )
    return paths + _index_files(folder, traits, rates, rng) + _ledger_files(folder, traits, rng)


def _survey_files(folder: Path, year: int, forms: pl.DataFrame, rng: np.random.Generator) -> list[Path]:
    """The wave as one file: a count table in the early years, one row a form from 2019 on."""
    if year in survey.COUNTED_YEARS:
        table = books.count_table(survey.counted(forms, year, rng), year, rng)
        return [write_xlsx(folder / f"示例数据_{year}年度满意度汇总.xlsx", {"汇总（示例数据）": table})]
    table = books.form_table(forms, year, rng)
    if ANSWER_FORMAT[year] == "xlsx":
        return [write_xlsx(folder / f"示例数据_{year}年度满意度答卷.xlsx", {"答卷（示例数据）": table})]
    return [write_csv(folder / f"示例数据_{year}年度满意度答卷.csv", table, ANSWER_FORMAT[year])]


def _index_files(
    folder: Path, traits: units.Traits, rates: dict[int, dict[str, float]], rng: np.random.Generator
) -> list[Path]:
    return [
        write_csv(folder / "示例数据_先锋指数_党员积分.csv", books.pioneer_table(rng), "gb18030"),
        write_xlsx(folder / "示例数据_堡垒指数_支部评分.xlsx", {"支部评分（示例数据）": books.fortress_table(rng)}),
        write_xlsx(
            folder / "示例数据_品牌指数_综合评审.xlsx", {"综合评审（示例数据）": books.brand_table(traits, rng)}
        ),
        write_xlsx(
            folder / "示例数据_作风指数_年度得分.xlsx", {"年度得分（示例数据）": books.conduct_table(rates, rng)}
        ),
    ]


def _ledger_files(folder: Path, traits: units.Traits, rng: np.random.Generator) -> list[Path]:
    """One ledger a year, the year's rounds on one sheet."""
    rows = rectification.episodes(traits, rng)
    paths = []
    for year in YEARS:
        rounds = {round_no for round_no, of_year, _ in rectification.ROUNDS if of_year == year}
        table = books.ledger_table([row for row in rows if row.round_no in rounds], year, rng)
        paths.append(write_xlsx(folder / f"示例数据_{year}年整改台账.xlsx", {"整改台账（示例数据）": table}))
    return paths
