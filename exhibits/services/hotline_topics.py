"""What are the hot topics of the 12345 bulletins, and how often are they named?"""

import polars as pl

from charts.bars import stacked
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import PERCENT, RELATIVE
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import TOPICS
from words import label, say

MOST = 12  # topics in the chart; the table holds all


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("hotline_topics", frames, selection, "topics", ("years",))
    topics = frames["hotline_topics"]
    measure = setting.say("measure.hotline_topics")
    if topics.is_empty():
        return setting.nothing(topics, measure, "bars", "no_topics")
    first = topics.row(0, named=True)
    return setting.exhibit(
        topics,
        stacked(
            readied(topics.head(MOST), setting),
            [("topic_n", setting.say("part.topic"), "done")],
            setting.palette,
            axis=setting.say("axis.hotline_topics"),
            stamp=setting.stamp,
        ),
        finding(setting, topics),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.cases"),
        n=first["bulletins_all"],
        n_of="bulletins",
        years=(topics["period_from"].sort()[0].year, topics["period_to"].sort()[-1].year),
        notes=[
            label("period_kind", first["period_kind"], setting.lang),
            setting.say("note.first_topics", shown=MOST, all=topics.height) if topics.height > MOST else "",
            setting.say("note.topics_printed"),
            change_said(first, setting),
        ],
    )


def readied(topics: pl.DataFrame, setting: Setting) -> pl.DataFrame:
    """The topics with the columns of `charts.bars`; the mark says in how many bulletins a topic is named."""
    rows = list(topics.iter_rows(named=True))
    return topics.with_columns(
        name=pl.col("hot_topic"),
        mark=pl.Series(marks(topics, setting.lang), dtype=pl.String),
        hover=pl.Series([_hover(row, setting) for row in rows], dtype=pl.String),
        kind=pl.lit("item"),
        id=pl.col("hot_topic"),
    )


def marks(topics: pl.DataFrame, lang: str) -> list[str]:
    """In how many of the bulletins each topic is named."""
    return [
        say("exhibits.mark.topic_named", lang, count=named, all=every)
        for named, every in topics.select("bulletins", "bulletins_all").iter_rows()
    ]


def _hover(row: dict, setting: Setting) -> str:
    lang = setting.lang
    lines = [f"<b>{row['hot_topic']}</b>", setting.say("hover.topic", **row)]
    if row["share"] is not None:
        lines.append(setting.say("hover.topic_share", share=PERCENT.value(row["share"], lang)))
    return "<br>".join([*lines, change_said(row, setting)])


def change_said(row: dict, setting: Setting) -> str:
    """The change of a topic's share on the same days before, with its limits; or why there is none."""
    if row["growth"] is None:
        return setting.say(f"note.topic_{row['reason']}", topic=row["hot_topic"])
    change = RELATIVE.change(row["growth"], setting.lang)
    if row["growth_lower"] is not None:
        lower, upper = (RELATIVE.signed(row[f"growth_{end}"]) for end in ("lower", "upper"))
        change += setting.say("between", lower=f"{lower}%", upper=f"{upper}%")
    return setting.say("note.topic_change", topic=row["hot_topic"], change=change)


def finding(setting: Setting, topics: pl.DataFrame) -> str:
    """The topic with the most requests printed, how its share has changed, and in how many bulletins it is named."""
    lang, first = setting.lang, topics.row(0, named=True)
    facts = Facts(change_lower=first["growth_lower"], change_upper=first["growth_upper"])
    size = RELATIVE.size(first["growth"], lang)
    return title(
        [
            setting.say("title.topic", topic=first["hot_topic"], count=first["topic_n"]),
            word("course", facts, lang, "topic", size=size),
            setting.say("title.topic_named", count=first["bulletins"], all=first["bulletins_all"]),
        ],
        lang,
    )


SPEC = ExhibitSpec("hotline_topics", ("hotline_topics", *ASKED), make, (TOPICS,))
