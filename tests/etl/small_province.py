"""Three small cities of the same offices, and the province that is built from what they publish."""

from collections.abc import Iterable
from pathlib import Path

import pytest

import etl
from tests.etl.small_city import ANSWERS, YEAR, counts, directory
from tests.etl.workbooks import ITEM_COLUMNS, sent

CITIES = ("南通", "SZ", "无锡")
MEMBERS = {"T1": 12, "T2": 4, "T3": 30}  # 乙 has too few members to be shown, and the next smallest hides with it
RECEIVED = {"T1": 300, "T2": 200, "T3": 100, None: 900}
CALLBACKS = {"T1": 40, "T2": 6, "T3": 60, None: 120}  # likewise
Answers = dict[str, dict[str, tuple[int, int]]]


def answers_of(city: str) -> Answers:
    """The answers of a city: each has its own, and the same units that hide."""
    more = CITIES.index(city) if city in CITIES else 0
    return {unit: {group: (yes + more, no) for group, (yes, no) in of.items()} for unit, of in ANSWERS.items()}


def made_city(home: Path, answers: Answers, year: int = YEAR, city: str = "", more: bool = False) -> Path:
    """The warehouse of a city that loads its directory and the survey of a year; its home. more: also its records."""
    folder = home.with_name(f"{home.name}-sent")
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(home))
        survey = counts(folder, f"{city}调查.csv", answers, year)
        loaded = etl.load([directory(folder), survey, *(records(folder, year) if more else ())])
    assert loaded.exit_code == 0
    return home


def records(folder: Path, year: int) -> Iterable[Path]:
    """Opinions, scores of members and branches, the hotline and a ledger of two units, as offices send them."""
    themes = [
        [year, f"o{unit}{at}", unit, "attitude", "problem", "residents"] for unit in ("T1", "T6") for at in (1, 2)
    ]
    yield sent(folder, "意见.csv", [["survey_year", "opinion_id", "unit_id", "theme", "polarity", "group"], *themes])
    scores = [
        [year, "pioneer", "member", f"{unit}m{at}", unit, 70 + at] for unit, n in MEMBERS.items() for at in range(n)
    ]
    scores += [[year, "brand", "brand", "B1", "T1", 88]]
    columns = ["survey_year", "index", "subject_grain", "subject_id", "unit_id", "score"]
    yield sent(folder, "指数.csv", [columns, *scores])
    branches = [[year, f"Z{at}", "T1", 96 - at / 10] for at in range(10)]
    yield sent(folder, "支部.csv", [["year", "branch_id", "unit_id", "score"], *branches])
    figures = [
        [f"{year}年3月", unit, measure, n]
        for measure, of in (("received", RECEIVED), ("valid_callbacks", CALLBACKS))
        for unit, n in of.items()
    ]
    yield sent(folder, "热线.csv", [["period_text", "unit_id", "measure", "value"], *figures])
    items = [["inspection", f"P{at}", 1, "T1", f"{year}-03-0{at}", f"{year}-06-30", "", ""] for at in (1, 2)]
    yield sent(folder, "台账.csv", [ITEM_COLUMNS, *items])


def made_cities(folder: Path, names: Iterable[str] = CITIES, more: bool = False) -> list[str]:
    """The cities below a folder, as `etl.build_from` takes them."""
    homes = {name: folder / f"city{at}" for at, name in enumerate(names)}
    return [f"{name}={made_city(home, answers_of(name), city=name, more=more)}" for name, home in homes.items()]
