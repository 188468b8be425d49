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
class ExhibitSpec:
    """How an exhibit is made: the questions to ask beforehand, and the function of their answers and the selection."""

    id: str
    questions: tuple[str, ...]
    make: Callable[[Frames, Selection], Exhibit]
