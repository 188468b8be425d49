"""Do the delivered index scores agree with the scores computed from their records?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.phrasing import count
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting, year_span


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("index_reconciliation", frames, selection, "checks", OF_UNITS)
    scores = frames["index_reconciliation"].sort("year", "index", descending=[True, False])
    compared = int(scores["compared_n"].sum())
    untold = scores["suppressed"].any()
    if not compared and not untold:
        return setting.nothing(scores, setting.say("measure.reconciliation"), "table", "no_reconciliation")
    return setting.exhibit(
        scores,
        None,
        finding(setting, scores),
        measure=setting.say("measure.reconciliation"),
        kind="table",
        unit=setting.say("unit_name.score"),
        n=compared,
        n_of="compared",
        years=year_span(scores),
        notes=[
            setting.say("note.tolerance", points=f"{scores['tolerance'][0]:g}"),
            *([setting.say("note.not_shown")] if untold else []),
        ],
    )


def finding(setting: Setting, scores: pl.DataFrame) -> str:
    """How many scores could be compared, and how many differ by more than the tolerance. With suppressed counts and no
    known difference it does not say that all agree."""
    compared, differing = (int(scores[column].sum()) for column in ("compared_n", "differing_n"))
    if scores["differing_n"].null_count() and not differing:
        return title([setting.say("title.compared", count=count(compared))], setting.lang)
    agreement = word("agreement", Facts(count=differing), setting.lang, count=count(differing))
    return title([setting.say("title.compared", count=count(compared)), agreement], setting.lang)


SPEC = ExhibitSpec("index_reconciliation", ("index_reconciliation", *ASKED), make)
