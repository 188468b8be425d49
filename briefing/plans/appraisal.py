"""述评考: grades and votes as parts of each row, one chart a scale; feedback and the items of the ledger."""

import polars as pl

from briefing.plan import Plan, Role, Series
from exhibits.appraisal import appraisal_followup as followup
from exhibits.appraisal import appraisal_items as items
from exhibits.phrasing import PERCENT
from words import say

ROLES: tuple[Role, ...] = ("done", "wait", "gone", "late")  # of the grades from the best to the worst


def appraisal_grades(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The persons by grade and year; each group on each scale is a chart of its own."""
    return [_by_year(own, "part_n", "appraisal_grades", lang) for own in _sections(frame)]


def appraisal_ballots(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The votes by grade and year, as the persons."""
    return [_by_year(own, "votes", "appraisal_ballots", lang) for own in _sections(frame)]


def appraisal_groups(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The persons by grade in the last year, one chart for the classes and one for the levels of posts."""
    return [
        _graded(own, "group_name", "part_n", say(f"exhibits.appraisal.by_{own['level'][0]}", lang), lang)
        for own in frame.drop_nulls("share").partition_by("level", maintain_order=True)
    ]


def appraisal_followup(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The persons of each year by how far their feedback has come, with the share of recorded consequences."""
    rows = followup.parted(frame.drop_nulls("sent_n"))
    series = [
        Series(say(f"exhibits.part.{part}", lang), rows[part].to_list(), role)
        for (part, _), role in zip(followup.PARTS, ROLES, strict=False)
    ]
    marks = tuple(
        say("exhibits.appraisal.not_recorded", lang) if rate is None else PERCENT.value(rate, lang)
        for rate in rows["consequence_rate"]
    )
    axis = say("exhibits.axis.appraisal_followup", lang)
    return [Plan("bars", series, axis, "", _names(rows, lang), "0", marks=marks, shares=True)]


def appraisal_items(frame: pl.DataFrame, lang: str) -> list[Plan]:
    """The items of the ledger by the year of the appraisal and by state, with the number of problems listed."""
    rows = items.parted(frame)
    roles: tuple[Role, ...] = ("done", "wait", "late", "gone")
    series = [
        Series(say(f"exhibits.part.{part}", lang), rows[part].to_list(), role)
        for (part, _), role in zip(items.PARTS, roles, strict=True)
    ]
    marks = tuple(
        "" if listed is None else say("exhibits.appraisal.listed", lang, count=listed) for listed in rows["listed_n"]
    )
    axis = say("exhibits.axis.appraisal_items", lang)
    return [Plan("bars", series, axis, "", _names(rows, lang), "0", marks=marks)]


def _sections(frame: pl.DataFrame) -> list[pl.DataFrame]:
    known = frame.drop_nulls("share")
    return known.partition_by("level", "group_name", "grade_scale", maintain_order=True)


def _by_year(own: pl.DataFrame, counted: str, axis: str, lang: str) -> Plan:
    years = [say("exhibits.scope.year", lang, year=year) for year in own["year"]]
    city = own["level"][0] == "city"
    heading = "" if city else f"{own['group_name'][0]} · "
    measure = heading + say(f"exhibits.axis.{axis}", lang)
    return _graded(own.with_columns(name=pl.Series(years)), "name", counted, measure, lang)


def _graded(own: pl.DataFrame, name: str, counted: str, measure: str, lang: str) -> Plan:
    """One chart: a row a year or group, a series a grade; grades shown together are a series of their own."""
    rows = own[name].unique(maintain_order=True).to_list()
    series = []
    grades = own.select("position", "grade_name").unique(maintain_order=True).sort("position", maintain_order=True)
    for position, grade in grades.iter_rows():
        counts = dict(own.filter(pl.col("grade_name") == grade).select(name, counted).iter_rows())
        series.append(Series(grade, [counts.get(row) for row in rows], ROLES[position - 1]))
    shares = own.filter(pl.col("position") == pl.col("position").min().over(name)).select(name, "share")
    marks = {row: PERCENT.value(share, lang) for row, share in shares.iter_rows()}
    return Plan("bars", series, measure, "", rows, "0", marks=tuple(marks[row] for row in rows), shares=True)


def _names(rows: pl.DataFrame, lang: str) -> list[str]:
    """The year of each row; with several groups its group too."""
    several = rows["group_name"].n_unique() > 1
    years = [say("exhibits.scope.year", lang, year=year) for year in rows["year"]]
    return [f"{year} {group}" if several else year for year, group in zip(years, rows["group_name"], strict=True)]


PLANS = (appraisal_grades, appraisal_groups, appraisal_ballots, appraisal_followup, appraisal_items)
