"""The yearly rating behind 堡垒指数: score band → precondition → quota → veto, and the published stars."""

from pathlib import Path

import numpy as np
import polars as pl

from data.demo import mess, units
from data.demo.indices import YEARS
from data.demo.workbooks import Table, write_xlsx

BANDS = {95.0: 5, 85.0: 4, 75.0: 3, 65.0: 2, 60.0: 1}
FIVE_STARS_FOR = 0.10  # the largest share of the rated branches
WITHOUT_PRECONDITION = 4  # the most stars without the precondition
VETOES = ("党员受到党纪政务处分", "发生安全生产责任事故", "发生群体性信访事件")
STAR_WORDS = ("不定星", "一星", "二星", "三星", "四星", "五星")
# One score was corrected by this number of points after the index was published.
CORRECTED, CORRECTION = ("B01-Z1", 2024), -2.0
ONE_STAR_TOO_MANY_IN = 2025


def rated(scores: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """One row per branch and year: year, unit, branch_id, branch, score, precondition, veto, reason, lagging, star."""
    long = scores.unpivot(index=["unit", "branch_id", "branch"], variable_name="year", value_name="score")
    long = long.with_columns(year=pl.col("year").str.head(4).cast(pl.Int64), unit_id=pl.col("branch_id").str.head(3))
    years = []
    for year in YEARS:
        rows = long.filter(
            pl.col("year") == year, pl.col("unit_id").is_in(units.working_in(year)["unit_id"].implode())
        ).with_columns(score=_corrected())
        n = len(rows)
        vetoed = rng.random(n) < 0.012
        rows = rows.with_columns(
            precondition=pl.Series(rng.random(n) >= 0.07) | (pl.col("score") < min(BANDS)),
            veto=pl.Series(vetoed),
            reason=pl.Series([str(rng.choice(VETOES)) if veto else None for veto in vetoed], dtype=pl.String),
            lagging=pl.col("score").rank("ordinal") <= 0.02 * n,
        )
        years.append(_one_too_many(starred(rows)) if year == ONE_STAR_TOO_MANY_IN else starred(rows))
    return pl.concat(years)


def _corrected() -> pl.Expr:
    branch_id, year = CORRECTED
    return pl.col("score") + pl.when(branch_id=branch_id, year=year).then(CORRECTION).otherwise(0.0)


def starred(rows: pl.DataFrame) -> pl.DataFrame:
    """The stars of one year by the four steps. Tied branches at the quota's limit keep the fifth star only together."""
    band = pl.max_horizontal(
        pl.when(pl.col("score") >= lowest).then(star).otherwise(0) for lowest, star in BANDS.items()
    )
    earned = pl.when("precondition").then(band).otherwise(pl.min_horizontal(band, WITHOUT_PRECONDITION))
    best = rows.with_columns(star=earned)
    place = pl.when(pl.col("star") == 5).then("score").rank("max", descending=True)
    best = best.with_columns(place=place, places=int(FIVE_STARS_FOR * len(rows)))
    star = pl.when(pl.col("place") > pl.col("places")).then(4).otherwise("star")
    return best.with_columns(star=pl.when(pl.col("veto") | pl.col("lagging")).then(0).otherwise(star))


def _one_too_many(rows: pl.DataFrame) -> pl.DataFrame:
    """A fault: the best of the branches that the quota excludes gets the fifth star all the same."""
    missed = rows.filter(pl.col("place") > pl.col("places"), pl.col("star") == 4).sort("score", descending=True)
    kept = pl.col("branch_id") == missed["branch_id"][0]
    return rows.with_columns(star=pl.when(kept).then(5).otherwise("star"))


def rating_table(rows: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """The rows of one year as a sheet; each office writes stars in another way."""
    way = rng.integers(0, 3, len(rows))
    columns = {
        "序号": list(range(1, len(rows) + 1)),
        "年度": [year] * len(rows),
        "单位": rows["unit"].to_list(),
        "支部编号": rows["branch_id"].to_list(),
        "支部名称": rows["branch"].to_list(),
        "得分": rows["score"].to_list(),
        "前置条件": ["是" if met else "否" for met in rows["precondition"]],
        "一票否决": ["是" if veto else "否" for veto in rows["veto"]],
        "否决事由": rows["reason"].to_list(),
        "相对后进": ["是" if lagging else None for lagging in rows["lagging"]],
        "星级": [_drawn(star, at) for star, at in zip(rows["star"], way, strict=True)],
    }
    mess.spoil_rows(columns, 0.02, [mess.full_width("得分"), mess.short_name("单位")], rng)
    faults = [mess.misspelt("单位"), mess.replaced("得分", 885, "未评定"), mess.replaced("星级", "六星", "优秀")]
    mess.each_once(columns, faults, rng, among=mess.copied(columns, "支部编号", len(faults), rng))
    return Table(f"{year}年度党支部星级评定汇总表（示例数据）", columns, footer=[["合计", f"共{len(rows)}个支部"]])


def _drawn(star: int, way: int) -> str | int:
    return STAR_WORDS[star] if star == 0 or way == 0 else "★" * star if way == 1 else star


def write(folder: Path, scores: pl.DataFrame, rng: np.random.Generator) -> list[Path]:
    """Writes one workbook with one sheet per year; returns its path. scores: of indices.branches."""
    rows = rated(scores, rng)
    sheets = {f"{year}年": rating_table(rows.filter(pl.col("year") == year), year, rng) for year in YEARS}
    return [write_xlsx(folder / "示例数据_党支部星级评定.xlsx", sheets)]
