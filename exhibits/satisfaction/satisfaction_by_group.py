"""How satisfied is each respondent group in the last year shown?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.satisfaction.rates import exhibit_of_one_year
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS
from words import label


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_by_group", frames, selection, "survey")
    answers_by_group = frames["satisfaction_by_group"].filter(pl.col("year") == pl.col("year").max())
    answers_by_group = answers_by_group.sort("rate", "group", descending=[True, False], nulls_last=True)
    return exhibit_of_one_year(
        setting,
        answers_by_group,
        [label("group", code, setting.lang) for code in answers_by_group["group"]],
        ("group", "group"),
        what="groups",
        measured="measure.by_group",
        note="note.overlap",
    )


SPEC = ExhibitSpec("satisfaction_by_group", ("satisfaction_by_group", "headline", *ASKED), make, (ANSWERS,))
