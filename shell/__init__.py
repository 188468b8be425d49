"""The Streamlit parts that pages share: selection, cached results, one card per exhibit, tables, downloads.

Called by app.py and pages. It shows what exhibits return and computes nothing itself. The parts of the stewards' pages,
which call etl, are in shell.stewards.
"""

from exhibits.columns import CODED, csv_bytes, heading
from shell.ahead import make_ahead
from shell.basket import basket_link
from shell.code_page import code_page
from shell.edited_page import edited_files
from shell.parts import begin_parts
from shell.pictures import begin_page, page_pictures
from shell.reference import contract_words, metric_words, rule_words
from shell.row_files import workbook_bytes
from shell.session import (
    CHOICES,
    Options,
    ask,
    build,
    choice,
    choose,
    exhibit,
    lang,
    newest_build,
    options,
    plain,
    scope_words,
    selection,
    speak,
    units_switch,
    views,
    worded,
    wording,
)
from shell.sheet import sheet_margins
from shell.stage import beside, card, cards, draw, show, show_rows
from shell.tables import choices_about, side_by_side, table
from shell.unit_choice import choose_units

__all__ = [
    "CHOICES",
    "CODED",
    "Options",
    "ask",
    "basket_link",
    "begin_page",
    "begin_parts",
    "beside",
    "build",
    "card",
    "cards",
    "choice",
    "choices_about",
    "choose",
    "choose_units",
    "code_page",
    "contract_words",
    "csv_bytes",
    "draw",
    "edited_files",
    "exhibit",
    "heading",
    "lang",
    "make_ahead",
    "metric_words",
    "newest_build",
    "options",
    "page_pictures",
    "plain",
    "rule_words",
    "scope_words",
    "selection",
    "sheet_margins",
    "show",
    "show_rows",
    "side_by_side",
    "speak",
    "table",
    "units_switch",
    "views",
    "worded",
    "wording",
    "workbook_bytes",
]
