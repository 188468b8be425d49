"""A card of an edited file beside the same card of the newest build: which line, figure and chart became which."""

import functools
from dataclasses import dataclass, replace

import queries
from briefing.answered import answered
from briefing.checking.alignment import aligned
from briefing.checking.expected import Source, source_of
from briefing.checking.facts import Fact

ROLES = ("finding", "subtitle", "footer")  # words that stand on each slide of a card


@dataclass(frozen=True)
class Renewal:
    """A card as exported, and the same card with the same choices from the newest build."""

    old: Source
    new: Source

    @functools.cached_property
    def same_shape(self) -> bool:
        """True if the newest build gives as many passages, so that each stands for the one at its place."""
        return len(self.old.lines) == len(self.new.lines)

    @functools.cached_property
    def _lines(self) -> dict[str | int, str]:
        """The line of the newest build for a line of the old one, by its words or its place."""
        old, new = self.old.lines, self.new.lines
        if self.same_shape:
            return dict(enumerate(new))
        roles = {getattr(self.old.exhibit, role): getattr(self.new.exhibit, role) for role in ROLES}
        return roles | {at: new[other] for at, other in aligned(old, new).items()}

    def line(self, at: int) -> str | None:
        """The line of the newest build for a line of the old one; None where there is none any more."""
        return self._lines.get(self.old.lines[at], self._lines.get(at))

    def is_source(self, at: int) -> bool:
        """True for a line that only tells source, build and trace code."""
        return self.old.lines[at] == self.old.exhibit.footer

    @functools.cached_property
    def _rows(self) -> dict[tuple, int]:
        facts = self.new.facts
        return {_key(facts.names[at], facts.years[at]): at for at in range(len(facts.years))}

    def fact(self, fact: Fact) -> Fact | None:
        """The same figure in the newest build: of the row with the same names and year, in the same column."""
        facts = self.old.facts
        row = self._rows.get(_key(facts.names[fact.row], facts.years[fact.row]))
        found = self.new.facts.cell(row, fact.column) if row is not None else []
        same = [each for each in found if each.unit == fact.unit]
        places = [each for each in facts.cell(fact.row, fact.column) if each.unit == fact.unit]
        return same[places.index(fact)] if len(same) == len(places) else None


def _key(names: dict[str, str], year: int | None) -> tuple:
    """What identifies a row. Texts with figures in them change with the figures."""
    return (year, *sorted((column, text) for column, text in names.items() if not any(each.isdigit() for each in text)))


def renewal_of(source: Source, forms: tuple[str, ...]) -> Renewal | None:
    """The card from the newest build; None where that build no longer gives it. Raises queries.NoBuild."""
    card = source.card
    if card.selection is None:
        return None
    try:
        shown = answered(source.exhibit.id, replace(card.selection, lang=source.lang), card.newest)
    except queries.QuestionError:
        return None
    made = source if shown is source.exhibit else source_of(card, shown, forms)
    return Renewal(source, replace(made, code=shown.code))
