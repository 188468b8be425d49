"""Which problems in the data should a data steward check, and how can they be corrected?"""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import title
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from words import say, spelled

SEVERITIES = ("error", "warning", "note")


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("quality_findings", frames, selection, "checks", OF_UNITS)
    findings = frames["quality_findings"]
    if findings.is_empty():
        return setting.nothing(findings, setting.say("measure.findings"), "table", "no_findings")
    messages = [sentence(row, setting.lang) for row in findings.iter_rows(named=True)]
    return setting.exhibit(
        findings.with_columns(message=pl.Series(messages, dtype=pl.String)),
        None,
        finding(setting, findings),
        measure=setting.say("measure.findings"),
        kind="table",
        unit=setting.say("unit_name.findings"),
        n=findings.height,
        n_of="findings",
        notes=[setting.say("note.not_shown")] if findings["suppressed"].any() else [],
    )


def finding(setting: Setting, findings: pl.DataFrame) -> str:
    """The number of findings by severity."""
    counts = dict(findings.group_by("severity").len().iter_rows())
    clauses = [setting.say(f"title.severity.{each}", count=counts[each]) for each in SEVERITIES if each in counts]
    return title(clauses, setting.lang)


class NotShown(str):
    """Text that replaces a suppressed number in a sentence, whatever its number format."""

    def __format__(self, how: str) -> str:
        return str(self)


def sentence(finding: dict, lang: str) -> str:
    """A finding as a sentence for clerks: what was found, what was expected, what to do."""
    untold = NotShown(say("exhibits.not_shown", lang))
    numbers = ("given", "expected", "forms_n", "of_n") if finding["suppressed"] else ()
    hidden = {name: untold for name in numbers if finding[name] is None}
    subject = spelled(finding["subject"] or "", lang)
    return say(f"quality.{finding['check']}", lang, **finding | hidden | {"subject": subject})


SPEC = ExhibitSpec("quality_findings", ("quality_findings", *ASKED), make)
