"""Duties: the checklist as a table of what is not in order, coverage, contact points, joint sessions."""

import polars as pl

from briefing.plan import Plan, Role, Series
from briefing.plans.dots import dots
from exhibits.duties.contact_points import PARTS as CONTACT_PARTS
from exhibits.duties.contact_points import by_unit
from exhibits.duties.duty_coverage import FEW
from exhibits.duties.joint_sessions import PARTS as SESSION_PARTS
from exhibits.duties.joint_sessions import by_year
from exhibits.phrasing import PERCENT
from exhibits.unit_classes import MOST_UNITS
from words import label, say

ROLES: tuple[Role, ...] = ("done", "wait", "late", "gone")  # of the parts of contact points
SESSION_ROLES: tuple[Role, ...] = ("done", "wait", "gone")
TOLD = ("overdue", "unproven", "done_late")  # what is not in order, worst first


def duty_matrix(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """One row per unit of the chart: how many actions are done, and which are overdue, unproven or done late."""
    heads = [
        say("shell.column.unit", lang),
        say("briefing.duties.done", lang),
        *(label("duty_state", "late" if state == "overdue" else state, lang) for state in TOLD),
    ]
    comma = say("exhibits.list.comma", lang)
    rows = []
    for cells in frame.partition_by("unit_id", maintain_order=True)[:MOST_UNITS]:
        of_state = {
            "overdue": cells.filter(pl.col("duty_state") == "late"),
            "unproven": cells.filter(pl.col("duty_state") == "unproven"),
            "done_late": cells.filter(pl.col("duty_state") == "done_late"),
        }
        named = [
            comma.join(label("duty_action", action, lang) for action in of_state[state]["duty_action"]) or "–"
            for state in TOLD
        ]
        rows.append((cells["unit"][0], f"{cells['done'].sum()}/{cells['owed'].sum()}", *named))
    return [Plan("table", [], "", "", heads, cells=tuple(rows))]


def duty_coverage(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The share done of each action, first as reported, then with its interval as the spot check found it."""
    return [
        dots(frame, lang, measure=say("exhibits.axis.duty_done", lang), value="done_rate",
             names=frame["action_name"].to_list(), written=PERCENT, headings=frame["section"].to_list(),
             hollow=frame["due"] < FEW)
    ]  # fmt: skip


def contact_points(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The problems found at the contact points of each unit of the chart, by what became of them."""
    units = by_unit(frame).filter(pl.col("problems") > 0).head(MOST_UNITS)
    if units.is_empty():
        return []
    series = [
        Series(say(f"exhibits.part.contact_{column}", lang), units[column].to_list(), tone)
        for (column, _), tone in zip(CONTACT_PARTS, ROLES, strict=True)
    ]
    marks = tuple(
        say("exhibits.mark.visits", lang, done=done, planned=planned)
        for done, planned in units.select("visits_done", "visits_planned").iter_rows()
    )
    axis = say("exhibits.axis.contact_problems", lang)
    return [Plan("bars", series, axis, "", units["unit"].to_list(), "0", marks=marks)]


def joint_sessions(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The sessions of each year: joint, on Party work alone, on business alone."""
    years = by_year(frame)
    series = [
        Series(say(f"exhibits.part.{column}", lang), years[column].to_list(), tone)
        for (column, _), tone in zip(SESSION_PARTS, SESSION_ROLES, strict=True)
    ]
    shares = years.select(pl.col("joint") / pl.col("sessions")).to_series()
    marks = tuple(PERCENT.value(share, lang) for share in shares)
    names = [str(year) for year in years["year"]]
    return [Plan("bars", series, say("exhibits.axis.sessions", lang), "", names, "0", marks=marks)]


PLANS = (duty_matrix, duty_coverage, contact_points, joint_sessions)
