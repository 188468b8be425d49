"""Are newer items closed faster: what share is closed 30, 60 and 90 days after finding?"""

import polars as pl

from charts.trend import trend
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT, count
from exhibits.rectification.ledger_scope import SAID, SCOPE
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS

MAIN = 60  # the day of the title and of the interval; the shortest day while no cohort is old enough
QUARTER = 0.25


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_cohorts", frames, selection, "ledger", SCOPE, ledger=True)
    cohorts = frames["rectification_cohorts"]
    measure = setting.say("measure.cohorts")
    main = main_day(cohorts)
    shown = cohorts.filter(pl.col("day") == main).drop_nulls("closed_share")
    if shown.is_empty():
        return setting.nothing(cohorts, measure, "line", "empty" if cohorts.is_empty() else "young")
    # Lines without points (no cohort was observed for so many days) are left out.
    rows = readied(cohorts, setting, main).partition_by("day", as_dict=True)
    others = {day: own.drop_nulls("value") for (day,), own in rows.items() if day != main}
    figure = trend(
        rows[(main,)],
        setting.palette,
        axis=setting.say("axis.closed_share"),
        tick=PERCENT.tick,
        context={setting.say("within_days", days=day): own for day, own in others.items() if own.height},
        from_zero=True,
        ceiling=1.0,
        step=QUARTER if selection.cohort == "quarter" else 1,
        stamp=setting.stamp,
    )
    return setting.exhibit(
        cohorts,
        figure,
        finding(setting, shown.row(-1, named=True), main),
        measure=measure,
        kind="line",
        unit=setting.say("unit_name.percent"),
        n=int(shown["total"].sum()),
        interval="log_log",
        notes=[
            PERCENT.change_between(shown.row(-1, named=True), setting.lang, "change_cohort"),
            setting.say("note.cohorts", days=main),
            setting.say("note.hollow_cohort"),
        ],
    )


def main_day(cohorts: pl.DataFrame) -> int:
    """The day of the line with an interval: MAIN, or the shortest day if no cohort was observed for MAIN days."""
    old = cohorts.filter(pl.col("day") == MAIN)["closed_share"].count()
    return MAIN if old else SAID[-1]


def readied(cohorts: pl.DataFrame, setting: Setting, main: int) -> pl.DataFrame:
    """The cohorts with the columns of `charts.trend`; `year` is a number, a quarter adds its fraction. The last point
    is named."""
    last = cohorts.drop_nulls("closed_share").group_by("day").agg(pl.col("cohort").max().alias("last"))
    hover = [_hover(row, setting) for row in cohorts.iter_rows(named=True)]
    named = pl.lit(setting.say("within_days", days=main))
    quarter = pl.col("cohort").str.extract(r"Q(\d)").cast(pl.Float64).fill_null(1)
    return (
        cohorts.with_columns(hover=pl.Series(hover, dtype=pl.String))
        .join(last, on="day", how="left", maintain_order="left")
        .with_columns(
            year=pl.col("cohort").str.head(4).cast(pl.Float64) + (quarter - 1) * QUARTER,
            value=pl.col("closed_share"),
            lower=pl.col("closed_lower"),
            upper=pl.col("closed_upper"),
            hollow=pl.col("observable") < pl.col("total"),
            below=pl.lit(False),
            broken=pl.lit(False),
            mark=pl.when((pl.col("cohort") == pl.col("last")) & (pl.col("day") == main))
            .then(named)
            .otherwise(pl.lit("")),
            kind=pl.lit("year"),
            id=pl.col("cohort").str.head(4),
        )
    )


def _hover(row: dict, setting: Setting) -> str:
    share = PERCENT.value(row["closed_share"], setting.lang)
    limits = PERCENT.interval(row["closed_lower"], row["closed_upper"], setting.lang)
    counts = setting.say("hover.cohort", total=count(row["total"]), observable=count(row["observable"]), day=row["day"])
    return "<br>".join(
        [f"{row['cohort']} · {setting.say('within_days', days=row['day'])}", f"<b>{share}</b> {limits}", counts]
    )


def finding(setting: Setting, last: dict, day: int) -> str:
    """The share of the last cohort; a word for rising or falling only when the interval of the change excludes 0."""
    value = PERCENT.value(last["closed_share"], setting.lang)
    said = setting.say("title.cohort", cohort=last["cohort"], days=day, value=value)
    facts = Facts(change_lower=last["change_lower"], change_upper=last["change_upper"])
    size = PERCENT.size(last["change"], setting.lang)
    return title([said, word("course", facts, setting.lang, "cohort", size=size)], setting.lang)


SPEC = ExhibitSpec("rectification_cohorts", ("rectification_cohorts", *ASKED), make, (ITEMS,))
