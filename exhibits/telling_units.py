"""Which units a chart draws when there are many: those chosen, those far from the middle of their class, and the others
as one row per class. A reader may ask for all units; the table below a chart always has all."""

import polars as pl

from exhibits.setting import Setting

MOST = 24  # rows of a chart
NAMED = 12  # units named in the hover text of the row of the others
DRAWN = ("name", "value", "lower", "upper", "hollow", "below", "mark", "hover", "kind", "id", "section")


def telling(rows: pl.DataFrame, setting: Setting) -> tuple[pl.DataFrame, list[str]]:
    """The rows to draw, and the notes on those left out.

    rows: the units with `unit_class` and the columns of `charts.dots`, in the order of the chart. With more than MOST
    units the most telling ones stay: chosen units first, then those whose whole interval lies off the median of their
    class, farthest first. The others of a class are one row at the place of the one in their middle: their median, and
    a line over their middle half. Units of no class are taken together.
    """
    apart = rows["unit_class"].count()
    rows = rows.with_columns(pl.col("unit_class").fill_null("unclassified"))
    if rows.height <= MOST or setting.selection.units_shown == "all":
        return rows, []
    kept = _kept(rows, setting.selection.units)
    drawn = []
    for own in kept.partition_by("unit_class", maintain_order=True):
        rest = own.filter(~pl.col("kept"))
        if rest.height < 2:  # one row would only be replaced by another
            drawn.append(own.select("place", *DRAWN))
            continue
        drawn.append(own.filter("kept").select("place", *DRAWN))
        drawn.append(_together(rest, setting))
    shown = pl.concat(drawn, how="diagonal_relaxed").sort("place")
    units = shown.filter(pl.col("kind") == "unit").height
    note = "note.telling" if apart else "note.telling_together"
    return shown, [setting.say(note, shown=units, all=rows.height)]


def ranked(rows: pl.DataFrame, chosen: tuple[str, ...], first: str = "") -> pl.DataFrame:
    """The rows with their `place`, the most telling ones first: chosen units, then those with the flag `first`, then
    those whose whole interval lies off the median of their class; in each part the farthest from it first."""
    middle = pl.col("value").median().over("unit_class")
    far = (pl.col("value") - middle).abs()
    apart = ((pl.col("lower") > middle) | (pl.col("upper") < middle)).fill_null(False)
    told = rows.with_row_index("place").with_columns(
        chosen=pl.col("id").is_in(chosen),
        preferred=pl.col(first) if first else pl.lit(False),
        apart=apart,
        far=far.rank("ordinal", descending=True).over("unit_class").fill_null(rows.height),
    )
    return told.sort("chosen", "preferred", "apart", "far", "place", descending=[True, True, True, False, False])


def _kept(rows: pl.DataFrame, chosen: tuple[str, ...]) -> pl.DataFrame:
    """The rows with their place, and whether each is among the most telling ones."""
    told = ranked(rows, chosen)
    free = MOST - rows["unit_class"].n_unique()
    return told.with_columns(kept=pl.col("place").is_in(told["place"].head(free).implode())).sort("place")


def _together(rest: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The row of the units of a class that are left out."""
    known = rest["value"].drop_nulls()
    name = setting.say("other_units", count=rest.height)
    hover = [name, *rest["name"].head(NAMED)]
    return pl.DataFrame(
        {
            "place": [rest["place"][rest.height // 2]],
            "name": [name],
            "value": [known.median()],
            "lower": [known.quantile(0.25, "linear")],
            "upper": [known.quantile(0.75, "linear")],
            "hollow": [True],
            "below": [False],
            "mark": [setting.say("middle_half")],
            "hover": ["<br>".join(hover)],
            "kind": ["part"],
            "id": [rest["unit_class"][0]],
            "section": [rest["section"][0]],
        },
        schema_overrides={"place": pl.UInt32, "value": pl.Float64, "lower": pl.Float64, "upper": pl.Float64,
                          "section": pl.String},
    )  # fmt: skip
