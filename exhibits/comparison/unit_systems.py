"""What do the other systems record of a unit: projects, brands, appraisals, services, hotline, duties, inquiries?

A share for each, beside the other units of the class. Nothing is judged here: unit_profile tests what it shows.
"""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from exhibits.appraisal.appraisal_items import ITEMS
from exhibits.comparison.unit_profile import MOST_BESIDE, unit_and_class
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT, Scale, count
from exhibits.selection import Selection
from exhibits.services.bulletins import ORDERS
from exhibits.services.ratings import FINE, RATINGS
from exhibits.setting import ASKED, Setting
from exhibits.source_records import BRANDS, CONTACT_POINTS, DUTY_REPORTS, PROJECTS, QUESTIONS, SESSIONS
from words import label

FIGURES = ("unit_id", "x", "n", "others_x", "others_n")


@dataclass(frozen=True)
class Measure:
    """A share of a system, by unit: x of n, over the last year if the question has years.

    `system`: the name of its page in the address. `rows`: the rows that count. `remark`: what the remark says besides.
    `hidden`: whether figures of the unit are suppressed. `written`: how the share is written.
    """

    system: str
    name: str
    question: str
    x: pl.Expr
    n: pl.Expr
    remark: dict[str, pl.Expr] = field(default_factory=dict)
    rows: pl.Expr = field(default_factory=lambda: pl.lit(True))
    hidden: pl.Expr = field(default_factory=lambda: pl.lit(False))
    written: Scale = PERCENT

    def by_unit(self, frames: Frames) -> pl.DataFrame:
        """unit_id, x, n, hidden and the facts of the remark; one row for each unit with records."""
        rows = frames[self.question].filter(self.rows)
        if "year" in rows.columns:
            rows = rows.filter(pl.col("year") == pl.col("year").max())
        counts = {"x": self.x.cast(pl.Int64), "n": self.n.cast(pl.Int64), "hidden": self.hidden.any()}
        return rows.group_by("unit_id").agg(**counts, **self.remark)


def _sum(column: str) -> pl.Expr:
    return pl.col(column).sum()


def _months(first: str, last: str) -> dict[str, pl.Expr]:
    return {"since": pl.col(first).min().dt.strftime("%Y-%m"), "until": pl.col(last).max().dt.strftime("%Y-%m")}


YEAR = {"year": pl.col("year").first()}
HIDDEN = pl.col("suppressed")
MEASURES = (
    Measure("programmes", "projects", "programme_projects", (pl.col("state") == "done").sum(), pl.len(),
            YEAR | {"rest": _sum("overdue")}),
    Measure("brands", "brand_years", "brand_list", _sum("won_n"), _sum("years_n"),
            {name: pl.col(name).sort_by("last_year").last() for name in ("brand", "last_year", "stage", "award")}),
    Measure("appraisal", "appraisal_items", "rectification_items", (pl.col("state") == "closed").sum(), pl.len(),
            {"rest": pl.col("state").is_in(["open", "overdue"]).sum()},
            (pl.col("source") == "ora") & (pl.col("state") != "withdrawn")),
    Measure("services", "good", "service_ratings_by_unit", _sum("good_n"), _sum("rated_n"),
            _months("month_from", "month_to") | {"rest": _sum("bad_n")}, pl.col("channel") == "all", HIDDEN, FINE),
    Measure("services", "orders", "hotline_by_unit", _sum("orders_on_time"), _sum("orders_due"),
            _months("period_from", "period_to")),
    Measure("services", "callbacks", "hotline_by_unit", _sum("callbacks_satisfied"), _sum("valid_callbacks"),
            _months("period_from", "period_to"), hidden=HIDDEN),
    Measure("duties", "duties", "duty_matrix", _sum("done"), _sum("owed"), YEAR | {"rest": _sum("overdue")}),
    Measure("duties", "visits", "contact_points", _sum("visits_done"), _sum("visits_planned"),
            YEAR | {"rest": _sum("problems")}),
    Measure("duties", "sessions", "joint_sessions", _sum("joint"), _sum("sessions"), YEAR),
    Measure("inquiries", "promises", "inquiry_by_unit", _sum("in_time"), _sum("due"),
            {"rest": _sum("overdue"), "asked": _sum("asked")}),
)  # fmt: skip


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("unit_systems", frames, selection, "systems", ("years",), ledger=True)
    measure = setting.say("measure.systems")
    own, peers = unit_and_class(frames, selection)
    if own.is_empty():
        return setting.nothing(pl.DataFrame(schema=dict.fromkeys(FIGURES, pl.String)), measure, "table", "no_unit")
    shown = peers.filter(pl.col("unit_id").is_in([selection.unit, *selection.beside[:MOST_BESIDE]]))
    shown = shown.sort(pl.col("unit_id") != selection.unit).select("unit_id", "unit")
    rows = [
        {"system": each.system, **in_words(setting, each, row)}
        for each in MEASURES
        for row in beside_class(each.by_unit(frames), shown, peers).iter_rows(named=True)
    ]
    name = label("unit_class", own["unit_class"][0], setting.lang)
    return setting.exhibit(
        pl.DataFrame(rows, infer_schema_length=None),
        None,
        finding(setting, own["unit"][0], rows),
        measure=measure,
        kind="table",
        notes=[setting.say("note.systems", name=name, count=peers.height - 1)],
    )


