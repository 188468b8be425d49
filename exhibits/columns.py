"""The columns of exhibits' frames in words: headings, codes, and which of them are shares shown in percent."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl
from polars import selectors

from exhibits.phrasing import COUNT, PER_TEN_THOUSAND, POINTS, typeset
from words import say, words

# Columns that contain codes → the code lists that have words for them.
CODED = {
    "unit_class": ("unit_class",),
    "group": ("group", "source"),  # respondent groups; for the ledger also the groups of group_by
    "theme": ("theme",),
    "channel": ("channel", "service_channel", "hotline_channel"),
    "index": ("index",),
    "subject_grain": ("subject_grain",),
    "scale_id": ("scale",),
    "verdict": ("verdict",),
    "against_class": ("against_class",),
    "flag": ("flag",),
    "target_flag": ("flag",),
    "state": ("state", "project_status"),
    "bucket": ("age",),
    "light": ("light",),
    "programme": ("programme",),
    "status": ("status",),
    "source": ("source",),
    "dataset": ("dataset",),
    "check": ("quality_check",),
    "severity": ("severity",),
    "kind": ("division_kind",),
    "event": ("story",),
    "metric": ("metric",),
    "batch_state": ("batch_state",),
    "action": ("action",),
    "series": ("series",),
    "period_kind": ("period_kind",),
    "rule": ("signal_rule",),
    "direction": ("signal_direction",),
    "variation": ("variation",),
    "assurance": ("assurance",),
    "one": ("index",),
    "other": ("index",),
    "missing_indices": ("index",),
    "u1_missing": ("index",),
    "u2_missing": ("index",),
    "formula": ("coupling_formula",),
    "band": ("coupling_band",),
    "quadrant": ("quadrant",),
    "grade_scale": ("grade_scale",),
    "level": ("appraisal_level", "level"),
    "regime": ("regime",),
    "claim": ("month_claim", "brand_claim"),
    "on_time_verdict": ("verdict",),
    "reason_yoy": ("change_reason",),
    "reason_pop": ("change_reason",),
    "stage": ("brand_stage",),
    "award": ("brand_award",),
    "criterion": ("brand_criterion",),
    "points_aspect": ("points_aspect",),
    "step": ("star_step",),
    "star_move": ("star_move",),
    "star_reason": ("star_reason",),
    "post": ("post",),
    "coverage": ("duty_coverage",),
    "family": ("duty_family",),
    "duty_action": ("duty_action",),
    "duty_state": ("duty_state",),
    "asked_by": ("asker",),
    "topic": ("inquiry_topic",),
    "promise_state": ("promise_state",),
    "system": ("system",),
    "reported_by": ("hotline_source",),
}
RATES = ("rate", "lower", "upper", "change", "change_lower", "change_upper", "target")
OF_THE_LEDGER = (
    *("closure_rate", "on_time_rate", "open_share", "deadline_day_share", "finish_rate", "overdue_rate"),
    *("extension_rate", "last_days_share", "look_back_coverage", "relapse_rate", "satisfied_rate"),
    *("closed_share", "closed_lower", "closed_upper", "reopened_share", "withdrawn_share"),
    *(
        f"{share}_{end}"
        for share in ("closure", "on_time", "finish", "overdue", "extension")
        + ("last_days", "look_back", "relapse", "satisfied")
        for end in ("lower", "upper")
    ),
)
OF_SERVICES = (
    *("active_share", "good_rate", "reported_rate", "bad_rate", "bad_lower", "bad_upper", "answered_share"),
    *("orders_on_time_rate", "on_time_target", "callback_rate", "callback_target"),
    *("replied_rate", "rectified_rate", "rectified_lower", "rectified_upper", "called_back_rate"),
    *(
        "bad_callback_rate",
        "callback_lower",
        "callback_upper",
        "before_share",
        "growth",
        "growth_lower",
        "growth_upper",
    ),
)
OF_MONTHS = tuple(
    f"{change}_{against}{end}"
    for change in ("change", "growth")
    for against in ("yoy", "pop")
    for end in ("", "_lower", "_upper")
)
OF_UNITS = ("centre", "lower_998", "upper_998", "shrunk", "pooled", "plain_rate", "rate_before", "rate_now")
OF_PROJECTS = ("progress", "schedule", "share_behind", "yellow_above", "red_above")
OF_APPRAISALS = ("feedback_rate", "feedback_read_rate", "consequence_rate")
OF_BRANDS = ("coverage_rate", "pass_rate")
OF_DUTIES = ("done_rate", "in_time_rate", "self_reported_rate", "visit_rate", "joint_share")
OF_INQUIRIES = ("answered_rate", "kept_on_time_rate", "asker_satisfied_rate")
SHARES = (
    "share",
    *OF_THE_LEDGER,
    *OF_UNITS,
    *OF_PROJECTS,
    *OF_APPRAISALS,
    *OF_SERVICES,
    *OF_MONTHS,
    *OF_BRANDS,
    *OF_DUTIES,
    *OF_INQUIRIES,
    *RATES,
)
# Columns that are effects on a rate, in percentage points, if the frame splits a change (it has a column mix).
SCORES = {"score", "mean"}
EFFECTS = ("mix", "rate", "total", "lower", "upper", "change")
# Rates of good ratings lie near 100 %: readers see two decimals of them, as on the charts (services.ratings.FINE).
FINE = ("good_rate", "reported_rate", "bad_rate", "bad_lower", "bad_upper", "lower", "upper", "target")
FINE_SERIES = "service_rating_rate"
DIFFERENCES = ("change", "growth", "difference", "gap")  # columns whose names begin so are written with a sign
# A measure that the reader chooses has its own unit (`measured_in`) for these columns.
MEASURED = ("value", "lower", "upper")
UNITS = {scale.name: scale for scale in (PER_TEN_THOUSAND, POINTS, COUNT)}
FORMULA = r"^([=+\-@\t\r])"
PLAIN_NUMBERS = ("year", "round_no", "source_row", "episode", "brand_from", "first_year", "last_year")


def effects(frame: pl.DataFrame) -> tuple[str, ...]:
    """The columns of a frame that are effects on a rate; empty if the frame does not split a change."""
    return EFFECTS if "mix" in frame.columns else ()


def fine_shares(frame: pl.DataFrame) -> tuple[str, ...]:
    """The columns of a frame that are shares with two decimals; empty if it has no rate of good ratings."""
    if "good_rate" in frame.columns:
        return FINE
    series = frame.get_column("series", default=pl.Series([None]))
    return (*RATES, *OF_MONTHS) if frame.height and series[0] == FINE_SERIES else ()


def readable(frame: pl.DataFrame, language: str) -> pl.DataFrame:
    """The frame with headings, codes and booleans as words."""
    coded = [name for name in frame.columns if name in CODED and frame.schema[name] == pl.String]
    yes, no = (pl.lit(say(f"shell.{word}", language)) for word in ("yes", "no"))
    flags = pl.col(pl.Boolean)
    return frame.with_columns(
        *(_coded(frame[name], language) for name in coded),
        pl.when(flags).then(yes).when(~flags).then(no).name.keep(),
    ).rename(headings(frame, language))


def headings(frame: pl.DataFrame, language: str) -> dict[str, str]:
    """Column → its heading in the reader's language; effects have their own headings."""
    return {
        name: say(f"shell.effect.{name}", language)
        if name != "mix" and name in effects(frame)
        else heading(name, language)
        for name in frame.columns
    }


