"""The units of 市级机关, their names over time, and the hidden traits that the demonstration is drawn from."""

import functools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

HERE = Path(__file__).parent
CLASS_WORDS = {
    "service_heavy": "窗口服务类",
    "service_light": "综合管理类",
    "party_mass": "党群部门",
    "consulted_only": "征求意见单位",
}
KIND_WORDS = {
    "organ": "机关",
    "court": "法院检察院",
    "mass": "群团",
    "vertical": "垂直管理",
    "zone": "功能区",
    "other": "其他",
}
EVENT_WORDS = {"merge": "合并", "rename": "更名", "split": "拆分", "transfer": "职能划转"}
FORMS_BY_CLASS = {"service_heavy": 150.0, "service_light": 100.0, "party_mass": 70.0, "consulted_only": 40.0}
# Three small offices: in most years they have fewer than ten answers, too few for a verdict.
TINY = {"B26": 7.0, "C14": 5.0, "C24": 9.0}
# Units with low satisfaction; one of them improves every year.
WEAK = {"A09": -1.3, "A10": -1.2, "A08": -0.7, "A31": -0.8, "B10": -1.2}
IMPROVING = "A10"
# Units with rated services, at a window or online (好差评).
WINDOWS = ("A02", "A05", "A06", "A08", "A11", "A16", "A19", "A20", "A21", "A22", "A23", "A32")
CLOSES_ON_DEADLINE = "A23"


@dataclass(frozen=True)
class Traits:
    """Hidden traits by unit: forms per year, satisfaction (log-odds shift), speed of closing (factor on days)."""

    forms: dict[str, float]
    satisfaction: dict[str, float]
    slowness: dict[str, float]


@functools.cache
def directory() -> pl.DataFrame:
    """One row per unit, former ones included: unit_id, unit, unit_class, unit_kind, aliases, valid_from, valid_to."""
    return pl.read_csv(HERE / "units.csv", try_parse_dates=True)


@functools.cache
def lineage() -> pl.DataFrame:
    """One row per succession: predecessor_id, successor_id, effective_on, event."""
    return pl.read_csv(HERE / "lineage.csv", try_parse_dates=True)


def working_in(year: int) -> pl.DataFrame:
    """The units that exist on 15 November, the day of the year's survey."""
    day = date(year, 11, 15)
    return directory().filter(
        pl.col("valid_from").is_null() | (pl.col("valid_from") <= day),
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= day),
    )


def names_on(day: date) -> dict[str, str]:
    """Current unit id → its name on that day (before a merger, the first predecessor's), if the unit existed then."""
    units = directory()
    name = dict(units.select("unit_id", "unit").iter_rows())
    alive = set(units.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") <= day))["unit_id"])
    names = {unit: name[unit] for unit in alive}
    for edge in lineage().filter(pl.col("event").is_in(["merge", "rename"])).iter_rows(named=True):
        if day < edge["effective_on"] and edge["successor_id"] not in alive:
            names.setdefault(edge["successor_id"], name[edge["predecessor_id"]])
    return names


def draw_traits(rng: np.random.Generator) -> Traits:
    """Draws the traits. A former unit is similar to its successor and shares its forms with the other predecessors."""
    units = directory()
    edges = lineage().filter(pl.col("event").is_in(["merge", "rename"]))
    successor = dict(edges.select("predecessor_id", "successor_id").iter_rows())
    alive_until = dict(units.select("unit_id", "valid_from").iter_rows())
    siblings = dict(edges.group_by("successor_id").len().iter_rows())
    forms: dict[str, float] = {}
    satisfaction: dict[str, float] = {}
    slowness: dict[str, float] = {}
    for unit_id, unit_class in units.select("unit_id", "unit_class").iter_rows():
        size, mood, pace, bit = rng.normal(0, [0.25, 0.28, 0.35, 0.12])
        parent = successor.get(unit_id)
        if parent is None:
            forms[unit_id] = TINY.get(unit_id, FORMS_BY_CLASS[unit_class] * float(np.exp(size)))
            satisfaction[unit_id] = WEAK.get(unit_id, float(mood))
            slowness[unit_id] = float(np.exp(pace))
        else:
            shared = siblings[parent] + (alive_until[parent] is None)
            forms[unit_id] = forms[parent] / shared * float(np.exp(bit))
            satisfaction[unit_id] = satisfaction[parent] + float(bit)
            slowness[unit_id] = slowness[parent]
    return Traits(forms, satisfaction, slowness)
