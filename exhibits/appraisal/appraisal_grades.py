"""How are the persons graded from year to year, on each of the two scales?"""

from typing import Any

import polars as pl

from charts.grades import grades
from exhibits.appraisal.groups import (
    RECORDS,
    SCOPE,
    SEVERAL,
    TOGETHER,
    TONES,
    best,
    grade_name,
    group_name,
    hover,
    in_order,
    legend,
    shown_groups,
    unit_notes,
    worded,
)
from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import PERCENT
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting, year_span
from words import label

BAR = ("year", "grade_scale", "level", "key")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("appraisal_grades", frames, selection, "appraisal", SCOPE)
    every = shown_groups(frames["appraisal_grades"])
    known = every.drop_nulls("share")
    measure = setting.say("measure.appraisal_grades")
    if known.is_empty():
        return setting.nothing(worded(setting, every), measure, "bars", "appraisal_few" if every.height else "empty")
    bars = by_bar(known)
    rows = readied(bars, setting)
    figure = grades(
        rows,
        legends(setting, rows, known),
        setting.palette,
        axis=setting.say("axis.appraisal_grades"),
        break_word=setting.say("appraisal.break_rule"),
        stamp=setting.stamp,
    )
    last = [bar for bar in bars if bar["year"] == bars[-1]["year"]]
    return setting.exhibit(
        worded(setting, every),
        figure,
        finding(setting, bars),
        measure=measure,
        kind="bars",
        unit=setting.say("unit_name.persons"),
        n=sum(bar["persons_n"] for bar in last),
        interval="appraisal_census",
        years=year_span(every),
        notes=[*notes(setting, known), *unit_notes(setting)],
    )


def legends(setting: Setting, rows: pl.DataFrame, known: pl.DataFrame) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The legend of each section; with several groups headed by the group's name."""
    sections = rows.select("section", "level", "key", "grade_scale").unique(maintain_order=True)
    several = sections["key"].n_unique() > 1
    return [
        (section, group_name(setting, level, key) if several else "", legend(setting, known.filter(grade_scale=scale)))
        for section, level, key, scale in sections.iter_rows()
    ]


def notes(setting: Setting, known: pl.DataFrame) -> list[str]:
    """The scales are apart; grades of few persons are shown together."""
    said = [setting.say("appraisal.two_scales")] if known["grade_scale"].n_unique() > 1 else []
    together = known["part"].str.contains(SEVERAL, literal=True).any()
    return [*said, setting.say("appraisal.together", mark=TOGETHER)] if together else said


def by_bar(known: pl.DataFrame) -> list[dict[str, Any]]:
    """One entry per bar, class by class and scale by scale, oldest first: its columns, and `parts`, the rows of its
    grades."""
    ordered = known.sort("level", in_order(known), "year", "grade_scale", "position")
    return [
        own.select(*BAR, "persons_n", "break_before").row(0, named=True) | {"parts": own.to_dicts()}
        for own in ordered.partition_by(*BAR, maintain_order=True)
    ]


def readied(
    bars: list[dict[str, Any]], setting: Setting, whole: str = "footer.n_appraisal", of: str = "persons_n"
) -> pl.DataFrame:
    """The bars with the columns of `charts.grades`; a section is a group on a scale.

    whole, of: key of the text and column of what the parts are shares of.
    """
    rows = []
    for bar in bars:
        for part in bar["parts"]:
            several = SEVERAL in part["part"]
            part |= {"n": part["part_n"], "tone": TONES[part["position"]], "word": grade_name(setting, part["part"])}
            part["text"] = f"{part['n']}{TOGETHER if several else ''}"
        year = setting.say("scope.year", year=bar["year"])
        rows.append(
            {
                "section": f"{bar['key']} {bar['grade_scale']}",
                "level": bar["level"],
                "key": bar["key"],
                "grade_scale": bar["grade_scale"],
                "name": year,
                "mark": PERCENT.value(best(bar["parts"])["share"], setting.lang),
                "broken": bar["break_before"],
                "parts": [{name: part[name] for name in ("n", "tone", "text")} for part in bar["parts"]],
                "hover": hover(
                    setting,
                    f"{year} {group_name(setting, bar['level'], bar['key'])}",
                    bar["parts"],
                    setting.say(whole, n=bar["parts"][0][of]),
                ),
                "kind": "year",
                "id": str(bar["year"]),
            }
        )
    return pl.DataFrame(rows)


def finding(setting: Setting, bars: list[dict[str, Any]]) -> str:
    """The share of the persons with the best grade in the last year, and that of the year before if the two are
    comparable. Of several groups the range of their shares. Shares of all persons, so no gate is needed."""
    lang, year = setting.lang, max(bar["year"] for bar in bars)
    last = [bar for bar in bars if bar["year"] == year]
    tops = [best(bar["parts"]) for bar in last]
    scales = {bar["grade_scale"] for bar in last}
    if len(last) > 1 and len(scales) == 1:
        shares = sorted(top["share"] for top in tops)
        low, high = (PERCENT.value(shares[at], lang) for at in (0, -1))
        name = label("appraisal_grade", tops[0]["part"].split(SEVERAL)[0], lang)
        facts = {"year": year, "count": len(last), "grade": name, "low": low, "high": high}
        return setting.say("title.appraisal_range", **facts)
    if len(last) > 1:
        return setting.say("title.appraisal_scales", year=year, count=len(scales))
    top, name = tops[0], grade_name(setting, tops[0]["part"])
    share = PERCENT.value(top["share"], lang)
    said = setting.say("title.appraisal_best", year=year, grade=name, share=share)
    before = [bar for bar in bars if bar["year"] == year - 1 and not last[0]["break_before"]]
    tops_before = [best(bar["parts"]) for bar in before]
    earlier = [PERCENT.value(each["share"], lang) for each in tops_before if each["part"] == top["part"]]
    return title([said, *(setting.say("title.appraisal_before", share=share) for share in earlier)], lang)


SPEC = ExhibitSpec("appraisal_grades", ("appraisal_grades", *ASKED), make, (RECORDS,))
