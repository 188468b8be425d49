"""Do the index scores as given agree with those that their own records give?"""

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.phrasing import count
from exhibits.selection import Selection
from exhibits.setting import ASKED, LEDGER, Setting, year_span


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("index_reconciliation", frames, selection, "checks", LEDGER)
    scores = frames["index_reconciliation"].sort("year", "index", descending=[True, False])
    compared = int(scores["compared_n"].sum())
    if not compared:
        return setting.nothing(scores, setting.say("measure.reconciliation"), "table", "no_reconciliation")
    differing = int(scores["differing_n"].sum())
    clauses = [setting.say("title.compared", count=count(compared))]
    clauses.append(setting.say("title.differing", count=count(differing)) if differing else setting.say("title.agreed"))
    return setting.exhibit(
        scores,
        None,
        title(clauses, setting.lang),
        measure=setting.say("measure.reconciliation"),
        kind="table",
        unit=setting.say("unit_name.score"),
        n=compared,
        n_of="compared",
        years=year_span(scores),
        notes=[setting.say("note.tolerance", points=f"{scores['tolerance'][0]:g}")],
    )


SPEC = ExhibitSpec("index_reconciliation", ("index_reconciliation", *ASKED), make)
