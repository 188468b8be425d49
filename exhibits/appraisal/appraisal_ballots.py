"""How did those who voted divide their ballots over the grades, from year to year?"""

from typing import Any

import polars as pl

from charts.grades import grades
from exhibits.appraisal.appraisal_grades import by_bar, legends, readied
from exhibits.appraisal.groups import RECORDS, SCOPE, best, grade_name, shown_groups, unit_notes, worded
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("appraisal_ballots", frames, selection, "appraisal", SCOPE)
    every = shown_groups(frames["appraisal_ballots"])
    known = every.drop_nulls("share")
    measure = setting.say("measure.appraisal_ballots")
    if known.is_empty():
        return setting.nothing(
            worded(setting, every), measure, "bars", "appraisal_few" if every.height else "appraisal_no_ballots"
        )
    parted = known.with_columns(part=pl.col("grade"), part_n=pl.col("votes"))
    bars = by_bar(parted)
    rows = readied(bars, setting, "footer.n_votes", "votes_n")
    figure = grades(
        rows,
        legends(setting, rows, parted),
        setting.palette,
        axis=setting.say("axis.appraisal_ballots"),
        break_word=setting.say("appraisal.break_rule"),
        stamp=setting.stamp,
    )
    last = [bar for bar in bars if bar["year"] == max(bar["year"] for bar in bars)]
    unmarked = sum(bar["parts"][0]["unmarked_n"] for bar in last)
    notes = [setting.say("appraisal.voters")]
    if unmarked:
        notes.append(setting.say("appraisal.unmarked", count=unmarked))
    return setting.exhibit(
        worded(setting, every),
        figure,
        finding(setting, last),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.votes"),
        n=sum(bar["parts"][0]["votes_n"] for bar in last),
        n_of="votes",
        interval="appraisal_votes",
        years=year_span(every),
        notes=[*notes, *unit_notes(setting)],
    )


def finding(setting: Setting, last: list[dict[str, Any]]) -> str:
    """The share of the votes for the best grade in the last year and the votes for the worst; of several groups the
    range of the best. All votes are counted, so no gate is needed."""
    lang, year = setting.lang, last[0]["year"]
    tops = [best(bar["parts"]) for bar in last]
    if len(last) > 1:
        shares = sorted(top["share"] for top in tops)
        low, high = (PERCENT.value(shares[at], lang) for at in (0, -1))
        return setting.say("title.ballots_range", year=year, count=len(last), low=low, high=high)
    worst = max(last[0]["parts"], key=lambda part: part["position"])
    names = [grade_name(setting, part["part"]) for part in (tops[0], worst)]
    share = PERCENT.value(tops[0]["share"], lang)
    said = setting.say("title.ballots_best", year=year, grade=names[0], share=share)
    return title([said, setting.say("title.ballots_worst", grade=names[1], count=worst["part_n"])], lang)


SPEC = ExhibitSpec("appraisal_ballots", ("appraisal_ballots", *ASKED), make, (RECORDS,))