def _coded(codes: pl.Series, language: str) -> pl.Series:
    met = {code: code_word(codes.name, code, language) for code in codes.unique().drop_nulls()}
    return codes.replace(met) if met else codes


def code_word(column: str, code: str, language: str) -> str:
    """The word of a code in a column; a text that is not in the column's lists stays as it is."""
    for key in (f"codes.{code_list}.{code}" for code_list in CODED[column]):
        if key in words():
            return say(key, language)
    named = (f"shell.{CODED[column][0]}.{code}", f"metrics.{code}.label")
    return next((say(key, language) for key in named if key in words()), code)


def heading(column: str, language: str) -> str:
    """The heading of a column in the reader's language; a column without one keeps its name."""
    key = f"shell.column.{column}"
    return say(key, language) if key in words() else column


def has_scores(frame: pl.DataFrame) -> bool:
    """True if a frame has a score, which changes by points and not by percentage points."""
    return not SCORES.isdisjoint(frame.columns)


def in_percent(frame: pl.DataFrame, scores: bool, shares: Sequence[str] = SHARES) -> list[str]:
    """The columns of a frame whose values are multiplied by 100 for readers.

    scores: the exhibit has a score, which changes by points.
    """
    listed = [name for name in shares if not (scores and name.startswith("change"))]
    numbers = frame.select(selectors.numeric()).columns  # of a headline card, the change is a text
    return [name for name in numbers if name in listed or name in effects(frame)]


