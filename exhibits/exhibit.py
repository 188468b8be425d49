"""The one thing a stage may show, and what a catalogue knows about making it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from exhibits.selection import Selection

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Exhibit:
    """One message: the rows shown, their figure, and the words around it.

    `figure` is a Plotly figure, a pydeck deck, or None where the frame itself is what is shown (cards, tables) or where
    there is nothing to draw. `frame` holds exactly what a reader sees: rates 0–1, suppressed figures null.
    """

    id: str
    frame: pl.DataFrame
    figure: Any
    finding: str
    subtitle: str
    footer: str
    alt: str


@dataclass(frozen=True)
class Ground:
    """Records behind an exhibit: a dataset (`survey`: answers and counts together), the choices of the reader that
    narrow it, and what narrows it always.

    `years_shown`: only the years of the exhibit's rows count. `series`: how the names of the series begin that are made
    of these records.
    """

    dataset: str
    narrowed_by: tuple[str, ...]
    always: tuple[tuple[str, Any], ...] = ()
    years_shown: bool = False
    series: str = ""

    def filters(self, selection: Selection, frame: pl.DataFrame) -> dict[str, Any] | None:
        """Column → value or values: what is to be asked for of the dataset, for an exhibit with this frame. None where
        what it shows does not rest on these records."""
        if self.series and not (frame.height and frame["series"][0].startswith(self.series)):
            return None
        filters = selection.params(self.narrowed_by)
        if self.years_shown and frame.height and "year" in frame.columns:
            first = "year_first" if "year_first" in frame.columns else "year"
            filters |= {"year_from": frame[first].min(), "year_to": frame["year"].max()}
        return filters | dict(self.always)


@dataclass(frozen=True)
class ExhibitSpec:
    """How an exhibit is made: the questions to ask beforehand, and the function of their answers and the selection.

    `grounds`: the records that its figures come from; none where it tells of the warehouse itself.
    """

    id: str
    questions: tuple[str, ...]
    make: Callable[[Frames, Selection], Exhibit]
    grounds: tuple[Ground, ...] = ()
