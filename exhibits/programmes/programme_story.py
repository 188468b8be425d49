"""How did one project of the six programmes go, report by report, and when would it be complete?"""

import datetime
from typing import Any

import polars as pl

from charts.project_course import course
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.programmes.project_words import (
    PROGRESS,
    SCOPE,
    forecast_said,
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


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("programme_story", frames, selection, "programmes", SCOPE)
    measure = setting.say("measure.programme_story")
    reports = frames["programme_story"]
    if reports.is_empty():
        return setting.nothing(reports, measure, "line", "no_projects")
    if not selection.project_id:
        return setting.nothing(reports.clear(), measure, "line", "no_project")
    reports = last_year(reports)
    year, last = int(reports["year"][0]), reports.row(-1, named=True)
    standing = frames["programme_progress"].filter(
        (pl.col("project_id") == selection.project_id) & (pl.col("year") == year)
    )
    now = standing.row(0, named=True)
    days = (now["forecast_on"], now["forecast_first_on"], now["forecast_last_on"])
    known = reports.drop_nulls("progress")
    return setting.exhibit(
        reports.drop("plan_zero_on"),
        course(
            points(known, setting),
            plan(reports),
            setting.palette,
            axis=setting.say("axis.project_course"),
            plan_word=setting.say("programme.plan_word"),
            forecast=days if now["forecast_on"] and known.height else None,
            stamp=setting.stamp,
        )
        if known.height
        else None,
        finding(setting, now),
        measure=measure,
        kind="line",
        n=reports.height,
        n_of="reports",
        interval="own_pace",
        years=(year, year),
        notes=[
            setting.say("note.project_of", programme=programme_name(last["programme"], setting), unit=last["unit"],
                        post=last["post"] or setting.say("unit.none")),
            setting.say("note.target_of", target=last["project_target"]) if last["project_target"] else "",
            until_said(reports["reported_on"], setting),
            forecast_said(now, setting.lang),
        ],
    )  # fmt: skip


def points(reports: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The reports with the columns of `charts.project_course`."""
    told = list(reports.iter_rows(named=True))
    codes = [lit(row["state"], row["light"]) for row in told]
    return reports.select(
        day="reported_on",
        share="progress",
        code=pl.Series(codes, dtype=pl.String),
        mark=pl.Series([mark(row, setting) for row in told], dtype=pl.String),
        hover=pl.Series([hover(code, row, setting) for code, row in zip(codes, told, strict=True)], dtype=pl.String),
        kind=pl.lit("part"),
        id=pl.col("reported_on").cast(pl.String),
    )


def plan(reports: pl.DataFrame) -> pl.DataFrame:
    """The plan as day and share: 0 at its beginning, the schedule of each report before the deadline, 1 at it."""
    deadline: datetime.date | None = reports["deadline"][-1]
    steps = [(reports["plan_zero_on"][0], 0.0)]
    for day, share in reports.drop_nulls("schedule").select("reported_on", "schedule").iter_rows():
        if deadline is None or day < deadline:
            steps.append((day, share))
    if deadline is not None:
        steps.append((deadline, 1.0))
    return pl.DataFrame(steps, schema={"day": pl.Date, "share": pl.Float64}, orient="row")


def mark(row: dict[str, Any], setting: Setting) -> str:
    """The progress and the word of the light."""
    return f"{PROGRESS.value(row['progress'], setting.lang)} {light_said(row, setting.lang)}"


def hover(code: str, row: dict[str, Any], setting: Setting) -> str:
    lines = [str(row["reported_on"]), f"{setting.say(f'light.{code}')} \u00b7 {progress_said(row, setting)}"]
    if row["past_deadline"]:
        lines.append(setting.say("programme.past_deadline", day=row["deadline"]))
    if row["fell"]:
        lines.append(setting.say("programme.fell"))
    return "<br>".join(lines)


def finding(setting: Setting, now: dict[str, Any]) -> str:
    """The project's progress and light after its last report, and whether its deadline is over."""
    lang = setting.lang
    if now["state"] == "done":
        return title([setting.say("title.done_on", project=short(now["project"], lang), day=now["completed_on"])], lang)
    progress = PROGRESS.value(now["progress"], lang)
    clauses = [
        setting.say("title.at_progress", project=short(now["project"], lang), progress=progress),
        word("light", Facts(now["light"]), lang, "one"),
        word("project_late", Facts(count=int(now["overdue"])), lang, "one") if now["overdue"] else "",
    ]
    return title(list(filter(None, clauses)), lang)


def short(project: str, lang: str) -> str:
    """The name of a project, cut so that a title can hold it."""
    longest = 12 if lang == "zh" else 40
    return project if len(project) <= longest else project[: longest - 1] + "\u2026"


SPEC = ExhibitSpec("programme_story", ("programme_story", "programme_progress", *ASKED), make, (PROJECTS,))