def beside_class(by_unit: pl.DataFrame, shown: pl.DataFrame, peers: pl.DataFrame) -> pl.DataFrame:
    """The units shown, with their figures (null without records) and those of the others of their class."""
    of_class = by_unit.filter(pl.col("unit_id").is_in(peers["unit_id"].to_list()))
    x, n = of_class.select(pl.col("x", "n").sum()).row(0)
    return shown.join(of_class, on="unit_id", how="left", maintain_order="left").with_columns(
        others_x=x - pl.col("x").fill_null(0), others_n=n - pl.col("n").fill_null(0)
    )


def in_words(setting: Setting, measure: Measure, row: dict[str, Any]) -> dict[str, Any]:
    """A row with its texts: metric_name, figure, figure_of_class, period_remark."""
    name, written = measure.name, measure.written
    known = row["n"] is not None
    reason = "no_record" if not known else "hidden" if row["hidden"] else "none_due"
    texts = {
        "metric_name": setting.say(f"systems.{name}"),
        "figure": _share(setting, written, row["x"], row["n"]) if row["n"] else setting.say(f"systems.{reason}"),
        "figure_of_class": _share(setting, written, row["others_x"], row["others_n"]) if row["others_n"] else "",
        "period_remark": setting.say(f"systems.remark.{name}", **row, **_reached(setting, row)) if known else "",
    }
    return {column: row[column] for column in ("unit", *FIGURES)} | texts


def _share(setting: Setting, written: Scale, x: int, n: int) -> str:
    return setting.say("profile.share", value=written.value(x / n, setting.lang), x=count(x), n=count(n))


def _reached(setting: Setting, row: dict[str, Any]) -> dict[str, str]:
    """What a brand has reached in its last year: the award, else the stage."""
    lists = {"award": "brand_award", "stage": "brand_stage"}
    said = [label(code_list, row[name], setting.lang) for name, code_list in lists.items() if row.get(name)]
    return {"reached": next(iter(said), "")}


def finding(setting: Setting, unit: str, rows: list[dict[str, Any]]) -> str:
    """How many of the systems have records of the unit."""
    systems = {row["system"]: False for row in rows}
    systems |= {row["system"]: True for row in rows if row["unit"] == unit and row["n"] is not None}
    return title([unit, setting.say("title.systems", count=sum(systems.values()), all=len(systems))], setting.lang)


SPEC = ExhibitSpec(
    "unit_systems",
    (*dict.fromkeys(each.question for each in MEASURES), *ASKED),
    make,
    (PROJECTS, BRANDS, ITEMS, RATINGS, ORDERS, DUTY_REPORTS, CONTACT_POINTS, SESSIONS, QUESTIONS),
)
