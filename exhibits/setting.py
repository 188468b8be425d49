"""The context of every exhibit: facts of the build, the reader's choices in words, subtitle and footer."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from charts.theme import PALETTES, Palette
from exhibits.exhibit import Exhibit, Frames
from exhibits.selection import SCOPE, Selection
from exhibits.trace_code import code_of
from words import say

ASKED = ("build_facts", "unit_list")  # every exhibit asks these two questions for its subtitle and footer
# The datasets behind a source, as build_facts counts their rejected rows; other sources have no figures of their own.
REJECTED = {
    "survey": ("survey",),
    "opinion": ("opinion",),
    "index": ("index",),
    "points": ("index",),
    "stars": ("index",),
    "ledger": ("ledger",),
    "hotline": ("hotline",),
    "orders": ("hotline",),
    "programmes": ("programmes",),
    "appraisal": ("appraisal",),
    "appraisal_ledger": ("appraisal", "ledger"),
    "rating": ("rating",),
    "bad_ratings": ("bad_ratings",),
    "topics": ("topics",),
    "brand": ("brand",),
    "duties": ("duties",),
    "contacts": ("contacts",),
    "sessions": ("sessions",),
    "inquiries": ("inquiries",),
    "linkage": ("index", "records"),
    "all": ("survey", "opinion", "ledger"),
    "systems": (
        *("programmes", "brand", "ledger", "rating", "hotline"),
        *("duties", "contacts", "sessions", "inquiries"),
    ),
}
OF_UNITS = ("years", "unit_class", "units")  # the choices that narrow what has no groups of people


@dataclass(frozen=True)
class Setting:
    """The context of one exhibit: its id, the answered frames, the selection, and texts made from them."""

    id: str
    frames: Frames
    selection: Selection
    source: str
    scope: Iterable[str] = SCOPE
    ledger: bool = False

    @property
    def lang(self) -> str:
        """The reader's language, zh or en."""
        return self.selection.lang

    @property
    def palette(self) -> Palette:
        """The colours of the chosen theme."""
        return PALETTES[self.selection.theme]

    def say(self, key: str, **facts: object) -> str:
        """The text exhibits.<key> in the reader's language."""
        return say(f"exhibits.{key}", self.lang, **facts)

    @property
    def facts(self) -> dict[str, Any]:
        """The row of build_facts; all values None without a build."""
        facts = self.frames["build_facts"]
        return facts.row(0, named=True) if facts.height else dict.fromkeys(facts.columns)

    @property
    def as_of(self) -> str:
        """The date of the ledger's figures as text, empty if unknown."""
        day = self.selection.as_of or self.facts["as_of"]
        return str(day) if day else ""

    @property
    def stamp(self) -> str:
        """The watermark for figures made from demonstration data; "" for real data."""
        return self.say("sample") if self.facts["sample"] else ""

    def subtitle(self, measure: str, unit: str, years: tuple[int, int] | None, notes: Iterable[str] = ()) -> str:
        """Measure · scope · period · unit, then the notes needed to read the figure."""
        names: dict[str, str] = {}
        if self.selection.units:
            names = dict(self.frames["unit_list"].select("unit_id", "unit").iter_rows())
        parts = [measure, self.selection.words(self.lang, names, years, self.scope)]
        parts += [self.say("unit_is", unit=unit)] if unit else []
        if self.ledger and self.as_of:
            parts.append(self.say("as_of", day=self.as_of))
        return " · ".join([*filter(None, [*parts, *notes])])

    def footer(self, n: str, interval: str, years: tuple[int, int] | None) -> str:
        """Source · n · rejected rows · interval · definitions · data as of · build · trace code; for demonstration data
        preceded by a notice."""
        facts = self.facts
        rejected = sum(facts[f"rejected_{part}"] or 0 for part in REJECTED.get(self.source, ()))
        until = self.as_of if self.ledger else str(years[1]) if years else ""
        parts = [
            self.stamp,
            self.say("footer.source", source=self.say(f"source.{self.source}")),
            n,
            self.say("footer.rejected", n=rejected) if rejected else "",
            self.say(f"interval.{interval}") if interval else "",
            self.say("footer.definitions", version=facts["definitions"]) if facts["definitions"] else "",
            self.say("footer.until", until=until) if until else "",
            self.say("footer.build", build=str(facts["build_id"])[:12]) if facts["build_id"] else "",
            self.say("footer.trace", code=self.trace()),
        ]
        return " · ".join(filter(None, parts))

    def trace(self) -> str:
        """The trace code of the exhibit for these choices in this build."""
        return code_of(self.id, self.selection, self.facts["build_id"])

    def exhibit(
        self,
        frame: pl.DataFrame,
        figure: Any,
        finding: str,
        *,
        measure: str,
        kind: str,
        unit: str = "",
        n: int | None = None,
        n_of: str = "",
        interval: str = "",
        years: tuple[int, int] | None = None,
        notes: Iterable[str] = (),
    ) -> Exhibit:
        """The finished exhibit. `kind`: line, dots, bars, curve, map, cards or table, for the alternative text (screen
        readers).

        `n_of`: what n counts, where it differs from what the source counts.
        """
        subtitle = self.subtitle(measure, unit, years, notes)
        n_of = n_of or ("items" if self.ledger else self.source)
        said_n = self.say(f"footer.n_{n_of}", n=n) if n is not None else ""
        alt = self.say("alt", kind=self.say(f"kind.{kind}"), finding=finding, subtitle=subtitle)
        footer = self.footer(said_n, interval, years)
        points = self.selection.basis == "points" and self.source == "survey"
        return Exhibit(self.id, frame, figure, finding, subtitle, footer, alt, self.trace(), points)

    def nothing(self, frame: pl.DataFrame, measure: str, kind: str, reason: str = "empty") -> Exhibit:
        """The exhibit for a choice with nothing to show: gives the reason and advice. `reason`: key of the texts
        exhibits.REASON."""
        finding = self.say(f"{reason}.finding")
        return self.exhibit(frame, None, finding, measure=measure, kind=kind, notes=[self.say(f"{reason}.advice")])


def year_span(frame: pl.DataFrame) -> tuple[int, int] | None:
    """First and last year of a frame's rows."""
    return (int(frame["year"].min()), int(frame["year"].max())) if frame.height else None  # type: ignore[arg-type]
