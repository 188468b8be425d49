"""Are Party work and business reported on and discussed together, year by year?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span
from exhibits.source_records import SESSIONS

PARTS = (("joint", "done"), ("party_only", "wait"), ("business_only", "gone"))


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("joint_sessions", frames, selection, "sessions", OF_UNITS, ledger=True)
    sessions = frames["joint_sessions"]
    measure = setting.say("measure.joint_sessions")
    if sessions.is_empty():
        return setting.nothing(sessions, measure, "bars")
    figure = stacked(
        readied(by_year(sessions), setting),
        [(column, setting.say(f"part.{column}"), tone) for column, tone in PARTS],
        setting.palette,
        axis=setting.say("axis.sessions"),
        stamp=setting.stamp,
    )
    return setting.exhibit(
        sessions,
        figure,
        finding(setting, sessions),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.sessions"),
        n=int(sessions["sessions"].sum()),
        n_of="sessions",
        interval="census_duties",
        years=year_span(sessions),
        notes=[setting.say("note.sessions_reported")],
    )


def by_year(sessions: pl.DataFrame) -> pl.DataFrame:
    """The sessions of all units, one row per year: joint, party_only, business_only, sessions, units."""
    counts = pl.col("joint", "party_only", "business_only", "sessions").sum()
    return sessions.group_by("year").agg(counts, units=pl.len()).sort("year")


def readied(years: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The years with the columns of `charts.bars`; the mark is the share of joint sessions."""
    rows = list(years.iter_rows(named=True))
    shares = [PERCENT.value(row["joint"] / row["sessions"], setting.lang) for row in rows]
    hover = [setting.say("hover.sessions", share=share, **row) for share, row in zip(shares, rows, strict=True)]
    return years.with_columns(
        name=pl.col("year").cast(pl.String),
        mark=pl.Series(shares, dtype=pl.String),
        hover=pl.Series(hover, dtype=pl.String),
        kind=pl.lit("year"),
        id=pl.col("year").cast(pl.String),
    )


def finding(setting: Setting, sessions: pl.DataFrame) -> str:
    """The share of joint sessions in the last year, and how many units that met then held no joint one."""
    last = sessions.filter(pl.col("year") == pl.col("year").max())
    share = PERCENT.value(int(last["joint"].sum()) / int(last["sessions"].sum()), setting.lang)
    apart = last.filter(pl.col("joint") == 0).height
    clauses = [setting.say("title.joint", year=last["year"][0], share=share)]
    return title([*clauses, word("apart", Facts(count=apart), setting.lang, count=apart)], setting.lang)


SPEC = ExhibitSpec("joint_sessions", ("joint_sessions", *ASKED), make, (SESSIONS,))
