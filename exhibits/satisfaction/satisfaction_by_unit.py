"""Which units are significantly above or below the target line, inside their own class?"""

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.satisfaction.rates import exhibit_of_one_year
from exhibits.selection import Selection
from exhibits.setting import ASKED, Setting
from exhibits.source_records import ANSWERS
from exhibits.unit_classes import ordered, sections


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("satisfaction_by_unit", frames, selection, "survey")
    answers_by_unit = ordered(frames["satisfaction_by_unit"], "rate")
    return exhibit_of_one_year(
        setting,
        answers_by_unit,
        answers_by_unit["unit"].to_list(),
        ("unit", "unit_id"),
        what="units",
        measured="measure.by_unit",
        note="note.inside_class",
        sections=sections(answers_by_unit, setting.lang),
    )


SPEC = ExhibitSpec("satisfaction_by_unit", ("satisfaction_by_unit", "headline", *ASKED), make, (ANSWERS,))
