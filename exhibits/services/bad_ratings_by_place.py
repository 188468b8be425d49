"""In which halls, window groups or units are bad ratings rectified in time?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.services.bad_rating_steps import FEW, SCOPE, handling_hover, limit_said
from exhibits.setting import ASKED, Setting
from exhibits.source_records import BAD_RATINGS_OF_CITY
from exhibits.unit_classes import CLASS_ORDER, sections
from words import label

UNIT = "unit"
PLACES = ("hall", "window_group", UNIT)  # what place_by chooses; also the column of their names


def make(frames: Frames, selection: Selection) -> Exhibit:
    of_units = selection.place_by == UNIT
    scope = SCOPE if of_units else ("years",)
    setting = Setting("bad_ratings_by_place", frames, selection, "bad_ratings", scope, ledger=True)
    places = named(frames["bad_rating_handling_by"], setting)
    measure = setting.say("measure.bad_ratings_by_place", by=label("place_by", selection.place_by, setting.lang))
    if not places["rectified_rate"].count():
        reason = "few_bad_ratings" if places.height else "no_bad_ratings"
        return setting.nothing(places, measure, "dots", reason)
    figure = dots(
        readied(places, setting),
        setting.palette,
        axis=setting.say("axis.rectified_rate"),
        tick=PERCENT.tick,
        ceiling=1.0,
        absent=setting.say("too_few"),
        stamp=setting.stamp,
    )
    return setting.exhibit(
        places,
        figure,
        finding(setting, places),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.percent"),
        n=int(places["due_n"].sum()),
        n_of="bad_ratings_due",
        interval="bad_ratings",
        notes=[
            setting.say("note.few_bad_ratings") if places["years_hidden"].sum() else "",
            "" if of_units else setting.say("note.places_of_city"),
            limit_said(places.row(0, named=True), setting),
        ],
    )


def named(places: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The places with their names, the highest share first, units class by class; those that are hidden last. The
    column of the names says what they are."""
    by = setting.selection.place_by
    nowhere = setting.say(f"no_{by}")
    names = pl.coalesce("unit", pl.when(pl.col("place") == "").then(pl.lit(nowhere)).otherwise("place"))
    order = [CLASS_ORDER, pl.col("rectified_rate"), by]
    rows = places.with_columns(names.alias(by)).sort(order, descending=[False, True, False], nulls_last=True)
    of_units = [pl.col("place").alias("unit_id")] if by == UNIT else []
    return rows.select(by, *of_units, *(name for name in places.columns if name != UNIT))


def names_of(places: pl.DataFrame) -> list[str]:
    """The names of the places, from the column that they have."""
    return places[next(name for name in PLACES if name in places.columns)].to_list()


def readied(places: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The places with the columns of `charts.dots`; the mark is the share and the number due."""
    rows, names, lang = list(places.iter_rows(named=True)), names_of(places), setting.lang
    of_units = setting.selection.place_by == UNIT
    classes = sections(places, lang) if of_units else [None] * places.height
    return places.with_columns(
        name=pl.Series(names, dtype=pl.String),
        value=pl.col("rectified_rate"),
        lower=pl.col("rectified_lower"),
        upper=pl.col("rectified_upper"),
        hollow=(pl.col("due_n") < FEW).fill_null(False),
        below=pl.lit(False),
        mark=pl.Series(marks(places, lang), dtype=pl.String),
        section=pl.Series(classes, dtype=pl.String),
        hover=pl.Series(
            [handling_hover(name, row, setting) for name, row in zip(names, rows, strict=True)], dtype=pl.String
        ),
        kind=pl.lit("unit" if of_units else "item"),
        id=pl.col("place"),
    )


def marks(places: pl.DataFrame, lang: str) -> list[str]:
    """The share of each place as words; "" where it is hidden."""
    return ["" if rate is None else PERCENT.value(rate, lang) for rate in places["rectified_rate"]]


def finding(setting: Setting, places: pl.DataFrame) -> str:
    """How many places are shown, from which share to which they reach, and how many are hidden."""
    rates, lang = places["rectified_rate"].drop_nulls().sort(), setting.lang
    hidden = places["bad_n"].null_count()
    by = label("place_by", setting.selection.place_by, lang)
    reach = [setting.say("title.rectified", value=PERCENT.value(rates[0], lang))]
    if rates.len() > 1:
        ends = {end: PERCENT.value(rate, lang) for end, rate in (("low", rates[0]), ("high", rates[-1]))}
        reach = [setting.say("title.rectified_between", **ends)]
    left_out = setting.say("title.places_hidden", count=hidden) if hidden else ""
    return title([setting.say("title.rated_places", by=by, count=rates.len()), *reach, left_out], lang)


SPEC = ExhibitSpec("bad_ratings_by_place", ("bad_rating_handling_by", *ASKED), make, (BAD_RATINGS_OF_CITY,))
