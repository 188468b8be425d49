"""A trace code restored: the card as it was and as it is now, what has changed, and the batches that explain it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import queries
from briefing.answered import answered
from briefing.changes import Changes, changes_between
from briefing.exports import Export, Figures, Kept, figures, found, live_batches
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit
from exhibits.phrasing import minute
from exhibits.selection import Selection
from exhibits.trace_code import is_valid, near, tidy
from words import say

SURVEY = ("survey_response", "survey_count")
LEDGER = ("rectification_item", "rectification_entry")
EVERYWHERE = ("unit", "unit_lineage", "city")  # datasets that may change the figures of any exhibit
FIRST_CHANGES = 20


@dataclass(frozen=True)
class Batch:
    """A batch that is in one of two builds only. `added`: it is in the newer one."""

    batch_id: str
    dataset: str
    file: str
    loaded_at: str
    loaded_by: str
    added: bool


@dataclass(frozen=True)
class Restored:
    """What is known of a code.

    `was`: the exhibit from its build; None if the build is gone. `stored`: the figures of the last export. `now`: the
    exhibit in the build `newest`, for the choices `today`. `changes`: from then to now; None where both can't be
    compared. `refused`: key of the texts trace_code.refused: why the exhibit can't be shown.
    """

    kept: Kept
    lang: str
    newest: str
    selection: Selection | None = None
    was: Exhibit | None = None
    stored: Figures | None = None
    now: Exhibit | None = None
    today: Selection | None = None
    changes: Changes | None = None
    batches: tuple[Batch, ...] = ()
    refused: str = ""

    @property
    def before(self) -> Exhibit | Figures | None:
        """The card as it was: from its build, which hides what any kept build hides, else as exported."""
        return self.was or self.stored

    @property
    def texts(self) -> Exhibit | Figures | None:
        """The card as it was, to show its texts; None where they may hold figures that are not shown today."""
        return self.was or (self.stored if self.changes and not self.changes.hides else None)


def mistyped(code: str, lang: str) -> str:
    """The sentence about a tidy code that can't be restored: a slip, with the kept codes one slip away; or unknown."""
    if is_valid(code):
        return say("trace_code.unknown", lang, code=code)
    kept = meant(code)
    if not kept:
        return say("trace_code.mistyped", lang, code=code)
    return say("trace_code.mistyped_near", lang, code=code, near=say("exhibits.list.comma", lang).join(kept))


def meant(code: str) -> list[str]:
    """The kept codes one slip away from a tidy code that is not valid."""
    return [] if is_valid(code) else [each for each in near(code) if found(each)]


def restored(typed: str, lang: str, build: str | None = None) -> Restored | None:
    """The card of a code beside a build, by default the one in force; None if the code is mistyped or unknown.

    Raises queries.NoBuild if nothing is published.
    """
    newest = build or queries.build_id()
    code = tidy(typed)
    kept = found(code) if is_valid(code) else None
    if kept is None:
        return None
    try:
        selection = Selection.of([f"{name}={value}" for name, value in kept.settings.items()], lang)
        spec = CATALOGUE[kept.exhibit]
    except (KeyError, ValueError):
        return Restored(kept, lang, newest, refused="not_known_today")
    card = Restored(kept, lang, newest, selection, _from_build(kept, selection), figures(kept, lang))
    today = _pinned(selection, card) if newest != kept.build else selection
    try:
        now = answered(spec.id, today, newest)
    except queries.QuestionError:
        return replace(card, stored=None, refused="not_in_newest")
    if before := card.before:
        changes = changes_between(spec.id, before.frame, now.frame, lang, points=now.in_points)
        card = replace(card, changes=changes, batches=tuple(_batches_between(card)))
    return replace(card, now=now, today=today)


def _from_build(kept: Kept, selection: Selection) -> Exhibit | None:
    try:
        return answered(kept.exhibit, selection, kept.build)
    except queries.QuestionError:
        return None


def _pinned(selection: Selection, card: Restored) -> Selection:
    """The choices with the last year that was shown, so that a year added since is not taken for a change."""
    before = card.before
    if selection.year_to or before is None or before.frame.is_empty() or "year" not in before.frame.columns:
        return selection
    return replace(selection, year_to=max(before.frame["year"].drop_nulls(), default=None))


