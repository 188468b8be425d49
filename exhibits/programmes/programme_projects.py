"""The projects of the six programmes, one row per project and year."""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.programmes.project_words import SCOPE, until_said
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from exhibits.source_records import PROJECTS
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("programme_projects", frames, selection, "programmes", SCOPE)
    projects = frames["programme_projects"]
    measure = setting.say("measure.programme_projects")
    if projects.is_empty():
        return setting.nothing(projects, measure, "table", "no_projects")
    standings = setting.say("list.comma").join(
        label("standing", code, setting.lang) for code in setting.selection.standing
    )
    return setting.exhibit(
        projects,
        None,
        finding(setting, projects),
        measure=measure,
        kind="table",
        n=int(projects["reports_n"].sum()),
        n_of="reports",
        interval="census_projects",
        years=year_span(projects),
        notes=[
            until_said(projects["reported_on"], setting),
            setting.say("note.standing", standings=standings) if standings else "",
            setting.say("note.searched", search=selection.search) if selection.search else "",
        ],
    )


def finding(setting: Setting, projects: pl.DataFrame) -> str:
    """How many projects are listed, not done, overdue, stalled."""
    lang = setting.lang
    unfinished = projects.filter(pl.col("state") != "done").height
    overdue, stalled = (int(projects[column].sum()) for column in ("overdue", "stalled"))
    clauses = [
        setting.say("title.projects", count=projects.height),
        setting.say("title.unfinished", count=unfinished),
        word("project_late", Facts(count=overdue), lang, count=overdue),
        word("stalled", Facts(count=stalled), lang, count=stalled),
    ]
    return title(list(filter(None, clauses)), lang)


SPEC = ExhibitSpec("programme_projects", ("programme_projects", *ASKED), make, (PROJECTS,))
