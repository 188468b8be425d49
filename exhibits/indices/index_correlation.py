"""Do the four indices measure four different things, or partly the same thing?"""

from typing import Any

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, allowed, title, word
from exhibits.indices.composite_scores import last_year
from exhibits.indices.weights import declared
from exhibits.phrasing import RATIO
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import SUBJECTS
from inference.composite import correlations, wide
from words import label

SCOPE = ("years", "unit_class")  # chosen units do not narrow it: a correlation is of all units of the classes


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("index_correlation", frames, selection, "index", SCOPE)
    measures = last_year(frames["composite_scores"])
    names = list(declared(measures)) if measures.height else []
    pairs = correlations(wide(measures, names), names).sort("correlation", descending=True, nulls_last=True)
    if not pairs["correlation"].count():
        return setting.nothing(pairs, setting.say("measure.correlation"), "dots")
    year = int(measures["year"][0])
    return setting.exhibit(
        pairs,
        drawn(pairs, setting),
        finding(setting, pairs),
        measure=setting.say("measure.correlation"),
        kind="dots",
        unit=setting.say("unit_name.correlation"),
        n=pairs.select(pl.col("n").max()).item(),
        n_of="units",
        interval="fisher",
        years=(year, year),
        notes=[setting.say("note.redundant"), setting.say("note.members_and_stars")],
    )


def drawn(pairs: pl.DataFrame, setting: Setting) -> Any:
    """Dots of the correlations with their intervals, one row per pair."""
    lang = setting.lang
    names = [
        setting.say("pair", one=label("index", one, lang), other=label("index", other, lang))
        for one, other in pairs.select("one", "other").iter_rows()
    ]
    marks = ["" if value is None else RATIO.value(value, lang) for value in pairs["correlation"]]
    hover = [
        "<br>".join(filter(None, [name, mark and setting.say("title.correlation_value", value=mark), n]))
        for name, mark, n in zip(names, marks, [setting.say("footer.n_units", n=n) for n in pairs["n"]], strict=True)
    ]
    rows = pairs.with_columns(
        name=pl.Series(names, dtype=pl.String),
        value=pl.col("correlation"),
        hollow=((pl.col("lower") <= 0) & (pl.col("upper") >= 0)).fill_null(False),
        below=pl.lit(False),
        mark=pl.Series(marks, dtype=pl.String),
        section=pl.lit(None, pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("pair"),
        id=pl.concat_str("one", "other", separator="+"),
    )
    return dots(
        rows,
        setting.palette,
        axis=setting.say("axis.correlation"),
        tick=".1f",
        from_zero=True,
        floor=-1.0,
        ceiling=1.0,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )


def finding(setting: Setting, pairs: pl.DataFrame) -> str:
    """Two indices are called redundant only when the whole interval is above the mark; all are called distinct only
    when all intervals are below it."""
    known = pairs.drop_nulls("correlation")
    top, last = known.row(0, named=True), known.row(-1, named=True)
    ends = {end: RATIO.value(pair["correlation"], setting.lang) for end, pair in (("low", last), ("high", top))}
    said = setting.say("title.correlation_range", pairs=known.height, **ends)
    facts = [Facts(lower=lower, upper=upper) for lower, upper in known.select("lower", "upper").iter_rows()]
    rules = [allowed("redundancy", pair) for pair in facts]
    names = {end: label("index", top[end], setting.lang) for end in ("one", "other")}
    judged = rules[0] == "redundant" or set(rules) == {"distinct"}
    return title([word("redundancy", facts[0], setting.lang, **names) if judged else "", said], setting.lang)


SPEC = ExhibitSpec("index_correlation", ("composite_scores", *ASKED), make, (SUBJECTS,))
