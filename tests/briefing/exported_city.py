"""A small city whose cards are exported, then corrected, and whose older build is forgotten."""

from pathlib import Path

import etl
import queries
from briefing import exports
from briefing.answered import in_every_language
from exhibits import Selection
from tests.etl.small_city import counts

CORRECTED = {"T1": {"residents": (261, 13)}, "T2": {"leaders": (63, 51)}}
SHRUNK = {"T4": {"residents": (3, 1), "leaders": (2, 1)}}  # too few answers to be shown
CHOSEN = Selection()
BY_UNIT = "satisfaction_by_unit"


def exported(name: str = BY_UNIT, selection: Selection = CHOSEN, by: str = "写稿人") -> str:
    """Records an export of a card; its code."""
    build = queries.build_id()
    card = exports.Card(in_every_language(name, selection, build), selection, build)
    exports.keep("pptx", "简报.pptx", "zh", by, [card])
    return card.code


def correct(folder: Path, answers: dict = CORRECTED) -> str:
    """Loads a correction; the id of the build before it."""
    before = queries.build_id()
    etl.load([counts(folder, "更正.csv", answers)], confirmed=True)
    assert queries.build_id() != before
    return before


def forget(home: Path, build: str) -> None:
    (home / "builds" / f"{build}.duckdb").unlink()
