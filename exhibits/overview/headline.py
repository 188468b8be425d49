"""The four headline figures as cards, each compared with its target and with the year before."""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, allowed, title, word
from exhibits.phrasing import PER_HUNDRED, PERCENT, POINTS, Scale
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS, ITEMS, OPINIONS
from words import label

HIGHER_IS_BETTER = {
    "satisfaction_rate": True,
    "problem_opinion_rate": False,
    "on_time_closure_rate": True,
    "overdue_rate": False,
}
TONES = {"met": "good", "not_met": "bad", "undecided": "neutral", "too_few": "unknown"}
COURSES = {"rises": True, "falls": False}


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("headline", frames, selection, "all")
    figures = frames["headline"]
    if not figures["rate"].count():
        reason = "suppressed" if figures["suppressed"].any() else "empty"
        return setting.nothing(figures, setting.say("measure.headline"), "cards", reason)
    cards = pl.DataFrame([card(setting, row) for row in figures.iter_rows(named=True)], infer_schema_length=None)
    judged = {row["metric"]: row for row in figures.iter_rows(named=True)}
    dated = [row["year"] for row in judged.values() if row["year"]]
    year = max([row["year"] for row in judged.values() if row["year"] and row["metric"] != "overdue_rate"] or dated)
    notes = [setting.say("as_of", day=setting.as_of)] if setting.as_of else []
    return setting.exhibit(
        cards,
        None,
        finding(setting, judged),
        measure=setting.say("measure.headline"),
        kind="cards",
        interval="headline",
        years=(year, year),
        notes=[*notes, setting.say(f"note.deadline_{selection.deadline}"), setting.say("note.year_of_due")],
    )


def card(setting: Setting, row: dict) -> dict:
    """One card: texts for label, value, interval, change, target and verdict, its tone, and the figures behind them."""
    lang, written = setting.lang, _scale(setting, row["metric"])
    facts = Facts(row["verdict"], row["change_lower"], row["change_upper"])
    level = allowed("level", facts)
    points = row["metric"] == "satisfaction_rate" and written is POINTS
    name = setting.say(f"headline.{'points' if points else row['metric']}")
    return {
        "metric": row["metric"],
        "label": setting.say("headline.of_year", label=name, year=row["year"]) if row["year"] else name,
        "value": setting.say("too_few") if row["suppressed"] else written.value(row["rate"], lang, row["target"]),
        "interval": _interval(setting, row, written),
        "change": _change(setting, row, written, facts),
        "target": setting.say("target", target=f"{row['target']:.0%}") if row["target"] is not None else "",
        "verdict": label("verdict", level, lang) if level else "",
        "tone": tone(row, facts),
        "year": row["year"],
        "numerator_n": row["numerator_n"],
        "valid_n": row["valid_n"],
        "rate": row["rate"],
        "lower": row["lower"],
        "upper": row["upper"],
        "change_value": row["change"],
        "change_lower": row["change_lower"],
        "change_upper": row["change_upper"],
        "target_value": row["target"],
        "verdict_code": row["verdict"],
        "suppressed": row["suppressed"],
    }


def tone(row: dict, facts: Facts) -> str:
    """good | bad | neutral | unknown: from the verdict where there is a target, else from a significant change."""
    if row["rate"] is None:
        return "unknown"
    if level := allowed("level", facts):
        return TONES[level]
    course = allowed("course", facts)
    if course not in COURSES:
        return "neutral"
    return "good" if COURSES[course] == HIGHER_IS_BETTER[row["metric"]] else "bad"


def _scale(setting: Setting, metric: str) -> Scale:
    if metric == "problem_opinion_rate":
        return PER_HUNDRED
    return POINTS if metric == "satisfaction_rate" and setting.selection.basis == "points" else PERCENT


def _interval(setting: Setting, row: dict, written: Scale) -> str:
    limits = written.interval(row["lower"], row["upper"], setting.lang, row["target"])
    counts = setting.say("headline.counts", numerator=row["numerator_n"], n=row["valid_n"])
    return " · ".join(filter(None, [limits, counts if row["numerator_n"] is not None and row["valid_n"] else ""]))


def _change(setting: Setting, row: dict, written: Scale, facts: Facts) -> str:
    """The word that the interval allows; a change without limits is the difference of two counts and is stated as a
    number only."""
    if row["break_before"]:
        return setting.say("headline.break")
    if row["change"] is None:
        return setting.say("headline.no_change")
    said = word("course", facts, setting.lang, voice="count" if written is PER_HUNDRED else "",
                size=written.size(row["change"], setting.lang))  # fmt: skip
    return said or setting.say("headline.difference", change=written.change(row["change"], setting.lang))


def finding(setting: Setting, judged: dict[str, dict]) -> str:
    """Satisfaction with its verdict, then overdue items if there are any. Items are overdue today: where the figures
    are of an earlier year, the title says the year and the day."""
    lang = setting.lang
    row, late = judged.get("satisfaction_rate"), judged.get("overdue_rate")
    clauses = []
    apart = bool(row and late and row["year"] != late["year"])
    if row and row["rate"] is not None:
        written = _scale(setting, "satisfaction_rate")
        measure = setting.say("measure.points" if written is POINTS else "measure.rate")
        value = written.value(row["rate"], lang, row["target"])
        said = setting.say("title.value", measure=measure, value=value)
        clauses.append(setting.say("title.of_year", said=said, year=row["year"]) if apart else said)
        line = f"{row['target']:.0%}" if row["target"] is not None else ""
        clauses.append(word("level", Facts(row["verdict"]), lang, target=line))
    if late and late["numerator_n"]:
        said = word("late", Facts(count=late["numerator_n"]), lang, count=late["numerator_n"])
        clauses.append(setting.say("title.on_day", said=said, day=setting.as_of) if apart else said)
    closed = judged.get("on_time_closure_rate")
    if closed and closed["rate"] is not None:
        clauses.append(setting.say("title.on_time", value=PERCENT.value(closed["rate"], lang, 1.0, closed["target"])))
    return title(clauses or [setting.say("measure.headline")], lang)


SPEC = ExhibitSpec("headline", ("headline", *ASKED), make, (ANSWERS, OPINIONS, ITEMS))
