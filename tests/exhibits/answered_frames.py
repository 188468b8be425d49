"""Answered frames made by hand, so that an exhibit can be looked at without a warehouse."""

import datetime
import math

import polars as pl

from exhibits import CATALOGUE, Exhibit, Selection
from exhibits.setting import REJECTED

Z = 1.959964


def wilson(x: int, n: int) -> tuple[float, float]:
    half = Z * math.sqrt(x * (n - x) / n + Z * Z / 4)
    return (x + Z * Z / 2 - half) / (n + Z * Z), (x + Z * Z / 2 + half) / (n + Z * Z)


def newcombe(before: tuple[int, int], now: tuple[int, int]) -> tuple[float, float, float]:
    p1, p2 = before[0] / before[1], now[0] / now[1]
    (l1, u1), (l2, u2) = wilson(*before), wilson(*now)
    d = p2 - p1
    return d, d - math.hypot(p2 - l2, u1 - p1), d + math.hypot(u2 - p2, p1 - l1)


def verdict(x: int, n: int, line: float = 0.94) -> str:
    lower, upper = wilson(x, n)
    return "too_few" if n < 10 else "met" if lower >= line else "not_met" if upper < line else "undecided"


def satisfaction_by_year(counts: dict[int, tuple[int, int]], breaks: tuple[int, ...] = ()) -> pl.DataFrame:
    """year → (satisfied, valid), as the question satisfaction_trend answers."""
    rows = []
    for year, (x, n) in counts.items():
        shown = n >= 10
        lower, upper = wilson(x, n)
        row = {"year": year, "satisfied_n": x, "valid_n": n, "rate": x / n, "lower": lower, "upper": upper}
        row = row if shown else {"year": year} | dict.fromkeys(list(row)[1:])
        before = counts.get(year - 1)
        comparable = shown and before is not None and before[1] >= 10 and year not in breaks
        change = newcombe(before, (x, n)) if comparable and before else (None, None, None)
        row |= dict(zip(("change", "change_lower", "change_upper"), change, strict=True))
        rows.append(row | {"verdict": verdict(x, n), "suppressed": not shown, "break_before": year in breaks})
    schema = {"year": pl.Int32, "satisfied_n": pl.Int64, "valid_n": pl.Int64, "verdict": pl.String,
              "suppressed": pl.Boolean, "break_before": pl.Boolean}  # fmt: skip
    rates = ("rate", "lower", "upper", "change", "change_lower", "change_upper")
    order = ("year", "satisfied_n", "valid_n", *rates, "verdict", "suppressed", "break_before")
    return pl.DataFrame(rows, schema={name: schema.get(name, pl.Float64) for name in order})


NOTED = pl.Schema({"event_id": pl.String, "day": pl.Date, "what": pl.String, "scope": pl.String, "code": pl.String})


def around(sample: bool = True, target: float | None = 0.94) -> dict[str, pl.DataFrame]:
    """The frames that every exhibit asks, and the headline's target."""
    facts = {"build_id": "abc123", "as_of": datetime.date(2019, 12, 31), "sample": sample, "definitions": "2026.11",
             "batches": 3, "first_year": 2017, "last_year": 2019}  # fmt: skip
    facts |= dict.fromkeys((f"rejected_{part}" for parts in REJECTED.values() for part in parts), 0)
    headline = {"metric": ["satisfaction_rate"], "target": [target]}
    return {
        "build_facts": pl.DataFrame([facts]),
        "unit_list": pl.DataFrame({"unit_id": ["A01"], "unit": ["某局"], "unit_class": ["service_heavy"]}),
        "noted_events": pl.DataFrame(schema=NOTED),
        "headline": pl.DataFrame(headline, schema={"metric": pl.String, "target": pl.Float64}),
    }


def shown(name: str, frame: pl.DataFrame, **chosen) -> Exhibit:
    """The exhibit made of its question's frame."""
    question = {"index_correlation": "composite_scores", "linkage": "coupling"}.get(name, name)
    return CATALOGUE[name].make({question: frame, **around()}, Selection(**chosen))
