"""An exhibit computed from the results of its questions, as a page shows it."""

from dataclasses import replace

import queries
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection
from words import LANGUAGES


def answered(name: str, selection: Selection, build: str | None = None) -> Exhibit:
    """The exhibit for these choices from a build, by default the published one. Raises queries.QuestionError."""
    return CATALOGUE[name].make(_answers(name, selection, build), selection)


def in_every_language(name: str, selection: Selection, build: str) -> dict[str, Exhibit]:
    """Language → the exhibit; each question is asked once. Raises queries.QuestionError."""
    answers = _answers(name, selection, build)
    return {lang: CATALOGUE[name].make(answers, replace(selection, lang=lang)) for lang in LANGUAGES}


def _answers(name: str, selection: Selection, build: str | None) -> dict:
    return {
        question: queries.ask(question, build=build, **selection.params(queries.parameters(question)))
        for question in CATALOGUE[name].questions
    }
