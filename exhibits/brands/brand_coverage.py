"""Does every organisation have a brand, as the claim of full coverage says?"""

from typing import Any

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import BRANDS, ORGANISATIONS
from words import label

PARTS = (("judged", "done"), ("earlier", "wait"), ("without", "late"))  # column and tone


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_coverage", frames, selection, "brand", OF_UNITS)
    years = frames["brand_coverage"]
    measure = setting.say("measure.brand_coverage")
    if years.is_empty():
        return setting.nothing(years, measure, "bars")
    last = years.row(-1, named=True)
    whole_city = not (selection.units or selection.unit_class)
    near = word("near_ninety", Facts(count=last["organisations"]), setting.lang, count=last["organisations"])
    notes = [
        near if whole_city else "",
        setting.say("note.brand_organisations"),
        setting.say("note.brand_undecided") if "undecided" in years["claim"] else "",
    ]
    return setting.exhibit(
        years,
        stacked(
            readied(years, setting),
            [(column, setting.say(f"part.brand_{column}"), tone) for column, tone in PARTS],
            setting.palette,
            axis=setting.say("axis.organisations"),
            stamp=setting.stamp,
        ),
        finding(setting, last),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.organisations"),
        n=last["organisations"],
        n_of="organisations",
        interval="brand_census",
        years=year_span(years),
        notes=notes,
    )


def readied(years: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The years with the columns of `charts.bars`; the claim's verdict stands beside the year."""
    lang = setting.lang
    names, marks, hover = [], [], []
    for row in years.iter_rows(named=True):
        claim = label("brand_claim", row["claim"], lang)
        names.append(setting.say("brand_year", year=row["year"], claim=claim))
        marks.append(PERCENT.value(row["coverage_rate"], lang) if row["list_loaded"] else setting.say("brand_no_list"))
        hover.append(_hover(row, claim, setting))
    return years.with_columns(
        name=pl.Series(names, dtype=pl.String),
        mark=pl.Series(marks, dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )


def _hover(row: dict[str, Any], claim: str, setting: Setting) -> str:
    if not row["list_loaded"]:
        return f"{row['year']}<br>{setting.say('brand_no_list')}"
    worded = row | {"claim": claim, "coverage_rate": PERCENT.value(row["coverage_rate"], setting.lang)}
    lines = [
        setting.say("hover.brand_coverage", **worded),
        setting.say("hover.brand_rejected", rejected=row["rejected_n"]) if row["rejected_n"] else "",
    ]
    return "<br>".join(filter(None, lines))


def finding(setting: Setting, last: dict[str, Any]) -> str:
    """How many organisations of the last year have no brand, and what that says of the claim, which is about all
    organisations: a selection of some does not decide it."""
    lang, year, without = setting.lang, last["year"], last["without"]
    some = setting.selection.units or setting.selection.unit_class
    claim = "" if some else word("full_coverage", Facts(code=last["claim"]), lang)
    if without is None:
        return title([setting.say("title.brand_no_list", year=year), claim], lang)
    if not without:
        return title([setting.say("title.brand_all", year=year, n=last["organisations"]), claim], lang)
    facts = {"year": year, "without": without, "n": last["organisations"]}
    full, short = (setting.say(f"title.brand_{form}", **facts) for form in ("without", "without_short"))
    return title([full, claim], lang, [short, claim])


SPEC = ExhibitSpec("brand_coverage", ("brand_coverage", *ASKED), make, (BRANDS, ORGANISATIONS))
