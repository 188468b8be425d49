"""Are the projects of the six programmes on plan, how many days behind, and when would they be complete?"""

from typing import Any

import polars as pl

from charts.plan_lines import plan_lines
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.programmes.project_words import (
    SCOPE,
    forecast_said,
    last_year,
    lit,
    progress_said,
    slip_said,
    until_said,
)
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import PROJECTS

MOST = 24  # rows drawn


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("programme_progress", frames, selection, "programmes", SCOPE)
    measure = setting.say("measure.programme_progress")
    projects = frames["programme_progress"]
    if projects.is_empty():
        return setting.nothing(projects, measure, "dots", "no_projects")
    shown = last_year(projects).sort(pl.col("state") == "done", -pl.col("slip_days").fill_null(-9999), "project_id")
    year, drawn = int(shown["year"][0]), telling(shown)
    rest = shown.height - drawn.height
    return setting.exhibit(
        shown,
        plan_lines(
            rows(drawn, setting),
            setting.palette,
            axis=setting.say("axis.plan"),
            keys=setting.say("programme.keys"),
            reported_on=shown["round_on"][0],
            stamp=setting.stamp,
        ),
        finding(setting, shown),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.days"),
        n=int(shown["reports_n"].sum()),
        n_of="reports",
        interval="own_pace",
        years=(year, year),
        notes=[
            until_said(shown["reported_on"], setting),
            setting.say("note.left_out", shown=drawn.height, rest=rest) if rest else "",
            setting.say("note.plan_line"),
        ],
    )


def telling(projects: pl.DataFrame) -> pl.DataFrame:
    """The projects to draw: those that are not done or were done late; all of them if there are none."""
    wanted = projects.filter((pl.col("state") != "done") | (pl.col("slip_days") > 0))
    return (projects if wanted.is_empty() else wanted).head(MOST)


def rows(projects: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The projects with the columns of `charts.plan_lines`."""
    told = list(projects.iter_rows(named=True))
    unfinished = pl.col("state") != "done"
    return projects.select(
        name="project",
        begins="plan_zero_on",
        deadline="deadline",
        reached=pl.when(unfinished).then("planned_on"),
        completed="completed_on",
        forecast="forecast_on",
        earliest="forecast_first_on",
        latest="forecast_last_on",
        open_end=pl.col("forecast_first_on").is_not_null() & pl.col("forecast_last_on").is_null(),
        late=pl.col("overdue") | (~unfinished & (pl.col("slip_days") > 0).fill_null(False)),
        mark=pl.Series([slip_said(row, setting.lang) for row in told], dtype=pl.String),
        hover=pl.Series([hover(row, setting) for row in told], dtype=pl.String),
        kind=pl.lit("part"),
        id=pl.col("project_id"),
    )


def hover(row: dict[str, Any], setting: Setting) -> str:
    due = "deadline" if row["deadline"] else "no_deadline"
    lines = [
        f"<b>{row['project']}</b>",
        setting.say("programme.reported", day=row["reported_on"], unit=row["unit"]),
        f"{setting.say('light.' + lit(row['state'], row['light']))} \u00b7 {progress_said(row, setting)}",
        f"{setting.say(f'programme.{due}', day=row['deadline'])} \u00b7 {slip_said(row, setting.lang)}",
    ]
    if row["state"] != "done" and row["planned_on"]:
        lines.append(setting.say("programme.planned", day=row["planned_on"]))
    return "<br>".join([*lines, forecast_said(row, setting.lang)])


def finding(setting: Setting, projects: pl.DataFrame) -> str:
    """How many projects are not done, past their deadline, and how many miss it even at their fastest pace."""
    lang = setting.lang
    unfinished = projects.filter(pl.col("state") != "done")
    if unfinished.is_empty():
        return title([setting.say("title.all_done", count=projects.height)], lang)
    overdue = int(unfinished["overdue"].sum())
    waiting = unfinished.filter(~pl.col("overdue") & pl.col("forecast_first_on").is_not_null())
    beyond = waiting.filter(pl.col("forecast_first_on") > pl.col("deadline")).height
    clauses = [
        setting.say("title.unfinished", count=unfinished.height),
        word("project_late", Facts(count=overdue), lang, count=overdue),
        word("forecast", Facts(count=beyond if waiting.height else None), lang, count=beyond),
    ]
    return title(list(filter(None, clauses)), lang)


SPEC = ExhibitSpec("programme_progress", ("programme_progress", *ASKED), make, (PROJECTS,))
