"""Which share of the members has points in which band, by year?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import POINTS

# Band → its tone, the highest first. Bands that few members are in are one with their neighbours.
BANDS = {
    "from_90": "done", "over_80": "done", "over_60": "done",
    "from_80": "wait", "under_90": "wait", "from_60_to_90": "wait",
    "from_60": "gone", "under_80": "gone",
    "under_60": "late",
}  # fmt: skip
APART = ("from_90", "from_80", "from_60", "under_60")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("member_points_bands", frames, selection, "points", OF_UNITS)
    years = by_year(frames["member_points_bands"])
    measure = setting.say("measure.member_points_bands")
    shown = years.drop_nulls("members_n")
    if shown.is_empty():
        return setting.nothing(years, measure, "bars", "few_members" if years.height else "empty")
    counts = list(shown.iter_rows(named=True))
    rows = shown.with_columns(
        name=pl.col("year").cast(pl.String),
        mark=pl.Series([setting.say("mark.members", n=row["members_n"]) for row in counts]),
        hover=pl.Series([_hover(row, setting) for row in counts]),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )
    bands = bands_in(years)
    parts = [(band, setting.say(f"measure.points_band.{band}"), BANDS[band]) for band in bands]
    axis = setting.say("axis.share_of_members")
    hidden = years.height - shown.height
    return setting.exhibit(
        years,
        stacked(rows, parts, setting.palette, axis=axis, shares=True, stamp=setting.stamp),
        finding(setting, shown),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.members"),
        n=shown["members_n"][-1],
        n_of="members",
        interval="census",
        years=year_span(years),
        notes=[
            setting.say("note.bands_describe"),
            *([setting.say("note.bands_merged")] if set(bands) - set(APART) else []),
            *([setting.say("note.years_suppressed", count=hidden)] if hidden else []),
        ],
    )


def by_year(bands: pl.DataFrame) -> pl.DataFrame:
    """One row per year with the members of each band; null in a year that is suppressed."""
    known = [band for band in BANDS if (bands["points_band"] == band).any()]
    counts = {band: pl.col("members_n").filter(pl.col("points_band") == band).first() for band in known}
    total = pl.when(~pl.col("suppressed").any()).then(pl.sum("members_n"))
    years = bands.group_by("year").agg(pl.col("suppressed").any().alias("hidden"), total.alias("all_n"), **counts)
    return (
        years.rename({"hidden": "suppressed", "all_n": "members_n"})
        .sort("year")
        .select("year", "members_n", *known, "suppressed")
    )


def bands_in(years: pl.DataFrame) -> list[str]:
    """The bands that the years are shown by, the highest first."""
    return [band for band in BANDS if band in years.columns]


def _hover(row: dict, setting: Setting) -> str:
    bands = [
        setting.say("hover.in_band", band=setting.say(f"measure.points_band.{band}"), count=row[band])
        for band in BANDS
        if band in row
    ]
    return "<br>".join([str(row["year"]), setting.say("footer.n_members", n=row["members_n"]), *bands])


def finding(setting: Setting, shown: pl.DataFrame) -> str:
    """Of the last year: the members, those in the highest band and those in the lowest."""
    row = shown.row(-1, named=True)
    bands = bands_in(shown)
    told = [
        setting.say("title.in_band", band=setting.say(f"measure.points_band.{band}"), count=row[band])
        for band in dict.fromkeys((bands[0], bands[-1]))
    ]
    return title([setting.say("title.members", year=row["year"], count=row["members_n"]), *told], setting.lang)


SPEC = ExhibitSpec("member_points_bands", ("member_points_bands", *ASKED), make, (POINTS,))
