"""The types of an exhibit and of its specification in the catalogue."""

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from exhibits.selection import Selection

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Exhibit:
    """One message: the rows shown, their figure, and the text around it.

    `figure` is a Plotly figure, a pydeck deck, or None where the frame itself is shown (cards, tables) or where there
    is nothing to draw. `frame` holds exactly what a reader sees: rates 0–1, suppressed figures null. `code` is the
    trace code in the footer. `in_points`: its rates are means of points divided by 100, which are no shares.
    """

    id: str
    frame: pl.DataFrame
    figure: Any
    finding: str
    subtitle: str
    footer: str
    alt: str
    code: str = ""
    in_points: bool = False

    @functools.cached_property
    def figure_json(self) -> str:
        """The Plotly figure as JSON, made once for all who look at it; "" where there is none."""
        return self.figure.to_json(validate=False) if hasattr(self.figure, "to_plotly_json") else ""

    @functools.cached_property
    def figure_digest(self) -> str:
        """Equal for equal figures."""
        return hashlib.blake2b(self.figure_json.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True)
class SourceRecords:
    """The source records of an exhibit: a dataset (`survey`: answers and counts together) and the filters on it.

    `narrowed_by`: the choices of the reader that filter it. `always`: fixed filters. `years_shown`: keep only the years
    of the exhibit's rows. `series`: the records belong only to series whose names start with this prefix. `keys_shown`:
    a column; keep only its values in the exhibit's rows.
    """

    dataset: str
    narrowed_by: tuple[str, ...]
    always: tuple[tuple[str, Any], ...] = ()
    years_shown: bool = False
    series: str = ""
    keys_shown: str = ""

    def filters(self, selection: Selection, frame: pl.DataFrame) -> dict[str, Any] | None:
        """Column → value or values: the filters on the dataset for an exhibit with this frame. None where the exhibit's
        figures are not computed from these records."""
        if self.series and not (frame.height and frame["series"][0].startswith(self.series)):
            return None
        filters = selection.params(self.narrowed_by)
        if self.years_shown and frame.height and "year" in frame.columns:
            first = "year_first" if "year_first" in frame.columns else "year"
            filters |= {"year_from": frame[first].min(), "year_to": frame["year"].max()}
        if self.keys_shown and frame.height:
            filters |= {self.keys_shown: frame[self.keys_shown].unique().sort().to_list()}
        return filters | dict(self.always)


@dataclass(frozen=True)
class ExhibitSpec:
    """How an exhibit is made: the questions to ask first, and the function of their answers and the selection.

    `source_records`: the records that its figures are computed from; empty for exhibits about the warehouse itself.
    """

    id: str
    questions: tuple[str, ...]
    make: Callable[[Frames, Selection], Exhibit]
    source_records: tuple[SourceRecords, ...] = ()
