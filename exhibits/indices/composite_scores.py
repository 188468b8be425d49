"""How do units score on the four indices together, and how much does this depend on the weights?"""

from typing import Any

import numpy as np
import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, allowed, counted, title, word
from exhibits.indices.weights import declared, own_weights
from exhibits.phrasing import SCORE
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import SUBJECTS
from exhibits.telling_units import telling
from exhibits.unit_classes import ordered, sections
from inference.composite import composite, rank_envelope, ranked, weight_grid, wide
from words import label

NEVER_RANKED = "consulted_only"
COLUMNS = ("year", "unit_id", "unit", "unit_class", "measures_n", "missing_indices", "score", "geometric", "rank",
           "rank_best", "rank_worst")  # fmt: skip


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("composite_scores", frames, selection, "index", OF_UNITS)
    measures = last_year(frames["composite_scores"])
    if measures.is_empty():
        return setting.nothing(_nobody(), setting.say("measure.composite"), "dots")
    names = declared(measures)
    weights = own_weights(selection.weights, names, setting.lang)
    every_unit, sets = placed(measures, weights or names, names)
    chosen = pl.col("unit_id").is_in(selection.units) if selection.units else pl.lit(True)
    units = _by_class(every_unit.filter(chosen))
    if units.is_empty():
        return setting.nothing(units, setting.say("measure.composite"), "dots")
    if not units["score"].count():
        return setting.nothing(units, setting.say("measure.composite"), "dots", "composite_incomplete")
    year = int(units["year"][0])
    said = setting.say("list.comma").join(
        setting.say("note.weight", index=label("index", name, setting.lang), share=f"{share:.0%}")
        for name, share in (weights or names).items()
    )
    notes = [setting.say("note.own_weights" if weights else "note.weights", weights=said)]
    missing = units.filter(pl.col("missing_indices").is_not_null(), pl.col("rank").is_not_null()).height
    if missing:
        notes.append(setting.say("note.missing_index", count=missing))
    if unranked := units["rank"].null_count():
        notes.append(setting.say("note.no_rank", count=unranked))
    figure, left_out = drawn(units.drop_nulls("rank"), setting)
    return setting.exhibit(
        units,
        figure,
        finding(setting, units, every_unit),
        measure=setting.say("measure.composite"),
        kind="dots",
        unit=setting.say("unit_name.rank"),
        n=units["rank"].count(),
        n_of="units",
        interval="",
        years=(year, year),
        notes=[*notes, setting.say("interval.envelope", sets=sets), setting.say("note.not_ranked"), *left_out],
    )


def last_year(measures: pl.DataFrame) -> pl.DataFrame:
    """The rows of the last year, without the class that is never ranked."""
    scored = measures.filter(pl.col("unit_class") != NEVER_RANKED)
    year = scored.drop_nulls("score")["year"].max()
    return scored.filter(pl.col("year") == pl.lit(year, pl.Int32))


def placed(measures: pl.DataFrame, weights: dict[str, float], names: dict[str, float]) -> tuple[pl.DataFrame, int]:
    """Every unit with its score and its ranks inside its class, and the number of sets of weights behind the ranks.

    The sets are the declared grid, the declared weights and the reader's own weights.
    """
    units = wide(measures, list(names))
    scaled = units.select(list(names))
    own = [[each[name] for name in names] for each in (names, weights)]
    grid = np.unique(np.vstack([weight_grid(len(names)), own]).round(9), axis=0)
    units = ranked(composite(units, weights), "arithmetic", ["unit_class"])
    units = rank_envelope(units, [(scaled, scaled)], ["unit_class"], grid)
    return units.rename({"arithmetic": "score", "missing": "missing_indices"}).select(*COLUMNS), len(grid)


def _by_class(units: pl.DataFrame) -> pl.DataFrame:
    """Class by class in the usual order, best rank first; units without a rank last."""
    return ordered(units.with_columns(place=-pl.col("rank")), "place").drop("place")


def _nobody() -> pl.DataFrame:
    return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))


def drawn(units: pl.DataFrame, setting: Setting) -> tuple[Any, list[str]]:
    """Dots of the ranks with the range of ranks over all sets of weights, and the notes on units left out."""
    lang = setting.lang
    rows = units.with_columns(
        name=pl.col("unit"),
        value=pl.col("rank"),
        lower=pl.col("rank_best"),
        upper=pl.col("rank_worst"),
        hollow=pl.col("missing_indices").is_not_null(),
        below=pl.lit(False),
        mark=pl.Series([SCORE.value(score, lang) for score in units["score"]], dtype=pl.String),
        section=pl.Series(sections(units, lang), dtype=pl.String),
        hover=pl.Series([_hover(row, setting) for row in units.iter_rows(named=True)], dtype=pl.String),
        kind=pl.lit("unit"),
        id=pl.col("unit_id"),
    )
    rows, left_out = telling(rows, setting)
    return dots(rows, setting.palette, axis=setting.say("axis.rank"), tick="d", stamp=setting.stamp), left_out


def _hover(row: dict[str, Any], setting: Setting) -> str:
    lang = setting.lang
    means = {name: SCORE.value(row[key], lang) for name, key in (("arithmetic", "score"), ("geometric", "geometric"))}
    lines = [
        row["unit"],
        setting.say("hover.rank", rank=row["rank"], best=row["rank_best"], worst=row["rank_worst"]),
        setting.say("hover.means", **means),
    ]
    if row["missing_indices"]:
        missing = setting.say("list.comma").join(
            label("index", name, lang) for name in row["missing_indices"].split("+")
        )
        lines.append(setting.say("hover.missing", missing=missing))
    return "<br>".join(lines)


def finding(setting: Setting, units: pl.DataFrame, every_unit: pl.DataFrame) -> str:
    """A unit is called first only if it is first under every set of weights; otherwise: how many ranks are the same
    under all sets, and the largest change of rank."""
    known, lang = units.drop_nulls("rank"), setting.lang
    compared = dict(every_unit.drop_nulls("rank").group_by("unit_class").len().iter_rows())
    ends = known.select("unit_class", "rank_best", "rank_worst").iter_rows()
    facts = [Facts(ranks=(best, worst, compared[unit_class])) for unit_class, best, worst in ends]
    first = [at for at, each in enumerate(facts) if allowed("place", each) == "first"]
    alone = len(first) == 1 and known["unit_class"].n_unique() == 1
    moves = max(known["rank_worst"] - known["rank_best"])
    return title(
        [
            word("place", facts[first[0]], lang, "weights", unit=known["unit"][first[0]]) if alone else "",
            setting.say("title.composite", units=known.height),
            *counted("hold", facts, lang),
            setting.say("title.composite_moves", places=moves) if moves else "",
        ],
        lang,
    )


SPEC = ExhibitSpec("composite_scores", ("composite_scores", *ASKED), make, (SUBJECTS,))
