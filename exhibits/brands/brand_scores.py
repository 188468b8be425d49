"""On which criteria do the winners of the last year differ from the other brands?"""

from typing import Any

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, counted, title
from exhibits.phrasing import SCORE
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import BRANDS
from inference.multiplicity import LEVEL
from inference.two_means import with_difference_limits
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_scores", frames, selection, "brand", OF_UNITS)
    marks = frames["brand_scores"]
    measure = setting.say("measure.brand_scores")
    criteria = compared(marks)
    if criteria.is_empty():
        return setting.nothing(criteria, measure, "dots", "empty" if marks.is_empty() else "no_brand_pairs")
    year, winners_n, others_n = criteria.select("year", "winners_n", "others_n").row(0)
    rule_sets = marks.filter(pl.col("year") == year)["rule_set"].n_unique()
    figure = dots(
        readied(criteria, setting),
        setting.palette,
        axis=setting.say("axis.brand_difference"),
        tick="",
        target=(0.0, setting.say("brand_no_difference")),
        floor=-100.0,
        stamp=setting.stamp,
    )
    return setting.exhibit(
        criteria,
        figure,
        finding(setting, criteria),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.score"),
        n=winners_n + others_n,
        n_of="judged",
        interval="welch",
        years=(year, year),
        notes=[
            setting.say("note.brand_winners", winners=winners_n, others=others_n),
            setting.say("note.brand_selected"),
            setting.say("note.brand_rule_sets") if rule_sets > 1 else "",
        ],
    )


def compared(marks: pl.DataFrame) -> pl.DataFrame:
    """The criteria of the last year that has marks of winners and of others, under the rule set with the most brands,
    the largest difference first; told_apart: significant after Holm over the criteria."""
    both = marks.filter(pl.col("winners_n") > 1, pl.col("others_n") > 1)
    last = both.filter(pl.col("year") == pl.col("year").max())
    judged = (pl.col("winners_n") + pl.col("others_n")).max().over("rule_set")
    rows = last.filter(judged == judged.max())
    rows = rows.filter(pl.col("rule_set") == pl.col("rule_set").min())
    tested = with_difference_limits(rows, "winners", "others")
    return tested.with_columns(told_apart=(pl.col("p_holm") < LEVEL).fill_null(False)).sort(
        "difference", "criterion", descending=[True, False]
    )


def readied(criteria: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The criteria with the columns of `charts.dots`; hollow where winners and others are not told apart."""
    lang = setting.lang
    rows = criteria.to_dicts()
    names = [
        setting.say(
            "brand_criterion", name=label("brand_criterion", row["criterion"], lang), weight=f"{row['weight']:g}"
        )
        for row in rows
    ]
    hover = [_hover(row, name, setting) for row, name in zip(rows, names, strict=True)]
    return criteria.with_columns(
        name=pl.Series(names, dtype=pl.String),
        value=pl.col("difference"),
        lower=pl.col("difference_lower"),
        upper=pl.col("difference_upper"),
        hollow=~pl.col("told_apart"),
        below=pl.col("told_apart") & (pl.col("difference") < 0),
        mark=pl.Series([SCORE.signed(row["difference"]) for row in rows], dtype=pl.String),
        section=pl.lit(None, pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("part"),
        id=pl.col("criterion"),
    )


def _hover(row: dict[str, Any], name: str, setting: Setting) -> str:
    lang = setting.lang
    means = {side: SCORE.value(row[f"{side}_mean"], lang) for side in ("winners", "others")}
    lines = [
        name,
        setting.say("hover.brand_means", **means),
        SCORE.interval(row["difference_lower"], row["difference_upper"], lang, 0.0),
        setting.say("hover.brand_gap", points=SCORE.signed(row["gap_points"])),
        setting.say("hover.brand_p", p=f"{row['p_holm']:.3g}") if row["p_holm"] is not None else "",
    ]
    return "<br>".join(filter(None, lines))


def finding(setting: Setting, criteria: pl.DataFrame) -> str:
    """On how many criteria winners are surely above the others; the award is decided by the total, so some difference
    comes by the choice itself."""
    facts = [Facts(z=difference, p=p) for difference, p in criteria.select("difference", "p_holm").iter_rows()]
    return title(
        [
            setting.say("title.brand_scores", year=criteria["year"][0], n=criteria.height),
            *counted("criterion", facts, setting.lang),
        ],
        setting.lang,
    )


SPEC = ExhibitSpec("brand_scores", ("brand_scores", *ASKED), make, (BRANDS,))
