"""One unit, or a few of one class, measure by measure: what is better and what is worse than the rest of its class?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import PERCENT, SCORE, count
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS, ITEMS
from inference.against_others import against_others
from inference.ranks import with_ranks
from words import label

SHARES = {"satisfaction": True, "on_time": True, "overdue": False}  # measure → whether more is better
INDICES = ("pioneer", "fortress", "brand", "conduct")
MEASURES = (*SHARES, *INDICES)
MOST_BESIDE = 3  # units shown beside the first one
FIGURES = pl.Schema(
    dict.fromkeys(("measure", "unit_id", "unit"), pl.String)
    | dict.fromkeys(("x", "n", "value", "lower", "upper"), pl.Float64)
)


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("unit_profile", frames, selection, "all", ("years", "groups", "basis"))
    measure = setting.say("measure.profile")
    own, peers = unit_and_class(frames, selection)
    if own.is_empty():
        return setting.nothing(pl.DataFrame(schema=FIGURES).drop("measure"), measure, "table", "no_unit")
    shown = compared(figures_of(frames, peers), [selection.unit, *selection.beside[:MOST_BESIDE]])
    if shown.is_empty():
        return setting.nothing(shown.drop("measure"), measure, "table")
    name = label("unit_class", own["unit_class"][0], setting.lang)
    return setting.exhibit(
        in_words(shown, setting),
        None,
        finding(setting, own["unit"][0], shown.filter(pl.col("unit_id") == selection.unit)),
        measure=measure,
        kind="table",
        interval="wilson",
        notes=[
            setting.say("note.profile", name=name, count=peers.height - 1),
            setting.say("as_of", day=setting.as_of) if setting.as_of else "",
        ],
    )


def unit_and_class(frames: Frames, selection: Selection) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of unit_list of the chosen unit, and of all units of its class today; both empty for an unknown unit."""
    units = frames["unit_list"].filter(pl.col("unit_id") == pl.col("current_unit_id"))
    own = units.filter(pl.col("unit_id") == selection.unit)
    return own, units.filter(pl.col("unit_class").is_in(own["unit_class"].to_list()))


def figures_of(frames: Frames, peers: pl.DataFrame) -> pl.DataFrame:
    """The measures of the units of a class, as FIGURES: shares with x of n, means of indices with n subjects."""
    answers = frames["satisfaction_by_unit"].filter(~pl.col("suppressed"))
    answers = answers.filter(pl.col("year") == pl.col("year").max()).rename({"satisfied_n": "x", "valid_n": "n"})
    items = frames["rectification_summary"].filter(pl.col("due") > 0).rename({"group": "unit_id", "due": "n"})
    on_time = items.rename({"on_time": "x", "on_time_rate": "rate", "on_time_lower": "lower", "on_time_upper": "upper"})
    overdue = items.rename({"overdue": "x"}).with_columns(rate=pl.col("x") / pl.col("n"))
    scores = (
        frames["index_by_unit"].drop_nulls("score").rename({"index": "measure", "score": "rate", "subjects_n": "n"})
    )
    parts = [
        answers.with_columns(measure=pl.lit("satisfaction")),
        on_time.with_columns(measure=pl.lit("on_time")),
        overdue.with_columns(measure=pl.lit("overdue")),
        scores.filter(pl.col("year") == pl.col("year").max().over("measure")),
    ]
    wanted = ("unit_id", "measure", "x", "n", "rate", "lower", "upper")
    known = [part.select(name for name in wanted if name in part.columns) for part in parts]
    found = pl.concat(known, how="diagonal_relaxed").rename({"rate": "value"})
    return found.join(peers.select("unit_id", "unit"), on="unit_id").select(*FIGURES).cast(FIGURES)


def compared(figures: pl.DataFrame, units: list[str]) -> pl.DataFrame:
    """The figures of the given units beside the others of their class: class_value, rank_lower, rank_upper, of_n and
    against_class, tested over all rows together."""
    parts = []
    for (name,), own in figures.group_by("measure", maintain_order=True):
        totals = own.select(pl.col("x", "n").sum()).row(0)
        others = own.with_columns(others_x=totals[0] - pl.col("x"), others_n=totals[1] - pl.col("n"), of_n=pl.len())
        if name not in SHARES:
            middle = own["value"].median()
            parts.append(others.with_columns(class_value=pl.lit(middle, pl.Float64), others_x=pl.lit(None, pl.Float64)))
            continue
        ranked = with_ranks(own.rename({"x": "satisfied_n", "n": "valid_n"})).select(
            "unit_id", "rank_lower", "rank_upper"
        )
        parts.append(
            others.with_columns(class_value=pl.col("others_x") / pl.col("others_n")).join(
                ranked if SHARES[name] else ranked.clear(), on="unit_id", how="left"
            )
        )
    if not parts:
        return figures
    order = {name: at for at, name in enumerate(MEASURES)} | {unit: at for at, unit in enumerate(units)}
    places = [pl.col(key).replace_strict(order, return_dtype=pl.Int64) for key in ("measure", "unit_id")]
    shown = pl.concat(parts, how="diagonal").filter(pl.col("unit_id").is_in(units)).sort(places)
    return shown.with_columns(against_class=_better_or_worse(shown))


def _better_or_worse(shown: pl.DataFrame) -> pl.Expr:
    """`better`, `worse` or `alike` for each row; null where nothing is tested."""
    said = pl.Series(against_others(shown))
    better = pl.col("measure").replace_strict(SHARES, default=None, return_dtype=pl.Boolean)
    good = pl.when(better).then(pl.lit("higher")).otherwise(pl.lit("lower"))
    return (
        pl.when(pl.lit(said).is_in(["higher", "lower"]))
        .then(pl.when(pl.lit(said) == good).then(pl.lit("better")).otherwise(pl.lit("worse")))
        .otherwise(pl.lit(said))
    )


def in_words(shown: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The rows with their figures as texts, for tables: metric_name, figure, interval, figure_of_class, rank_band."""
    texts: dict[str, list[str]] = {
        name: [] for name in ("metric_name", "figure", "interval", "figure_of_class", "rank_band")
    }
    for row in shown.iter_rows(named=True):
        scale = PERCENT if row["measure"] in SHARES else SCORE
        ranks = {"best": row["rank_lower"], "worst": row["rank_upper"], "count": row["of_n"]}
        of_shares = {"value": scale.value(row["value"], setting.lang), "x": count(row["x"]), "n": count(row["n"])}
        texts["metric_name"].append(setting.say(f"profile.{row['measure']}"))
        texts["figure"].append(
            setting.say("profile.share" if row["measure"] in SHARES else "profile.mean", **of_shares)
        )
        texts["interval"].append(scale.interval(row["lower"], row["upper"], setting.lang))
        texts["figure_of_class"].append(scale.value(row["class_value"], setting.lang))
        texts["rank_band"].append(setting.say("profile.ranks", **ranks) if row["rank_lower"] is not None else "")
    worded = [pl.Series(name, values, dtype=pl.String) for name, values in texts.items()]
    return shown.drop("measure").with_columns(worded)


def finding(setting: Setting, unit: str, own: pl.DataFrame) -> str:
    """On how many measures the unit is better, and on how many worse than the rest of its class."""
    facts = [Facts(said) for said in own["against_class"].drop_nulls()]
    clauses = counted("profile", facts, setting.lang)
    return title([unit, *(clauses or [setting.say("title.nothing_tested")])], setting.lang)


SPEC = ExhibitSpec(
    "unit_profile",
    ("satisfaction_by_unit", "rectification_summary", "index_by_unit", *ASKED),
    make,
    (ANSWERS, ITEMS),
)
