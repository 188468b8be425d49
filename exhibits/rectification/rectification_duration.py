"""How many days does closing take, with open items as right-censored?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.phrasing import DAYS, MEAN_DAYS, Scale
from exhibits.rectification.ledger_rates import FEW, SCHEMA, named, telling_groups
from exhibits.rectification.ledger_scope import SCOPE, group_name
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS

# Figures drawn for all items together: name, columns of the value and its limits, scale. The mean of closed items alone
# is misleading, so it is drawn hollow and its text says so.
DRAWN = (
    ("median", "median_days", "median_lower", "median_upper", DAYS),
    ("q90", "q90_days", "q90_lower", "q90_upper", DAYS),
    ("mean", "mean_days", "mean_lower", "mean_upper", MEAN_DAYS),
    ("closed_mean", "closed_mean_days", None, None, MEAN_DAYS),
)


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_duration", frames, selection, "ledger", SCOPE, ledger=True)
    groups = watched_until_tau(frames["rectification_duration"])
    if groups.is_empty():
        return setting.nothing(groups, setting.say("measure.duration"), "dots")
    tau = groups["tau"][0]
    alone = selection.group_by == "all"
    rows = of_all(groups.row(0, named=True), setting) if alone else by_group(groups, setting)
    drawn, left_out = telling_groups(rows, setting)
    return setting.exhibit(
        named(groups, setting),
        dots(
            drawn,
            setting.palette,
            axis=setting.say("axis.duration" if alone else "axis.mean_days", tau=tau),
            tick="d",
            from_zero=True,
            absent=setting.say("not_reached" if alone else "not_watched"),
            stamp=setting.stamp,
        ),
        finding(setting, groups, tau),
        measure=setting.say("measure.duration"),
        kind="dots",
        unit=setting.say("unit_name.days"),
        n=int(groups["total"].sum()),
        interval="duration",
        notes=[
            setting.say("note.restricted", tau=tau),
            "" if alone else setting.say("note.few_items"),
            *left_out,
        ],
    )


def watched_until_tau(groups: pl.DataFrame) -> pl.DataFrame:
    """Sets the restricted mean and its limits to null for groups observed for less than tau days, even if all their
    items are closed; otherwise a young ledger would show only its quick groups."""
    watched = pl.col("watched_days") >= pl.col("tau")
    return groups.with_columns(
        pl.when(watched).then(pl.col(name)) for name in ("mean_days", "mean_se", "mean_lower", "mean_upper")
    )


def of_all(row: dict, setting: Setting) -> pl.DataFrame:
    """Rows for `dots` with the figures of DRAWN for all items together."""
    rows = []
    for name, value, lower, upper, written in DRAWN:
        limits = (row[lower], row[upper]) if lower and upper else (None, None)
        word = setting.say(f"figure.{name}", tau=row["tau"])
        rows.append(_row(word, row[value], limits, written, name == "closed_mean", ("item", name), [], setting))
    return pl.DataFrame(rows, schema_overrides=SCHEMA)


def by_group(groups: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """Rows for `dots`: the restricted mean of every group, the longest first; the other figures are in the hover
    text."""
    kind = "unit" if setting.selection.group_by == "unit" else "item"
    rows = []
    for row in groups.sort("mean_days", "total", descending=True, nulls_last=True).iter_rows(named=True):
        beside = [
            setting.say(
                "hover.figure",
                name=setting.say(f"figure.{name}", tau=row["tau"]),
                value=_said(row[value], setting, written),
            )
            for name, value, _, _, written in DRAWN
            if name != "mean"
        ]
        limits = (row["mean_lower"], row["mean_upper"])
        name = group_name(setting, row["group"], row["unit"])
        mark = (kind, row["group"] or "")
        rows.append(_row(name, row["mean_days"], limits, MEAN_DAYS, row["total"] < FEW, mark, beside, setting))
    return pl.DataFrame(rows, schema_overrides=SCHEMA)


def _row(
    name: str,
    value: float | None,
    limits: tuple[float | None, float | None],
    written: Scale,
    hollow: bool,
    mark: tuple[str, str],
    beside: list[str],
    setting: Setting,
) -> dict:
    said = written.value(value, setting.lang) if value is not None else ""
    return {
        "name": name,
        "value": value,
        "lower": limits[0],
        "upper": limits[1],
        "hollow": hollow,
        "below": False,
        "mark": said,
        "hover": "<br>".join([name, f"<b>{said}</b> {written.interval(*limits, setting.lang)}", *beside]),
        "kind": mark[0],
        "id": mark[1],
        "section": None,
    }


def _said(value: float | None, setting: Setting, written: Scale) -> str:
    return setting.say("not_reached") if value is None else written.value(value, setting.lang)


def finding(setting: Setting, groups: pl.DataFrame, tau: int) -> str:
    """The restricted mean with its interval; for several groups only their range."""
    known = groups.drop_nulls("mean_days").sort("mean_days")
    if known.is_empty():
        return setting.say("title.not_watched", tau=tau)
    if groups.height == 1:
        row = known.row(0, named=True)
        limits = {name: f"{row[f'mean_{name}']:.0f}" for name in ("lower", "upper")}
        return setting.say("title.mean_days", tau=tau, days=f"{row['mean_days']:.1f}", **limits)
    known = known.filter(pl.col("total") >= FEW) if (known["total"] >= FEW).any() else known
    low, high = (f"{known['mean_days'][at]:.1f}" for at in (0, -1))
    return setting.say("title.groups_mean_days", count=known.height, low=low, high=high)


SPEC = ExhibitSpec("rectification_duration", ("rectification_duration", *ASKED), make, (ITEMS,))
