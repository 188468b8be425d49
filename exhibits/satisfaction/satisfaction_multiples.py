"""How did each class, group, division or unit go over the years? Small multiples on the same axes."""

import polars as pl

from charts.multiples import multiples
from charts.theme import plain
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.noted_events import NOTED, event_notes, noted_in_years, year_place
from exhibits.satisfaction.rates import measure, readied, scale, target
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from exhibits.source_records import ANSWERS
from exhibits.telling_units import MOST, ranked
from exhibits.unit_classes import CLASS_ORDER
from inference.multiplicity import widened
from words import label

# choice → column of its key
KEYS = {"class": "unit_class", "group": "group", "division": "division_code", "unit": "unit_id"}
LIMITS = ("change_lower", "change_upper")
TOLD = 12  # panels where units are too many to draw all


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_multiples", frames, selection, "survey")
    by = selection.trend_by if selection.trend_by in KEYS else "class"
    panel = KEYS[by]
    years = frames[f"satisfaction_by_{by}"].drop_nulls(panel)
    if not years["rate"].count():
        reason = "suppressed" if years["suppressed"].any() else "empty"
        return setting.nothing(years, setting.say("measure.rate"), "line", reason)
    drawn = _drawn(setting, years, by)
    every = years.with_columns(title=_titles(years, by, setting.lang), drawn=pl.col(panel).is_in(drawn))
    every = every.sort(CLASS_ORDER if by == "class" else panel, "year").with_columns(
        target=pl.lit(target(setting), pl.Float64)
    )
    shown = every.filter("drawn")
    line, written = target(setting), scale(setting)
    rows = readied(shown, setting, [f"{name} {year}" for name, year in shown.select("title", "year").iter_rows()],
                   "year", "year", line).with_columns(panel=pl.col(panel))  # fmt: skip
    last = pl.col("year") == pl.col("year").filter(pl.col("value").is_not_null()).max().over("panel")
    marks = pl.Series(_marks(rows, setting), dtype=pl.String)
    percent = written.name == "percent"
    events = noted_in_years(setting, "survey", year_span(shown), _codes(shown, panel))
    changed = _reorganised(setting, shown) if by == "unit" else pl.DataFrame()
    return setting.exhibit(
        every,
        multiples(
            rows.with_columns(mark=pl.when(last).then(marks).otherwise(pl.lit(""))),
            setting.palette,
            tick=written.tick,
            target=None if line is None else line if percent else line * 100,
            ceiling=1.0 if percent else 100.0,
            events=events,
            changed=changed,
            stamp=setting.stamp,
        ),
        finding(setting, every, by),
        measure=setting.say(f"measure.by_{by}", measure=measure(setting)),
        kind="line",
        unit=setting.say(f"unit_name.{written.name}"),
        n=int(every["valid_n"].sum()),
        interval="wilson" if percent else "mean",
        years=year_span(every),
        notes=[
            setting.say("note.same_axes"),
            setting.say("note.scale_line") if shown["break_before"].any() else "",
            setting.say("note.reorganised") if changed.height else "",
            setting.say("note.telling_panels", shown=len(drawn), all=every[panel].n_unique())
            if len(drawn) < every[panel].n_unique()
            else "",
            *event_notes(events, setting),
        ],
    )


def _marks(rows: pl.DataFrame, setting: Setting) -> list[str]:
    """Each row's value in words, with its year where it is not the last one of all panels."""
    line, written, latest = target(setting), scale(setting), rows["year"].max()
    values = [(written.value(rate, setting.lang, line), year) for rate, year in rows.select("rate", "year").iter_rows()]
    return [value if year == latest else setting.say("mark.of_year", value=value, year=year) for value, year in values]


def _drawn(setting: Setting, years: pl.DataFrame, by: str) -> list[str]:
    """The keys of the panels: all, or of many units those chosen, those that rose or fell in the last year, and those
    far from the median of their class."""
    keys = years.drop_nulls("rate")[KEYS[by]].unique().sort().to_list()
    if by != "unit" or len(keys) <= MOST or setting.selection.units_shown == "all":
        return keys
    lasts = years.drop_nulls("rate").sort("unit_id", "year").unique("unit_id", keep="last", maintain_order=True)
    now = pl.col("year") == years["year"].max()  # what stood there years ago tells nothing of today
    rows = lasts.with_columns(pl.when(now).then(name) for name in ("rate", "lower", "upper", *LIMITS)).with_columns(
        pl.col("unit_class").fill_null("unclassified"),
        id=pl.col("unit_id"),
        value=pl.col("rate"),
        moved=((pl.col("change_lower") > 0) | (pl.col("change_upper") < 0)).fill_null(False),
    )
    return ranked(rows, setting.selection.units, first="moved")["unit_id"].head(TOLD).to_list()


def _codes(shown: pl.DataFrame, panel: str) -> dict[str, tuple[str | None, ...]]:
    """Panel → the codes of its class and unit, by which an event may concern it."""
    own = [name for name in ("unit_class", "unit_id") if name in shown.columns]
    return {row[panel]: tuple(row[name] for name in own) for row in shown.unique(panel).iter_rows(named=True)}


def _reorganised(setting: Setting, shown: pl.DataFrame) -> pl.DataFrame:
    """The days on which the units of the panels were merged, split or given other functions: panel, at, hover."""
    first, last = year_span(shown) or (1, 1)
    rows = setting.frames["unit_reorganisations"].filter(
        pl.col("unit_id").is_in(shown["unit_id"].unique().implode()),
        pl.col("effective_on").dt.year().is_between(first, last),
    )
    days = rows.group_by("unit_id", "effective_on", "event", "role", maintain_order=True).agg("other")
    between = setting.say("list.comma")
    told = [
        (row["unit_id"], year_place(row["effective_on"]),
         setting.say(f"reorganised.{row['event']}_{row['role']}", day=row["effective_on"],
                     others=plain(between.join(row["other"]))))
        for row in days.iter_rows(named=True)
    ]  # fmt: skip
    lines = pl.DataFrame(told, schema={"panel": pl.String, "at": pl.Float64, "hover": pl.String}, orient="row")
    return lines.group_by("panel", "at", maintain_order=True).agg(pl.col("hover").str.join("<br>"))


def _titles(years: pl.DataFrame, by: str, lang: str) -> pl.Series:
    """The name of each row's panel."""
    if by == "unit":
        return years["unit"]
    if by == "division":
        return years[lang]
    code_list, column = ("unit_class", "unit_class") if by == "class" else ("group", "group")
    return pl.Series([label(code_list, code, lang) for code in years[column]], dtype=pl.String)


def finding(setting: Setting, years: pl.DataFrame, by: str) -> str:
    """How many rose, fell or stayed level in the last year, with intervals widened so that all hold together."""
    lasts = years.filter(pl.col("year") == pl.col("year").max()).drop_nulls(LIMITS)
    facts = [
        Facts(change_lower=widened(row["change"], row["change_lower"], lasts.height),
              change_upper=widened(row["change"], row["change_upper"], lasts.height))
        for row in lasts.iter_rows(named=True)
    ]  # fmt: skip
    whole = setting.say(f"title.panels_{by}", count=years[KEYS[by]].n_unique())
    return title([whole, *counted("course", facts, setting.lang)], setting.lang)


SPEC = ExhibitSpec(
    "satisfaction_multiples",
    (
        *("satisfaction_by_class", "satisfaction_by_group", "satisfaction_by_division", "satisfaction_by_unit"),
        *("unit_reorganisations", "headline", NOTED, *ASKED),
    ),
    make,
    (ANSWERS,),
)
