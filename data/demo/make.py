"""Writes the demonstration workbooks: `make(folder)` runs everything.

Every file name, title and sheet contains 示例数据. Nothing in them was ever published.
"""

from pathlib import Path

import numpy as np
import polars as pl

from data.demo import (
    appraisal,
    bad_ratings,
    books,
    branches,
    brands,
    conduct,
    duties,
    hot_topics,
    hotline,
    indices,
    inquiries,
    lists,
    members,
    opinions,
    projects,
    rectification,
    services,
    survey,
    units,
)
from data.demo.workbooks import write_csv, write_xlsx

SEED = 20170101
YEARS = range(2017, 2026)
# Formats differ between offices: workbooks, CSV in GB18030, or CSV in UTF-8 with BOM.
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
    """Writes all demonstration workbooks into `folder` (created if missing); returns their paths, directory first."""
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
    paths += _index_files(folder, traits, rates, rng, seed) + _ledger_files(folder, traits, rng, seed)
    return paths + _service_files(folder, traits, seed)


def stream(seed: int, family: str) -> np.random.Generator:
    """The random generator of one family of files, so that a change in one family does not change the others."""
    return np.random.default_rng([seed, *family.encode()])


def _survey_files(folder: Path, year: int, forms: pl.DataFrame, rng: np.random.Generator) -> list[Path]:
    """The wave as one file: a count table in the early years, one row per form from 2019 on."""
    if year in survey.COUNTED_YEARS:
        table = books.count_table(survey.counted(forms, year, rng), year, rng)
        return [write_xlsx(folder / f"示例数据_{year}年度满意度汇总.xlsx", {"汇总（示例数据）": table})]
    table = books.form_table(forms, year, rng)
    if ANSWER_FORMAT[year] == "xlsx":
        return [write_xlsx(folder / f"示例数据_{year}年度满意度答卷.xlsx", {"答卷（示例数据）": table})]
    return [write_csv(folder / f"示例数据_{year}年度满意度答卷.csv", table, ANSWER_FORMAT[year])]


def _index_files(
    folder: Path, traits: units.Traits, rates: dict[int, dict[str, float]], rng: np.random.Generator, seed: int
) -> list[Path]:
    """The four indices as published, and the records from which they can be computed again."""
    points = indices.members(rng)
    published = members.as_published(points)
    given = [write_csv(folder / "示例数据_先锋指数_党员积分.csv", books.pioneer_table(published, rng), "gb18030")]
    scores = indices.branches(rng)
    sheets = {"支部评分（示例数据）": books.fortress_table(scores, rng)}
    given.append(write_xlsx(folder / "示例数据_堡垒指数_支部评分.xlsx", sheets))
    panel = indices.brands(traits, rng)
    sheets = {"综合评审（示例数据）": books.brand_table(panel, rng)}
    given.append(write_xlsx(folder / "示例数据_品牌指数_综合评审.xlsx", sheets))
    units_conduct = indices.conduct(rates, rng, stream(seed, "conduct"))
    sheets = {"年度得分（示例数据）": books.conduct_table(units_conduct, rng)}
    given.append(write_xlsx(folder / "示例数据_作风指数_年度得分.xlsx", sheets))
    branch_n = dict(scores.group_by(pl.col("branch_id").str.head(3)).len().iter_rows())
    return [
        *given,
        *members.write(folder, points, branch_n, stream(seed, "members")),
        *branches.write(folder, scores, stream(seed, "branches")),
        *brands.write(folder, panel, stream(seed, "brands")),
        *conduct.write(folder, units_conduct, traits, stream(seed, "business")),
    ]


def _ledger_files(folder: Path, traits: units.Traits, rng: np.random.Generator, seed: int) -> list[Path]:
    """One ledger per year, with the year's rounds on one sheet, the three lists of the last rounds, the appraisals
    whose problems the ledger holds, and the duties."""
    rows = rectification.episodes(traits, rng)
    paths, sound = [], []
    for year in YEARS:
        rounds = {round_no for round_no, of_year, _ in rectification.ROUNDS if of_year == year}
        of_year = [row for row in rows if row.round_no in rounds]
        table, faulty = books.ledger_table(of_year, year, rng)
        sound += [row for at, row in enumerate(of_year) if at not in faulty]
        paths.append(write_xlsx(folder / f"示例数据_{year}年整改台账.xlsx", {"整改台账（示例数据）": table}))
    return [
        *paths,
        *lists.write(folder, sound, stream(seed, "lists")),
        *appraisal.write(folder, rows, stream(seed, "appraisal"), stream(seed, "appraisal follow-up")),
        *duties.write(folder, traits, sound, stream(seed, "duties")),
    ]


def _service_files(folder: Path, traits: units.Traits, seed: int) -> list[Path]:
    """The other monthly and yearly reports of units."""
    of_services, of_hotline = stream(seed, "services"), stream(seed, "hotline")
    monthly, bulletins = services.ratings(traits, of_services), hotline.weeks(of_hotline)
    return [
        *projects.write(folder, stream(seed, "projects")),
        *services.write(folder, monthly, of_services),
        *bad_ratings.write(folder, monthly, traits, stream(seed, "bad ratings")),
        *hotline.write(folder, bulletins, traits, of_hotline),
        *hot_topics.write(folder, bulletins, stream(seed, "hot topics")),
        *inquiries.write(folder, traits, stream(seed, "inquiries")),
    ]