def _batches_between(card: Restored) -> Iterator[Batch]:
    """The batches of the exhibit's datasets that only one of the two builds was made from."""
    old = live_batches(card.kept.build) if card.was else card.stored.batches if card.stored else []
    new = live_batches(card.newest)
    touching = _datasets(card.kept.exhibit)
    for rows, others, added in ((new, old, True), (old, new, False)):
        ids = {row["batch_id"] for row in others}
        for row in rows:
            if row["batch_id"] not in ids and (row["dataset"] in touching or not touching):
                yield Batch(added=added, **row)


def _datasets(exhibit: str) -> frozenset[str]:
    """The datasets of the exhibit's records; empty for exhibits about the warehouse, which any batch may change."""
    named = {records.dataset for records in CATALOGUE[exhibit].source_records}
    if not named:
        return frozenset()
    named |= set(SURVEY) if "survey" in named else set()
    named |= set(LEDGER) if "rectification_item" in named else set()
    return frozenset(named | set(EVERYWHERE))


# --- in words --------------------------------------------------------------------------------------------------------


def exhibit_name(exhibit: str, lang: str) -> str:
    """The name of an exhibit; an exhibit that the catalogue no longer has keeps its id."""
    return say(f"exhibits.name.{exhibit}", lang) if exhibit in CATALOGUE else exhibit


def about(card: Restored) -> Iterator[str]:
    """What the card was: the exhibit, its build, when it was first seen."""
    kept, lang = card.kept, card.lang
    name = exhibit_name(kept.exhibit, lang)
    yield say("trace_code.card", lang, code=kept.code, name=name, build=kept.build, day=minute(kept.first_seen))
    if card.refused:
        yield say(f"trace_code.refused.{card.refused}", lang)
    elif card.was is None:
        yield say("trace_code.build_gone_stored" if card.stored else "trace_code.build_gone", lang, build=kept.build)


def outcome(card: Restored) -> str:
    """Whether the card has changed since, in one sentence; "" where that can't be said."""
    if card.changes is None:
        return ""
    if card.newest == card.kept.build:
        return say("trace_code.newest", card.lang)
    if not card.changes.all:
        return say("trace_code.unchanged", card.lang, build=card.newest)
    counts = {kind: len(card.changes.of(kind)) for kind in ("changed", "hidden", "gone", "new")}
    parts = [say(f"trace_code.count.{kind}", card.lang, n=n) for kind, n in counts.items() if n]
    what = say("trace_code.and", card.lang).join(parts)
    return say("trace_code.changed_since", card.lang, build=card.newest, what=what)


def change_words(card: Restored, first: int | None = FIRST_CHANGES) -> Iterator[str]:
    """The finding if it has changed, and the changes, one a line: the first ones, then how many more; None: all."""
    if card.changes is None or not card.changes.all:
        return
    if card.texts and card.now and card.texts.finding != card.now.finding:
        yield say("trace_code.finding", card.lang, before=card.texts.finding, after=card.now.finding)
    for change in card.changes.all[:first]:
        facts = {"row": change.row, "column": change.column, "before": change.before, "after": change.after}
        yield say(f"trace_code.change.{change.kind}", card.lang, **facts)
    if first and (more := len(card.changes.all) - first) > 0:
        yield say("trace_code.more", card.lang, n=more)


def batch_words(card: Restored) -> Iterator[str]:
    """The batches that explain the changes, one a line."""
    if card.changes is None or not card.changes.all:
        return
    for batch in card.batches:
        key = "trace_code.batch.added" if batch.added else "trace_code.batch.removed"
        dataset = say(f"codes.dataset.{batch.dataset}", card.lang)
        by, day = batch.loaded_by, minute(batch.loaded_at)
        yield say(key, card.lang, batch=batch.batch_id, file=batch.file, dataset=dataset, by=by, day=day)
    if not card.batches:
        yield say("trace_code.batch.none", card.lang)


def export_words(export: Export, lang: str) -> str:
    """One export in a sentence."""
    facts = {"day": minute(export.made_at), "by": export.by, "kind": export.kind, "file": export.file}
    return say("trace_code.export", lang, **facts)
