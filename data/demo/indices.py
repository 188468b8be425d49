"""The four indices, each at its own grain: members' points, branches' scores, organisations' brands, units' conduct."""

from datetime import date

import numpy as np
import polars as pl

from data.demo import units
from data.demo.units import Traits

YEARS = range(2019, 2026)
BRAND_YEARS = range(2017, 2026)
MEMBERS_BY_CLASS = {"service_heavy": 38, "service_light": 30, "party_mass": 24, "consulted_only": 20}
# 差评整改 counts for units with rated services, from the first year of the standards.
FIX_FROM = 2021
# A notice that arrived after the index was published: the parts include it, the published score does not.
LATE_NOTICE = (2023, "A08")
BRAND_PARTS = {"内涵": 20, "机制": 20, "融合成效": 30, "群众认可": 20, "影响": 10}


def _branches(unit_class: str, rng: np.random.Generator) -> int:
    return int(rng.integers(2, 6)) if unit_class == "service_heavy" else int(rng.integers(1, 4))


def members(rng: np.random.Generator) -> pl.DataFrame:
    """One row per member and year, rule 80 + 20: year, member_id (pseudonym), unit, branch, plus, minus, score."""
    rows: dict[str, list] = {name: [] for name in ("year", "member_id", "unit", "branch", "plus", "minus", "score")}
    serial = 0
    names = {year: units.names_on(date(year, 11, 15)) for year in YEARS}
    for unit_id, unit_class in units.working_in(2025).select("unit_id", "unit_class").iter_rows():
        size = max(6, int(rng.poisson(MEMBERS_BY_CLASS[unit_class])))
        home = rng.integers(1, _branches(unit_class, rng) + 1, size)
        keen = rng.normal(0, 1, size) + rng.normal(0, 0.4)
        for year in YEARS:
            if unit_id not in names[year]:
                continue
            plus = np.clip(np.round(8 + 0.45 * (year - 2019) + 3 * keen + rng.normal(0, 2, size), 1), 0, 20)
            minus = np.where(rng.random(size) < 0.08, rng.integers(1, 11, size), 0)
            rows["year"] += [year] * size
            rows["member_id"] += [f"{unit_id}-{serial + at:05d}" for at in range(size)]
            rows["unit"] += [names[year][unit_id]] * size
            rows["branch"] += [f"第{branch}党支部" for branch in home]
            rows["plus"] += plus.tolist()
            rows["minus"] += minus.tolist()
            rows["score"] += np.round(np.clip(80 + plus - minus, 0, 100), 1).tolist()
        serial += size
    return pl.DataFrame(rows)


def branches(rng: np.random.Generator) -> pl.DataFrame:
    """One row per branch, one column per year (such as 2019年): score from 100 points downwards, sometimes missing."""
    rows: list[dict] = []
    for unit_id, unit, unit_class in units.working_in(2025).select("unit_id", "unit", "unit_class").iter_rows():
        for number in range(1, _branches(unit_class, rng) + 1):
            start, slope = rng.normal(86, 4.5), rng.normal(0.6, 0.5)
            scores = np.clip(start + slope * np.arange(len(YEARS)) + rng.normal(0, 2, len(YEARS)), 45, 100)
            row = {"unit": unit, "branch_id": f"{unit_id}-Z{number}", "branch": f"第{number}党支部"}
            rows.append(row | {f"{year}年": round(float(score), 1) for year, score in zip(YEARS, scores, strict=True)})
    return pl.DataFrame(rows)


def brands(traits: Traits, rng: np.random.Generator) -> pl.DataFrame:
    """One row per organisation and year: year, unit, five parts of the panel's score, score."""
    rows: list[dict] = []
    starts = {unit: int(rng.choice([2017, 2018, 2019], p=[0.6, 0.25, 0.15])) for unit in traits.forms}
    for year in BRAND_YEARS:
        ranked = units.working_in(year).filter(pl.col("unit_class") != "consulted_only")
        for unit_id, unit in ranked.select("unit_id", "unit").iter_rows():
            if year < starts[unit_id]:
                continue
            quality = np.clip(0.74 + 0.014 * (year - 2017) + 0.05 * traits.satisfaction[unit_id], 0, 0.97)
            parts = {
                part: round(float(np.clip(full * (quality + rng.normal(0, 0.06)), 0, full)), 1)
                for part, full in BRAND_PARTS.items()
            }
            rows.append({"year": year, "unit": unit} | parts | {"score": round(sum(parts.values()), 1)})
    return pl.DataFrame(rows)


def conduct(
    rates: dict[int, dict[str, float]], rng: np.random.Generator, later_rng: np.random.Generator
) -> pl.DataFrame:
    """One row per unit and year: year, unit, review (rate of the survey), checks, hotline, fix (empty for units without
    rated services), score, all as shares of one; notice (points deducted, mostly empty)."""
    rows: list[dict] = []
    for year in YEARS:
        for unit_id, unit in units.working_in(year).select("unit_id", "unit").iter_rows():
            review = rates[year].get(unit_id)
            if review is None:
                continue
            checks, hotline = np.clip(rng.normal([0.90 + 0.004 * (year - 2019), 0.93], 0.035), 0, 1)
            fix = float(np.clip(later_rng.normal(0.95, 0.03), 0, 1)) if _is_rated(unit_id, year) else None
            notice = float(later_rng.choice([1, 2, 3])) if later_rng.random() < 0.03 else None
            late = (year, unit_id) == LATE_NOTICE
            row = {"year": year, "unit": unit, "review": round(review, 4), "checks": round(float(checks), 4)}
            row |= {"hotline": round(float(hotline), 4), "fix": None if fix is None else round(fix, 4)}
            row |= {"notice": 2.0 if late else notice}
            rows.append(row | {"score": _conduct_score(row | {"notice": None} if late else row)})
    return pl.DataFrame(rows, infer_schema_length=None)


def _is_rated(unit_id: str, year: int) -> bool:
    return unit_id in units.WINDOWS and year >= FIX_FROM


def _conduct_score(row: dict) -> float:
    """The mean of the existing parts, weighted 60/15/15/10, minus the points of a notice."""
    weights = {"review": 60, "checks": 15, "hotline": 15} | ({} if row["fix"] is None else {"fix": 10})
    mean = sum(weight * row[part] for part, weight in weights.items()) / sum(weights.values())
    return round(mean - (row["notice"] or 0) / 100, 4)
