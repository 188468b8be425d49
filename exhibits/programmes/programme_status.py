"""Which projects of the six programmes show a red or yellow light, and since when?"""

from typing import Any

import polars as pl

from charts.lights import lights
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title, word
from exhibits.programmes.project_words import (
    SCOPE,
    in_order,
    last_year,
    light_said,
    lit,
    programme_name,
    progress_said,
    until_said,
)
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import PROJECTS

MONTHS = 6  # at most so many months are drawn, the last ones


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("programme_status", frames, selection, "programmes", SCOPE)
    measure = setting.say("measure.programme_status")
    reports = frames["programme_status"]
    if reports.is_empty():
        return setting.nothing(reports, measure, "heat", "no_projects")
    shown = in_order(last_year(reports))
    year = int(shown["year"][0])
    months = shown["month"].unique().sort()
    drawn = shown.filter(pl.col("month").is_in(months.tail(MONTHS).implode()))
    return setting.exhibit(
        shown,
        lights(
            cells(drawn, setting),
            setting.palette,
            legend=[(code, setting.say(f"light.{code}")) for code in ("done", "green", "yellow", "red", "none")],
            signs=setting.say("programme.signs"),
            stamp=setting.stamp,
        ),
        finding(setting, shown),
        measure=measure,
        kind="heat",
        n=int(shown["reports_n"].sum()),
        n_of="reports",
        interval="census_projects",
        years=(year, year),
        notes=[
            until_said(shown["reported_on"], setting),
            rule_said(shown, setting),
            setting.say("note.months", shown=MONTHS, all=months.len()) if months.len() > MONTHS else "",
        ],
    )


def rule_said(reports: pl.DataFrame, setting: Setting) -> str:
    """The rule of the lights with its limits, "" if none is in force."""
    yellow, red, months = reports.select("yellow_above", "red_above", "red_after_months").row(0)
    if yellow is None or red is None or months is None:
        return ""
    return setting.say("note.light_rule", yellow=f"{yellow * 100:.0f}", red=f"{red * 100:.0f}", months=f"{months:.0f}")


def cells(reports: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """One row per project and month with the columns of `charts.lights`."""
    codes = [lit(state, light) for state, light in reports.select("state", "light").iter_rows()]
    rows = list(zip(codes, reports.iter_rows(named=True), strict=True))
    return reports.select(
        pl.Series("row", reports["project_id"]),
        name="project",
        section=pl.Series([programme_name(code, setting) for code in reports["programme"]], dtype=pl.String),
        column=pl.col("month").dt.strftime("%Y-%m"),
        code=pl.Series(codes, dtype=pl.String),
        mark=pl.Series([light_said(row, setting.lang) for _, row in rows], dtype=pl.String),
        hover=pl.Series([hover(code, row, setting) for code, row in rows], dtype=pl.String),
    )


def hover(code: str, row: dict[str, Any], setting: Setting) -> str:
    lines = [
        f"<b>{row['project']}</b>",
        setting.say("programme.reported", day=row["reported_on"], unit=row["unit"]),
        f"{setting.say(f'light.{code}')} \u00b7 {progress_said(row, setting)}",
    ]
    if row["past_deadline"]:
        lines.append(setting.say("programme.past_deadline", day=row["deadline"]))
    if row["fell"]:
        lines.append(setting.say("programme.fell"))
    return "<br>".join(lines)


def finding(setting: Setting, reports: pl.DataFrame) -> str:
    """How many projects are done, and how many show which light after their last report of the year."""
    lang = setting.lang
    latest = reports.sort("month").unique("project_id", keep="last", maintain_order=True)
    open_ones = latest.filter(pl.col("state") != "done")
    fell = reports.filter("fell")["project_id"].n_unique()
    lit_ones = [Facts(light) for light in open_ones["light"] if light in ("red", "yellow")]
    clauses = [
        setting.say("title.projects_done", count=latest.height, done=latest.height - open_ones.height),
        *counted("light", lit_ones, lang),
        word("fell", Facts(count=fell), lang, count=fell),
        word("project_late", Facts(count=int(open_ones["past_deadline"].sum())), lang,
             count=int(open_ones["past_deadline"].sum())),
    ]  # fmt: skip
    return title(list(filter(None, clauses)), lang)


SPEC = ExhibitSpec("programme_status", ("programme_status", *ASKED), make, (PROJECTS,))
