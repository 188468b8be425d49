"""What a slide shows, independent of PowerPoint: the exhibit's frame as named series, rows of words or cards."""

import datetime
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal["line", "dots", "scatter", "curve", "bars", "table", "cards"]
# A main line gets its style from its position in the chart, a part of a bar has its own fill.
Role = Literal[
    "main", "target", "centre", "limit", "interval", "outer", "beside", "way",
    "done", "wait", "late", "gone", "rate", "mix",
]  # fmt: skip
PARTS: tuple[Role, ...] = ("done", "wait", "late", "gone", "rate", "mix")
NAMED: tuple[Role, ...] = ("main", "beside", "way", *PARTS)
Sign = Literal["below", "signal", "above"]  # red diamond, blue diamond, blue triangle


@dataclass(frozen=True)
class Series:
    """One line or set of marks: one value per category (or x). None is a gap, for example a suppressed year."""

    name: str
    values: Sequence[float | None]
    role: Role = "main"
    xs: Sequence[float] = ()  # only for points with their own x: on a curve, in a scatter
    breaks: tuple[int, ...] = ()  # positions that must not be joined to the position before
    hollow: tuple[int, ...] = ()  # positions that are uncertain or have a small n
    signs: Mapping[int, Sign] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)  # words at single points: position → words
    highs: Sequence[float | None] = ()  # the upper ends of an interval; the values are its lower ends

    @property
    def places(self) -> list[int]:
        """The positions that have a value."""
        return [place for place, value in enumerate(self.values) if value is not None]


@dataclass(frozen=True)
class Plan:
    """A chart, a table or cards to draw. `measure` is the name of the value axis, `across` of the other axis.

    Dots and bars: each category is a row, the first on top, with a mark at its right end (`marks`). Dots also have
    a heading where the section changes (`sections`). Table: the categories are the headings of the columns of `cells`.
    Cards: the words are in `cells`.
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
    days: Sequence[datetime.date] = ()  # of a line over time, instead of categories
    reach: tuple[float, float, float] | None = None  # lowest, highest, step of the value axis, if set from outside
    marks: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    toned: tuple[bool, ...] = ()  # rows with a pale band behind them, section by section
    corners: tuple[str, ...] = ()  # words in the corners of a scatter: top right, bottom right, top left, bottom left
    note: str = ""  # lines above the plot, or below a table
    shares: bool = False  # bars: each row shows parts of its own total
    cells: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = ()  # widths of a table's columns on all its slides, in half-width characters
    lines: int = 0  # number of rows and headings that get space, if another column on the slide has more

    @property
    def shows(self) -> bool:
        """True if there is anything to draw."""
        return bool(self.cells) or any(value is not None for series in self.series for value in series.values)

    @property
    def named(self) -> bool:
        """True if a legend names the series: not if words at the lines name them, nor on a panel with a subtitle."""
        unnamed = [each for each in self.series if each.role in NAMED and not each.words]
        return len(unnamed) > 1 and (self.kind == "bars" or (self.kind in ("line", "curve") and not self.panel))

    @functools.cached_property
    def headed(self) -> list[tuple[int | None, str]]:
        """The lines of dots and bars from the top: (position, name) for a row, (None, heading) for a section."""
        lines: list[tuple[int | None, str]] = []
        before = ""
        for place, name in enumerate(self.categories):
            if self.sections and self.sections[place] != before:
                before = self.sections[place]
                lines.append((None, before))
            lines.append((place, name))
        return lines

    def part(self, first: int, end: int) -> "Plan":
        """The same chart with the rows from `first` to before `end`."""

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
