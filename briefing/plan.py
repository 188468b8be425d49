"""What an exhibit's slides draw, before any PowerPoint: its frame as named series, rows of words or cards."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["line", "dots", "scatter", "curve", "bars", "table", "cards"]
# A main line is told apart by its place in the chart; a part of a bar has a fill of its own.
Role = Literal[
    "main", "target", "centre", "limit", "interval", "outer", "beside", "way",
    "done", "wait", "late", "gone", "rate", "mix",
]  # fmt: skip
PARTS: tuple[Role, ...] = ("done", "wait", "late", "gone", "rate", "mix")
NAMED: tuple[Role, ...] = ("main", "beside", "way", *PARTS)
Sign = Literal["below", "signal", "above"]  # a red diamond, a blue diamond, a blue triangle


@dataclass(frozen=True)
class Series:
    """One line or set of marks: a value for each category (or x); None is a gap, as for a suppressed year."""

    name: str
    values: Sequence[float | None]
    role: Role = "main"
    xs: Sequence[float] = ()  # only where points have places of their own: on a curve, in a scatter
    breaks: tuple[int, ...] = ()  # positions that must not be joined to the one before
    hollow: tuple[int, ...] = ()  # positions that are uncertain or rest on little
    signs: Mapping[int, Sign] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)  # beside single points
    highs: Sequence[float | None] = ()  # of an interval: its upper ends; the values are its lower

    @property
    def places(self) -> list[int]:
        """The positions that have a value."""
        return [place for place, value in enumerate(self.values) if value is not None]


@dataclass(frozen=True)
class Plan:
    """A chart, a table or cards to draw. `measure` names the value axis, `across` the other one.

    Of dots and bars the categories are rows, the first on top: each with a mark at its right end (`marks`), and under
    a heading where its section changes (`sections`, of dots). Of a table the categories head the columns of `cells`;
    cards have their words in them.
    """

    kind: Kind
    series: list[Series]
    measure: str
    across: str
    categories: list[str]
    number_format: str = "0.0%"
    panel: bool = False  # one of several on the slide
    break_word: str = ""
    until: int = 0  # the last x of a curve
    days: Sequence[datetime.date] = ()  # of a line over time, in place of categories
    reach: tuple[float, float, float] | None = None  # lowest, highest, step of the value axis, where not from this plan
    marks: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    toned: tuple[bool, ...] = ()  # rows with a pale tone behind them, section by section
    corners: tuple[str, ...] = ()  # words in the corners of a scatter: right above, right below, left above, left below
    note: str = ""  # lines above the plot
    shares: bool = False  # bars: each row as parts of its own whole
    cells: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()  # of a table's columns on all its slides, in half-width characters
    lines: int = 0  # how many rows and headings the plot has room for, where others beside it have more

    @property
    def shows(self) -> bool:
        """Is there anything to draw?"""
        return bool(self.cells) or any(value is not None for series in self.series for value in series.values)

    @property
    def named(self) -> bool:
        """Does a legend name its series? Not where words beside the lines do, nor on a panel, whose subtitle does."""
        unnamed = [each for each in self.series if each.role in NAMED and not each.words]
        return len(unnamed) > 1 and (self.kind == "bars" or (self.kind in ("line", "curve") and not self.panel))

    @property
    def headed(self) -> list[tuple[int | None, str]]:
        """The lines of dots and bars from the top: (position, name) of a row, (None, heading) of a section."""
        lines: list[tuple[int | None, str]] = []
        before = ""
        for place, name in enumerate(self.categories):
            if self.sections and self.sections[place] != before:
                before = self.sections[place]
                lines.append((None, before))
            lines.append((place, name))
        return lines

    def part(self, first: int, end: int) -> "Plan":
        """The same chart with the rows from `first` up to `end` only."""

        def inside(places: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(place - first for place in places if first <= place < end)

        series = [
            replace(
                each,
                values=each.values[first:end],
                highs=each.highs[first:end],
                hollow=inside(each.hollow),
                signs={place - first: sign for place, sign in each.signs.items() if first <= place < end},
            )
            for each in self.series
        ]
        return replace(
            self,
            series=series,
            categories=self.categories[first:end],
            marks=self.marks[first:end],
            sections=self.sections[first:end],
            toned=self.toned[first:end],
        )
