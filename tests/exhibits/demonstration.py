"""An exhibit of the build that RONGHE_HOME holds, its questions answered once for all languages and tests of a run."""

import functools
from pathlib import Path
from typing import Any

import polars as pl

import queries
from exhibits import CATALOGUE, Exhibit, Selection
from queries.connection import build_file


def exhibit_of(name: str, *settings: str, lang: str = "zh") -> Exhibit:
    """settings: as on the command line, "year_from=2023"."""
    selection, spec = Selection.of(settings, lang), CATALOGUE[name]
    chosen = {question: selection.params(queries.parameters(question)) for question in spec.questions}
    frames = {question: _answer(build_file(), question, _hashable(params)) for question, params in chosen.items()}
    return spec.make(frames, selection)


@functools.lru_cache(maxsize=2000)
def _answer(build: Path, question: str, params: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    return queries.ask(question, build=build, **dict(params))


def _hashable(params: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((key, tuple(value) if isinstance(value, list) else value) for key, value in sorted(params.items()))
