"""How many questions are answered, how many answers promise something, and how many promises are kept?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.inquiries.inquiry_groups import PROMISES, group_name
from exhibits.phrasing import PERCENT, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import QUESTIONS
from exhibits.unit_classes import MOST_UNITS

STEPS = ("asked", "answered", "promised", "kept", "satisfied")
TONES = (("done", "done"), ("slow", "slow"), ("waiting", "wait"), ("late", "late"), ("missing", "gone"))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("inquiry_flow", frames, selection, "inquiries", OF_UNITS, ledger=True)
    groups = frames["inquiry_flow"]
    measure = setting.say("measure.inquiry_flow")
    if groups.is_empty() or not groups["asked"].sum():
        return setting.nothing(groups, measure, "bars")
    alone = selection.group_by == "all"
    names = [group_name(setting, *row) for row in groups.select("group", "unit").iter_rows()]
    groups = groups.with_columns(group_name=pl.Series(names, dtype=pl.String))
    if alone:
        rows = steps(groups.row(0, named=True), setting)
        parts = [(column, setting.say(f"part.step_{column}"), tone) for column, tone in TONES]
    else:
        rows = by_group(groups.filter(pl.col("promised") > 0).head(MOST_UNITS), setting)
        parts = [(column, setting.say(f"part.promise_{column}"), tone) for column, tone in PROMISES]
    figure = None
    if rows.height:
        axis = setting.say("axis.inquiry_steps" if alone else "axis.promises")
        figure = stacked(rows, parts, setting.palette, axis=axis, stamp=setting.stamp)
    return setting.exhibit(
        groups,
        figure,
        finding(setting, groups),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.questions" if alone else "unit_name.items"),
        n=int(groups["asked"].sum()),
        n_of="questions",
        interval="census_inquiries",
        notes=[setting.say("note.inquiry_due")],
    )


def step_counts(row: dict) -> dict[str, dict[str, int]]:
    """Step → done, slow, waiting, late, missing: each step divides the questions of the step before."""
    counts = {
        "asked": {"done": row["asked"]},
        "answered": {"done": row["answered"], "missing": row["asked"] - row["answered"]},
        "promised": {"done": row["promised"], "missing": row["answered"] - row["promised"]},
        "kept": {"done": row["kept"], "slow": row["kept_late"], "waiting": row["waiting"], "late": row["overdue"]},
        "satisfied": {"done": row["satisfied"], "missing": row["followed_up"] - row["satisfied"]},
    }
    return {step: dict.fromkeys((column for column, _ in TONES), 0) | known for step, known in counts.items()}


def step_rates(row: dict) -> dict[str, float | None]:
    """Step → its rate, None where it has none."""
    return {
        "asked": None,
        "answered": row["answered_rate"],
        "promised": None,
        "kept": row["kept_on_time_rate"],
        "satisfied": row["asker_satisfied_rate"],
    }


def steps(row: dict, setting: Setting) -> pl.DataFrame:
    """The steps of all questions as rows of `charts.bars`."""
    rates, rows = step_rates(row), []
    for step, counts in step_counts(row).items():
        name, rate = setting.say(f"step.{step}"), rates[step]
        mark = PERCENT.value(rate, setting.lang) if rate is not None else count(counts["done"])
        hover = setting.say("hover.step", name=name, all=sum(counts.values()), **counts)
        rows.append(counts | {"name": name, "mark": mark, "hover": hover, "kind": "item", "id": step})
    return pl.DataFrame(rows)


def by_group(groups: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The promises of each group as rows of `charts.bars`; the mark is the share kept by their day."""
    rows = list(groups.iter_rows(named=True))
    marks = [PERCENT.value(row["kept_on_time_rate"], setting.lang) if row["due"] else "" for row in rows]
    hover = [setting.say("hover.promises", **row | {"name": row["group_name"]}) for row in rows]
    return groups.with_columns(
        name=pl.col("group_name"),
        mark=pl.Series(marks, dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("unit" if setting.selection.group_by == "unit" else "item"),
        id=pl.col("group"),
    )


def finding(setting: Setting, groups: pl.DataFrame) -> str:
    """How many questions were asked, what share of the promises due was kept by their day, and how many are overdue."""
    lang = setting.lang
    asked, promised, due, in_time, overdue = (
        int(groups[column].sum()) for column in ("asked", "promised", "due", "in_time", "overdue")
    )
    if not promised:
        return setting.say("title.asked", asked=asked)
    if not due:
        return title([setting.say("title.promised", promised=promised), word("due", Facts(count=due), lang)], lang)
    kept = setting.say("title.kept_on_time", promised=promised, rate=PERCENT.value(in_time / due, lang, 1.0))
    return title([kept, word("late", Facts(count=overdue), lang, count=overdue)], lang)


SPEC = ExhibitSpec("inquiry_flow", ("inquiry_flow", *ASKED), make, (QUESTIONS,))
