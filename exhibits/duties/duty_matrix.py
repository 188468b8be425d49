"""Which unit has done which of the actions that its leaders owe, and which are past their day?"""

import polars as pl

from charts.checklist import checklist
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import DUTY_REPORTS
from exhibits.unit_classes import MOST_UNITS
from words import label

STATES = ("done", "done_late", "unproven", "due", "late")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("duty_matrix", frames, selection, "duties", OF_UNITS, ledger=True)
    cells = frames["duty_matrix"]
    measure = setting.say("measure.duty_matrix")
    if cells.is_empty():
        return setting.nothing(cells, measure, "checklist")
    ordered = worst_first(cells)
    units = ordered["unit_id"].unique(maintain_order=True)
    shown = ordered.filter(pl.col("unit_id").is_in(units.head(MOST_UNITS).implode()))
    actions = columns_of(cells)
    figure = checklist(
        readied(shown, actions, setting),
        [label("duty_action", action, setting.lang) for action in actions["duty_action"]],
        {state: label("duty_state", state, setting.lang) for state in STATES},
        setting.palette,
        split_at=divide(actions),
        stamp=setting.stamp,
    )
    notes = [setting.say("note.first_units", shown=MOST_UNITS, all=len(units))] if len(units) > MOST_UNITS else []
    if cells["assumed"].any():
        notes.append(setting.say("note.duty_assumed"))
    return setting.exhibit(
        ordered,
        figure,
        finding(setting, cells),
        measure=measure,
        kind="checklist",
        n=int(cells["owed"].sum()),
        n_of="actions",
        interval="census_duties",
        years=year_span(cells),
        notes=notes,
    )


def worst_first(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells unit by unit: most actions past their day first, then most without evidence, then most done late."""
    late, unproven = pl.col("overdue").sum().over("unit_id"), (pl.col("duty_state") == "unproven").sum().over("unit_id")
    slow = (pl.col("done") - pl.col("in_time")).sum().over("unit_id")
    return cells.sort(-late.cast(pl.Int64), -unproven.cast(pl.Int64), -slow, "unit_id", maintain_order=True)


def columns_of(cells: pl.DataFrame) -> pl.DataFrame:
    """The actions of the chart from left to right: duty_action, family, place."""
    actions = cells.select("duty_action", "family", "position").unique("duty_action", maintain_order=True)
    actions = actions.sort("family", "position", "duty_action", descending=[True, False, False], nulls_last=True)
    return actions.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))


def divide(actions: pl.DataFrame) -> int | None:
    """The place of the first action of the second family; None where there is one family only."""
    first = actions.filter(pl.col("family") != actions["family"][0])
    return None if first.is_empty() else int(first["place"][0])


def readied(cells: pl.DataFrame, actions: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The cells with the columns of `charts.checklist`."""
    placed = cells.join(actions.select("duty_action", "place"), on="duty_action", maintain_order="left")
    hover = [_hover(row, setting) for row in placed.iter_rows(named=True)]
    return placed.with_columns(
        name=pl.col("unit"),
        state=pl.col("duty_state"),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )


def _hover(row: dict, setting: Setting) -> str:
    lines = [
        row["unit"],
        label("duty_action", row["duty_action"], setting.lang),
        f"<b>{label('duty_state', row['duty_state'], setting.lang)}</b> {row['done']}/{row['owed']}",
    ]
    if row["done_on"]:
        lines.append(setting.say("hover.duty_done", day=row["done_on"], evidence=row["evidence"] or "—"))
    if row["open_on"]:
        lines.append(setting.say("hover.duty_open", day=row["open_on"]))
    if row["checked"]:
        lines.append(setting.say("hover.duty_checked", checked=row["checked"], proved=row["proved"]))
    return "<br>".join(lines)


def finding(setting: Setting, cells: pl.DataFrame) -> str:
    """How many actions are owed and done, and how many are past their day."""
    lang = setting.lang
    owed, done, overdue = (int(cells[column].sum()) for column in ("owed", "done", "overdue"))
    clauses = [setting.say("title.duties_done", owed=owed, done=done)]
    return title([*clauses, word("late", Facts(count=overdue), lang, count=overdue)], lang)


SPEC = ExhibitSpec("duty_matrix", ("duty_matrix", *ASKED), make, (DUTY_REPORTS,))
