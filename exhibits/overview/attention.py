"""Which units need attention, and why?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import PERCENT, POINTS, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS, ITEMS
from inference.simultaneous_claims import against, surely_fell
from words import say

FOR_ALL = ("satisfied_n", "before_satisfied_n", "before_valid_n", "looked_n", "target")
# The score that orders the units is the sum of these parts. An assumption, stated in the words of the metric.
POINTS_OF_KIND = {"below_target": 3.0, "fell": 2.0, "deadline_day": 1.0, "too_few": 0.0}
MOST_OVERDUE_POINTS = 3.0  # overdue days as a multiple of the mean of the class, up to this many
FINDING_POINTS, MOST_FINDING_POINTS = 0.5, 1.0  # for each warning about the unit's data, and at most


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("attention", frames, selection, "all")
    calls = ordered(pl.concat([together(frames["attention"]), of_data(frames)], how="diagonal"))
    if calls.is_empty():
        reason = "no_calls" if frames["unit_list"].height else "empty"  # nobody is praised where nothing is loaded
        return setting.nothing(calls, setting.say("measure.attention"), "table", reason)
    said = [_said(setting, row) for row in calls.iter_rows(named=True)]
    words = calls.with_columns(
        reason=pl.Series([setting.say(f"attention.{kind}.name") for kind in calls["kind"]], dtype=pl.String),
        what=pl.Series(said, dtype=pl.String),
    )
    notes = [setting.say("note.together")] if calls["kind"].is_in(["below_target", "fell"]).any() else []
    notes.append(setting.say("note.attention_score"))
    notes += [setting.say("as_of", day=setting.as_of)] if setting.as_of else []
    return setting.exhibit(
        words,
        None,
        finding(setting, calls),
        measure=setting.say("measure.attention"),
        kind="table",
        interval="wilson",
        notes=notes,
    )


def by_unit(calls: pl.DataFrame, lang: str) -> pl.DataFrame:
    """The calls as readers see them: a row for each unit, in `reasons` each of its calls with what the figures say."""
    said = [
        say("exhibits.attention.said", lang, reason=reason, what=what)
        for reason, what in calls.select("reason", "what").iter_rows()
    ]
    return (
        calls.with_columns(said=pl.Series(said, dtype=pl.String))
        .group_by("unit_id", "unit", "unit_class", "attention_score", maintain_order=True)
        .agg(reasons=pl.col("said").str.join(say("exhibits.list.sentence", lang)))
    )


def together(calls: pl.DataFrame) -> pl.DataFrame:
    """The calls for attention, without units that are below the line or fallen by their own interval only: with many
    units tested, some of these appear by chance."""
    kept = []
    for (kind,), rows in calls.group_by("kind", maintain_order=True):
        if kind == "below_target":
            rows = rows.filter(against(rows, rows["target"][0], rows["looked_n"][0]) == "below")
        elif kind == "fell":
            rows = rows.filter(surely_fell(rows))
        kept.append(rows.with_columns(place=pl.int_range(1, pl.len() + 1)))
    return pl.concat([calls.clear(), *kept]).drop(FOR_ALL)


def of_data(frames: Frames) -> pl.DataFrame:
    """One call per unit with warnings about its data, with their number as items_n."""
    warnings = frames["quality_findings"].filter(pl.col("severity") == "warning").drop_nulls("unit_id")
    return (
        warnings.group_by("unit_id", "unit", "unit_class", maintain_order=True)
        .agg(items_n=pl.len().cast(pl.Int64))
        .select(pl.lit("findings").alias("kind"), pl.all())
    )


def ordered(calls: pl.DataFrame) -> pl.DataFrame:
    """The calls with `points`, the score of each, and `attention_score`, that of the unit; highest scores first."""
    overdue = (pl.col("overdue_days") / pl.col("class_overdue_days")).clip(upper_bound=MOST_OVERDUE_POINTS)
    findings = (pl.col("items_n") * FINDING_POINTS).clip(upper_bound=MOST_FINDING_POINTS)
    points = (
        pl.when(pl.col("kind") == "overdue")
        .then(overdue)
        .when(pl.col("kind") == "findings")
        .then(findings)
        .otherwise(pl.col("kind").replace_strict(POINTS_OF_KIND, default=None, return_dtype=pl.Float64))
    )
    scored = calls.with_columns(points=points).with_columns(attention_score=pl.col("points").sum().over("unit_id"))
    return scored.sort(
        "attention_score", "unit_id", "points", descending=[True, False, True], maintain_order=True
    ).with_columns(place=pl.int_range(1, pl.len() + 1))


def finding(setting: Setting, calls: pl.DataFrame) -> str:
    """How many units call for attention, then how many calls there are of each kind."""
    called = calls.filter(~pl.col("kind").is_in(["too_few", "findings"]))["unit_id"].n_unique()
    clauses = [setting.say("title.attention", count=called)] if called else []
    kinds = counted("attention", [Facts(kind) for kind in calls["kind"]], setting.lang)
    return title([*clauses, *kinds], setting.lang)


def _said(setting: Setting, row: dict) -> str:
    """One sentence with the figures of a call."""
    lang = setting.lang
    written = POINTS if setting.selection.basis == "points" else PERCENT
    share = PERCENT if row["kind"] == "deadline_day" else written
    return setting.say(
        f"attention.{row['kind']}.what",
        year=row["year"],
        items=count(row["items_n"]),
        days=count(row["overdue_days"]),
        n=count(row["valid_n"]),
        rate=share.value(row["rate"], lang),
        limits=share.interval(row["lower"], row["upper"], lang),
        change=written.size(row["change"], lang),
    )


SPEC = ExhibitSpec("attention", ("attention", "quality_findings", *ASKED), make, (ANSWERS, ITEMS))
