"""What the opinion exhibits share: problem opinions per hundred valid forms, with the columns that charts need."""

import polars as pl

from exhibits.phrasing import PER_HUNDRED, count
from exhibits.setting import Setting

SCOPE = ("years", "unit_class", "units", "groups")
FEW = 30


def readied(rows: pl.DataFrame, setting: Setting, names: list[str], kind: str, ids: str) -> pl.DataFrame:
    """The rows with the columns of `charts.trend` or `charts.dots`; rates per hundred forms."""
    hover = [_hover(row, name, setting) for row, name in zip(rows.iter_rows(named=True), names, strict=True)]
    return rows.with_columns(
        name=pl.Series(names, dtype=pl.String),
        value=PER_HUNDRED.drawn(pl.col("rate")),
        lower=PER_HUNDRED.drawn(pl.col("lower")),
        upper=PER_HUNDRED.drawn(pl.col("upper")),
        hollow=(pl.col("valid_n") < FEW).fill_null(False),
        below=pl.lit(False),
        broken=pl.col("break_before").fill_null(False),
        hover=pl.Series(hover, dtype=pl.String),
        mark=pl.lit(""),
        kind=pl.lit(kind),
        id=pl.col(ids).cast(pl.String),
    )


def _hover(row: dict, name: str, setting: Setting) -> str:
    lang = setting.lang
    if row["rate"] is None:
        return f"{name}<br>{setting.say('too_few')}"
    value = f"<b>{PER_HUNDRED.value(row['rate'], lang)}</b> {PER_HUNDRED.interval(row['lower'], row['upper'], lang)}"
    counts = setting.say("hover.opinions", problems=count(row["problems_n"]), forms=count(row["valid_n"]))
    lines = [name, value, counts]
    if row["change"] is not None:
        lines.append(setting.say("hover.change", change=PER_HUNDRED.change(row["change"], lang)))
    return "<br>".join(lines)
