"""The little Streamlit that pages share: selection, answers asked once, one card an exhibit, tables, downloads."""

from shell.chosen import (
    CHOICES,
    Options,
    ask,
    build,
    choice,
    exhibit,
    has_build,
    lang,
    newest_build,
    options,
    plain,
    say_scope,
    selection,
    speak,
    worded,
)
from shell.reference import contract_words, metric_words
from shell.stage import card, cards, draw, show, show_rows
from shell.tables import CODED, csv_bytes, download, download_rows, heading, table, workbook_bytes

__all__ = [
    "CHOICES",
    "CODED",
    "Options",
    "ask",
    "build",
    "card",
    "cards",
    "choice",
    "contract_words",
    "csv_bytes",
    "download",
    "download_rows",
    "draw",
    "exhibit",
    "has_build",
    "heading",
    "lang",
    "metric_words",
    "newest_build",
    "options",
    "plain",
    "say_scope",
    "selection",
    "show",
    "show_rows",
    "speak",
    "table",
    "worded",
    "workbook_bytes",
]
