"""Which groups close significantly faster or slower than all other groups?"""

import polars as pl

from charts.dots import dots
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, allowed, counted, title
from exhibits.phrasing import RATIO
from exhibits.rectification.ledger_rates import SCHEMA, telling_groups
from exhibits.rectification.ledger_scope import SCOPE, group_name
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ITEMS
from inference.logrank import against_the_rest


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("rectification_logrank", frames, selection, "ledger", SCOPE, ledger=True)
    groups = against_the_rest(frames["rectification_logrank"])
    measure = setting.say("measure.pace")
    if groups.drop_nulls("p").is_empty():
        return setting.nothing(groups, measure, "dots", "empty" if groups.is_empty() else "alone")
    groups = groups.with_columns(
        group_name=pl.Series([_name(row, setting) for row in groups.iter_rows(named=True)], dtype=pl.String),
        told_apart=pl.Series([allowed("pace", each) is not None for each in _facts(groups)], dtype=pl.Boolean),
    ).sort("pace", "total", descending=[False, True], nulls_last=True)
    drawn, left_out = telling_groups(readied(groups, setting), setting)
    return setting.exhibit(
        groups,
        dots(
            drawn,
            setting.palette,
            axis=setting.say("axis.pace"),
            tick=RATIO.tick,
            target=(1.0, setting.say("all_together")),
            from_zero=True,
            absent=setting.say("unit.none"),
            stamp=setting.stamp,
        ),
        finding(setting, groups),
        measure=measure,
        kind="dots",
        unit=setting.say("unit_name.ratio"),
        n=int(groups["total"].sum()),
        interval="logrank",
        notes=[setting.say("note.pace"), setting.say("note.holm", groups=groups["p"].count()), *left_out],
    )


def _name(row: dict, setting: Setting) -> str:
    if setting.selection.group_by == "all":  # without grouping, units are compared
        return row["unit"] or row["group"]
    return group_name(setting, row["group"], row["unit"])


def _facts(groups: pl.DataFrame) -> list[Facts]:
    """For each group: observed and expected closures, and the test after Holm's adjustment over all groups."""
    rows = groups.select(pl.col("pace") - 1, "p_holm").iter_rows()
    return [Facts(z=faster, p=p_holm) for faster, p_holm in rows]


def readied(groups: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The groups with the columns of `charts.dots`."""
    kind = "unit" if setting.selection.group_by in ("all", "unit") else "item"
    rows = [
        {
            "name": row["group_name"],
            "value": row["pace"],
            "lower": row["pace_lower"],
            "upper": row["pace_upper"],
            "hollow": not row["told_apart"],
            "below": row["told_apart"] and row["pace"] < 1,
            "mark": RATIO.value(row["pace"], setting.lang) if row["pace"] is not None else "",
            "hover": setting.say("hover.pace", name=row["group_name"], observed=row["observed"], **_figures(row)),
            "kind": kind,
            "id": row["group"] or "",
            "section": None,
        }
        for row in groups.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema_overrides=SCHEMA)


def _figures(row: dict) -> dict[str, str]:
    said = {"expected": f"{row['expected']:.1f}"}
    return said | {name: "–" if row[name] is None else f"{row[name]:.3f}" for name in ("p", "p_holm")}


def finding(setting: Setting, groups: pl.DataFrame) -> str:
    """Counts only groups with an adjusted p-value below 5 % as faster or slower; says nothing about the others."""
    said = counted("pace", _facts(groups), setting.lang)
    of_them = setting.say("title.of_groups", count=groups.height) if groups["told_apart"].any() else ""
    return title([*said, of_them], setting.lang)


SPEC = ExhibitSpec("rectification_logrank", ("rectification_logrank", *ASKED), make, (ITEMS,))
