"""What changed satisfaction since the year before: which parts, and by a change of their rates or of their sizes?"""

import polars as pl

from charts.contributions import contributions
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, allowed, title
from exhibits.phrasing import Scale
from exhibits.satisfaction.rates import measure, scale
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS_OF_BOTH_YEARS
from words import label

DRAWN = 14  # parts with their own bar; all others share one
SMALL = "other"
BY_CHANCE = 0.05  # share of 95 % intervals that miss the true value
FINE = {"percent": Scale("percent", 100, 2, ""), "points": Scale("points", 100, 2, "")}


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_decomposition", frames, selection, "survey")
    parts = frames["satisfaction_decomposition"]
    said = setting.say("fair.measure.decomposition", measure=measure(setting))
    if parts.is_empty():
        return setting.nothing(parts, said, "bars", "no_pair")
    shown = named(parts, setting)
    written, year = FINE[scale(setting).name], int(parts["year"][0])
    figure = contributions(
        readied(shown, setting, written),
        setting.palette,
        axis=setting.say(f"fair.axis.parts_{written.name}", before=year - 1, year=year),
        words=[(part, setting.say(f"fair.part.{part}")) for part in ("rate", "mix")],
        stamp=setting.stamp,
    )
    return setting.exhibit(
        shown.with_columns(measured_in=pl.lit(written.name)),
        figure,
        finding(setting, shown, written),
        measure=said,
        kind="bars",
        unit=setting.say(f"fair.unit.{written.name}"),
        n=int(parts["valid_n"].sum()),
        interval="rate_part",
        years=(year - 1, year),
        notes=[setting.say("fair.note.parts"), _moved(setting, shown)],
    )


def named(parts: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The parts with unit_id and unit, or with group; the order is kept (largest first)."""
    if setting.selection.split_by == "group":
        return parts.rename({"key": "group"}).drop("unit")
    small = pl.lit(setting.say("fair.small"))
    name = pl.when(pl.col("key") == SMALL).then(small).otherwise(pl.coalesce("unit", "key"))
    return parts.with_columns(unit=name).rename({"key": "unit_id"})


def readied(shown: pl.DataFrame, setting: Setting, written: Scale) -> pl.DataFrame:
    """The columns of `charts.contributions`: the largest parts, and one row for the sum of all others."""
    kind = setting.selection.split_by
    ids = pl.col("unit_id" if kind == "unit" else "group")
    names = shown["unit"].to_list() if kind == "unit" else [_group(code, setting) for code in shown["group"]]
    rows = shown.select(ids.alias("id"), "mix", "rate", "total", name=pl.Series(names))
    rest = rows[DRAWN:]
    drawn = rows[:DRAWN]
    if rest.height:
        summed = rest.select(pl.lit("").alias("id"), pl.sum("mix", "rate", "total"))
        drawn = pl.concat(
            [drawn, summed.with_columns(name=pl.lit(setting.say("fair.rest", count=rest.height)))], how="diagonal"
        )
    hover = [_hover(row, setting, written) for row in drawn.iter_rows(named=True)]
    is_mark = pl.col("id").is_in([SMALL, "unknown", ""]).not_()
    return drawn.with_columns(
        *(pl.col(part) * written.factor for part in ("mix", "rate", "total")),
        mark=pl.Series([written.signed(total) for total in drawn["total"]]),
        hover=pl.Series(hover),
        kind=pl.when(is_mark).then(pl.lit(kind)).otherwise(pl.lit("part")),
    )


def _group(code: str, setting: Setting) -> str:
    return setting.say("fair.small_groups") if code == SMALL else label("group", code, setting.lang)


def _hover(row: dict, setting: Setting, written: Scale) -> str:
    lines = [row["name"], f"<b>{written.signed(row['total'])}</b>"]
    lines += [f"{setting.say(f'fair.part.{part}')} {written.signed(row[part])}" for part in ("rate", "mix")]
    return "<br>".join(lines)


def finding(setting: Setting, shown: pl.DataFrame, written: Scale) -> str:
    """The total change with its sign, then the part of it that is due to composition."""
    change, mix = shown["change"][0], float(shown["mix"].sum())
    said = [
        setting.say("fair.title.change", change=written.change(change, setting.lang)),
        setting.say("fair.title.mix", mix=written.signed(mix)),
    ]
    return title(said, setting.lang)


def _moved(setting: Setting, shown: pl.DataFrame) -> str:
    """How many parts rose or fell by their own rate, each judged alone, and how many would by chance if none had
    changed."""
    limits = shown.select("lower", "upper").iter_rows()
    courses = [allowed("course", Facts(change_lower=lower, change_upper=upper)) for lower, upper in limits]
    up, down = courses.count("rises"), courses.count("falls")
    chance = f"{shown.height * BY_CHANCE:.1f}"
    return setting.say(f"fair.note.moved_{setting.selection.split_by}", up=up, down=down, chance=chance)


SPEC = ExhibitSpec("satisfaction_decomposition", ("satisfaction_decomposition", *ASKED), make, (ANSWERS_OF_BOTH_YEARS,))
