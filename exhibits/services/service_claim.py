"""Was the share of good ratings at the windows of the service hall always at the claimed line or above it?"""

import polars as pl

from charts.month_grid import month_grid
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT, count
from exhibits.selection import Selection
from exhibits.services.ratings import FINE, RATINGS, SCOPE
from exhibits.setting import ASKED, Setting
from inference.simultaneous_claims import against
from words import label

# What is known about a month → its mark and the tone of its cell.
MARKS = {"above": ("●", "good"), "within": ("◐", "open"), "below": ("✕", "bad"), "unknown": ("·", "none")}


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("service_claim", frames, selection, "rating", SCOPE)
    by_month = frames["service_claim"]
    measure = setting.say("measure.service_claim")
    if not by_month["good_rate"].count():
        reason = "suppressed" if by_month["suppressed"].any() else "empty"
        return setting.nothing(by_month, measure, "table", reason)
    line = by_month["target"][0]
    if line is None:
        return setting.nothing(by_month, measure, "table", "no_line")
    judged = judge(by_month, line)
    return setting.exhibit(
        judged,
        month_grid(cells(judged, setting), setting.palette, axis=legend(setting, line), stamp=setting.stamp),
        finding(setting, judged, line),
        measure=measure,
        kind="table",
        n=int(judged["rated_n"].sum()),
        n_of="ratings",
        interval="wilson",
        years=(judged["month"][0].year, judged["month"][-1].year),
        notes=[
            setting.say("note.claim_windows"),
            setting.say("note.claim_holm"),
            setting.say("note.claim_since", month=f"{judged['month'][0]:%Y-%m}"),
        ],
    )


def judge(by_month: pl.DataFrame, line: float) -> pl.DataFrame:
    """Adds `claim` to each month: above or below the line, if its own interval and Holm's adjustment over all months
    say so; within if neither; unknown without enough ratings."""
    enough = pl.col("verdict").is_not_null() & (pl.col("verdict") != "too_few")
    known = by_month.filter(enough)
    said = against(known.rename({"good_n": "satisfied_n", "rated_n": "valid_n"}), line)
    judged = known.select("month", claim=said)
    return by_month.join(judged, "month", "left", maintain_order="left").with_columns(
        pl.col("claim").fill_null("unknown"), bad_n=pl.col("rated_n") - pl.col("good_n")
    )


def verdict(judged: pl.DataFrame) -> str:
    """Of the claim about all months: refuted by one month below the line, proved if every month is above it."""
    claims = set(judged["claim"])
    return "refuted" if "below" in claims else "proved" if claims == {"above"} else "undecided"


def cells(judged: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The months with the columns of `charts.month_grid`."""
    return judged.with_columns(
        mark=pl.Series([MARKS[claim][0] for claim in judged["claim"]], dtype=pl.String),
        tone=pl.Series([MARKS[claim][1] for claim in judged["claim"]], dtype=pl.String),
        number=pl.Series(["" if bad is None else str(bad) for bad in judged["bad_n"]], dtype=pl.String),
        hover=pl.Series([_hover(row, setting) for row in judged.iter_rows(named=True)], dtype=pl.String),
    )


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    lines = [f"{row['month']:%Y-%m} {MARKS[row['claim']][0]} {label('month_claim', row['claim'], lang)}"]
    if row["good_rate"] is not None:
        limits = FINE.interval(row["lower"], row["upper"], lang, row["target"])
        lines.append(f"<b>{FINE.value(row['good_rate'], lang, row['target'])}</b> {limits}")
        lines.append(setting.say("hover.ratings", n=count(row["rated_n"]), bad=count(row["bad_n"])))
        lines.append(setting.say("hover.active", share=PERCENT.value(row["active_share"], lang)))
    return "<br>".join(lines)


def legend(setting: Setting, line: float) -> str:
    """What the marks and the numbers in the cells mean."""
    marks = "　".join(f"{mark} {label('month_claim', claim, setting.lang)}" for claim, (mark, _) in MARKS.items())
    return f"{marks}<br>{setting.say('axis.claim', target=f'{line:.1%}')}"


def finding(setting: Setting, judged: pl.DataFrame, line: float) -> str:
    """The verdict on the claim, and how many of the months bear it out or refute it."""
    lang, facts = setting.lang, Facts(verdict(judged))
    months, below, shown = (
        judged.filter(claim).height for claim in (True, pl.col("claim") == "below", pl.col("claim") == "above")
    )
    claim = word("claim", facts, lang, target=f"{line:.1%}")
    return title([claim, word("claim", facts, lang, "months", months=months, below=below, shown=shown)], lang)


SPEC = ExhibitSpec("service_claim", ("service_claim", *ASKED), make, (RATINGS,))