def in_own_unit(
    frame: pl.DataFrame, shares: Sequence[str] = SHARES, points: bool = False
) -> tuple[pl.DataFrame, Sequence[str]]:
    """The frame with the values of a chosen measure in its unit, as its figure says them, and the columns that remain
    shares. points: the rates are means of points divided by 100. Other frames stay as they are."""
    measured = {"measured_in", "value"} <= set(frame.columns)
    if points and not measured:
        means = [name for name in (*RATES, *OF_UNITS) if name not in effects(frame)]
        own = [name for name in means if name in frame.columns and frame.schema[name].is_float()]
        return frame.with_columns(pl.col(own) * 100), [name for name in shares if name not in means]
    if not measured or frame.is_empty():
        return frame, shares
    scale = UNITS.get(frame["measured_in"][0])
    if scale is None:
        return frame, (*shares, "value")
    said = (pl.col(MEASURED) * scale.factor).round(scale.digits)
    return (
        frame.with_columns(said if scale.digits else said.cast(pl.Int64)),
        [name for name in shares if name not in MEASURED],
    )


def number_format(values: pl.Series, percent: bool, effect: bool, language: str, fine: bool = False) -> str | None:
    """How the numbers of a column are written, as a printf pattern; None for whole numbers and for other values."""
    decimals = 2 if fine else 1
    if effect:
        return "%+.2f"
    sign = "+" if values.name.startswith(DIFFERENCES) else ""
    if percent and values.name.startswith("change"):
        return say("shell.percentage_points", language, change=f"%+.{decimals}f")
    if percent:
        return f"%{sign}.{decimals}f%%"
    if values.name in PLAIN_NUMBERS:
        return "%d"
    if values.dtype in (pl.Float32, pl.Float64):
        tiny, degree = (values.abs() < 0.1).all(), (values.abs() <= 1).all()  # degrees of 0 to 1 need two decimals
        return "%.6f" if tiny and not sign else f"%{sign}.{2 if degree else 1}f"
    return None


@dataclass(frozen=True)
class Notation:
    """A frame in its readers' units, and how its numbers are written.

    `percent`: the columns multiplied by 100 when they are written. `patterns`: by column, from `number_format`.
    """

    frame: pl.DataFrame
    percent: list[str]
    patterns: dict[str, str | None]


def notation(frame: pl.DataFrame, language: str, points: bool = False) -> Notation:
    """How tables write the numbers of an exhibit's frame. points: as for `in_own_unit`."""
    frame, shares = in_own_unit(frame, points=points)
    percent, own, fine = in_percent(frame, has_scores(frame), shares), effects(frame), fine_shares(frame)
    patterns = {
        name: number_format(frame[name], name in percent, name in own, language, name in fine) for name in frame.columns
    }
    return Notation(frame, percent, patterns)


def number_text(value: float, pattern: str | None) -> str:
    """A number of a table as readers see it. pattern: from `number_format`."""
    return typeset(pattern % value if pattern else str(value))


def csv_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame as CSV for Excel: UTF-8 with BOM, and no text that a spreadsheet would run as a formula."""
    return harmless(frame).pipe(readable, language).write_csv(include_bom=True).encode()


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without text that a spreadsheet would run as a formula."""
    return frame.with_columns(pl.col(pl.String).str.replace(FORMULA, "'$1"))
