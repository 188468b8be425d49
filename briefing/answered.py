"""Answers of questions, and exhibits made of them: computed once for the same build and choices, for all readers."""

from dataclasses import replace
from typing import Any

import polars as pl

import queries
from briefing.once import Once
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection
from words import LANGUAGES

KEPT_FRAMES, KEPT_EXHIBITS = 2000, 500


def answer(question: str, selection: Selection, build: str | None = None) -> pl.DataFrame:
    """The result of a question for these choices, by default from the published build. Raises queries.QuestionError."""
    given = selection.params(queries.parameters(question))
    params = ((name, tuple(value) if isinstance(value, list) else value) for name, value in sorted(given.items()))
    return _answer(build or queries.build_id(), queries.sources(), question, tuple(params))


def answered(name: str, selection: Selection, build: str | None = None) -> Exhibit:
    """The finished exhibit for these choices, by default from the published build. Raises queries.QuestionError."""
    return _answered(name, selection, build or queries.build_id(), queries.sources())


def in_every_language(name: str, selection: Selection, build: str) -> dict[str, Exhibit]:
    """Language → the exhibit. Raises queries.QuestionError."""
    return {lang: answered(name, replace(selection, lang=lang), build) for lang in LANGUAGES}


def _ask(build: str, sources: tuple, question: str, params: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    """sources: part of the cache key only: what an answer depends on besides the build (queries.sources)."""
    return queries.ask(question, build=build, **dict(params))


def _make(name: str, selection: Selection, build: str, sources: tuple) -> Exhibit:
    spec = CATALOGUE[name]
    return spec.make({question: answer(question, selection, build) for question in spec.questions}, selection)


_answer, _answered = Once(_ask, KEPT_FRAMES), Once(_make, KEPT_EXHIBITS)
