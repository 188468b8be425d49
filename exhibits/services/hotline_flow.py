"""How many requests does the hotline receive, how many does it answer itself, and do the bulletins add up?"""

import polars as pl

from charts.time_panels import Panel, over_time
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT, count
from exhibits.selection import Selection
from exhibits.services.bulletins import BULLETINS, CITY, of_one_length, source_note
from exhibits.setting import ASKED, Setting
from words import label

ALL = "all"


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("hotline_flow", frames, selection, BULLETINS, ("years",))
    bulletins = of_one_length(frames["hotline_flow"].filter(pl.col("channel") == ALL)).sort("period")
    bulletins = bulletins.drop_nulls("received")
    measure = setting.say("measure.hotline_flow")
    if bulletins.is_empty():
        return setting.nothing(bulletins, measure, "line")
    kind = bulletins["period_kind"][0]
    return setting.exhibit(
        bulletins,
        over_time(panels(bulletins, setting), setting.palette, stamp=setting.stamp),
        finding(setting, bulletins),
        measure=measure,
        kind="line",
        unit=setting.say("unit_name.cases"),
        n=bulletins.height,
        n_of="bulletins",
        years=(bulletins["period"][0].year, bulletins["period"][-1].year),
        notes=[label("period_kind", kind, setting.lang), source_note(setting), setting.say("note.census_requests")],
    )


def panels(bulletins: pl.DataFrame, setting: Setting) -> list[Panel]:
    """The requests answered at once and those sent out, one upon another; below them the share answered at once."""
    lang, last = setting.lang, bulletins.row(-1, named=True)
    rows = bulletins.with_columns(
        value=pl.col("received"),
        broken=pl.lit(False),
        below=pl.lit(False),
        lower=pl.lit(None, pl.Float64),
        upper=pl.lit(None, pl.Float64),
        hover=pl.Series([_hover(row, setting) for row in bulletins.iter_rows(named=True)], dtype=pl.String),
        kind=pl.lit("period"),
        id=pl.col("period").cast(pl.String),
    )
    split = last["answered"] is not None and last["dispatched"] is not None
    parts = [(column, setting.say(f"part.{column}")) for column in ("answered", "dispatched")] if split else []
    parts = parts or [("received", setting.say("part.received"))]
    flow = Panel(setting.say("panel_title.requests"), rows, "d", "areas", parts=tuple(parts))
    if not split:
        return [flow]
    share = Panel(
        setting.say("panel_title.answered_share"),
        rows.with_columns(value=pl.col("answered_share")),
        ".0%",
        end=PERCENT.value(last["answered_share"], lang),
        ceiling=1.0,
    )
    return [flow, share]


def _hover(row: dict, setting: Setting) -> str:
    lines = [f"{row['period']:%Y-%m-%d} – {row['period_to']:%Y-%m-%d}"]
    lines.append(setting.say("hover.received", count=row["received"]))
    if row["answered"] is not None and row["dispatched"] is not None:
        share = PERCENT.value(row["answered_share"], setting.lang)
        lines.append(setting.say("hover.answered", count=row["answered"], share=share))
        lines.append(setting.say("hover.dispatched", count=row["dispatched"]))
    for gap in ("unexplained", "channels_gap"):
        if row[gap]:
            lines.append(setting.say(f"hover.{gap}", count=count(abs(row[gap]))))
    return "<br>".join(lines)


def finding(setting: Setting, bulletins: pl.DataFrame) -> str:
    """Whether received is answered plus sent out in every bulletin, and whether the channels add up."""
    lang = setting.lang
    clauses = [setting.say("title.bulletins", count=bulletins.height)]
    for gap, voice in (("unexplained", "flow"), ("channels_gap", "channels")):
        known = bulletins[gap].drop_nulls()
        if len(known):
            clauses.append(
                word("agreement", Facts(count=int((known != 0).sum())), lang, voice, count=(known != 0).sum())
            )
    return title(clauses, lang)


SPEC = ExhibitSpec("hotline_flow", ("hotline_flow", *ASKED), make, (CITY,))
