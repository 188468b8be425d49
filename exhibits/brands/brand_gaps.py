"""Which organisations have no brand, and in which year?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import BRANDS, ORGANISATIONS
from exhibits.unit_classes import CLASS_ORDER


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("brand_gaps", frames, selection, "brand", OF_UNITS)
    gaps = frames["brand_gaps"].sort("year", CLASS_ORDER, descending=[True, False], maintain_order=True)
    measure = setting.say("measure.brand_gaps")
    if gaps.is_empty():
        listed = frames["brand_coverage"]["list_loaded"]  # a year: nobody is known to have a brand where it is false
        return setting.nothing(gaps, measure, "table", "no_brand_gaps" if listed.len() and listed.all() else "empty")
    return setting.exhibit(
        gaps,
        None,
        finding(setting, gaps),
        measure=measure,
        kind="table",
        n=gaps["current_unit_id"].n_unique(),
        n_of="organisations",
        interval="brand_census",
        years=year_span(gaps),
        notes=[setting.say("note.brand_organisations")],
    )


def finding(setting: Setting, gaps: pl.DataFrame) -> str:
    """How many organisations have no brand in the last year with any, and in how many of the years there are any."""
    years = gaps["year"].n_unique()
    last = int(gaps["year"][0])
    n = gaps.filter(pl.col("year") == last).height
    return title(
        [
            setting.say("title.brand_gaps", year=last, n=n),
            setting.say("title.brand_gap_years", years=years) if years > 1 else "",
        ],
        setting.lang,
    )


SPEC = ExhibitSpec("brand_gaps", ("brand_gaps", "brand_coverage", *ASKED), make, (BRANDS, ORGANISATIONS))
