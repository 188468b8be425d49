"""Sentences about Party-building and business results beside each other. No unit is called best or worst."""

import polars as pl

from briefing.document.sentences.phrases import MOST, estimate, listed
from exhibits.exhibit import Exhibit
from exhibits.linkage.coupling import DEGREE, FORMULA
from exhibits.linkage.linkage import QUADRANTS, STRONG
from words import label, say


def linkage(exhibit: Exhibit, lang: str) -> list[str]:
    """The units of each quadrant in the last year, then those whose gap between the sides is beyond its interval."""
    last = exhibit.frame.filter(pl.col("year") == pl.col("year").max())
    sizes = dict(last["quadrant"].value_counts().iter_rows())
    parts = [
        say("document.says.band", lang, name=label("quadrant", name, lang), n=sizes[name])
        for name in QUADRANTS
        if name in sizes
    ]
    facts = {"year": last["year"][0], "units": last.height, "cut": f"{STRONG:.2f}", "parts": listed(parts, lang)}
    return [say("document.says.quadrants", lang, **facts), *_gaps(last, lang)]


def _gaps(last: pl.DataFrame, lang: str) -> list[str]:
    """What the intervals of the gaps bear; nothing where no unit has one."""
    known = last.drop_nulls(["gap_lower", "gap_upper"])
    if known.is_empty():
        return []
    apart = known.filter((pl.col("gap_lower") > 0) | (pl.col("gap_upper") < 0)).sort("gap", "unit_id")
    if apart.is_empty():
        return [say("document.says.no_gap", lang)]
    facts = {"n": apart.height, "rest": say("document.says.other_gaps", lang) if apart.height < last.height else ""}
    if apart.height > MOST:
        above = apart.filter(pl.col("gap") > 0).height
        return [say("document.says.many_gaps", lang, above=above, below=apart.height - above, **facts)]
    named = [
        say("document.says.gap", lang, name=row["unit"], lower=DEGREE.signed(row["gap_lower"]),
            value=DEGREE.signed(row["gap"]), upper=DEGREE.signed(row["gap_upper"]))
        for row in apart.iter_rows(named=True)
    ]  # fmt: skip
    return [say("document.says.gaps", lang, parts=listed(named, lang), **facts)]


def coupling(exhibit: Exhibit, lang: str) -> list[str]:
    """The units of each band by their estimates; of few units each one's degree with its interval."""
    rows = exhibit.frame.filter(pl.col("formula") == FORMULA).sort("d", "unit_id", descending=[True, False])
    facts = {"year": rows["year"][0], "units": rows.height}
    if rows.height <= MOST:
        parts = [
            say("document.says.degree", lang, name=row["unit"], band=label("coupling_band", row["band"], lang),
                value=estimate(DEGREE, row, "d", "d_lower", "d_upper", lang))
            for row in rows.iter_rows(named=True)
        ]  # fmt: skip
        return [say("document.says.degrees", lang, parts=listed(parts, lang), **facts)]
    sizes = rows.group_by("band", maintain_order=True).len()
    parts = [
        say("document.says.band", lang, name=label("coupling_band", band, lang), n=n) for band, n in sizes.iter_rows()
    ]
    return [
        say("document.says.coupling", lang, parts=listed(parts, lang), **facts),
        say("document.says.bands_by", lang),
    ]


PATTERNS = (linkage, coupling)
