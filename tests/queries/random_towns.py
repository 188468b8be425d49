"""Random small towns: two to eight units of up to three classes, up to four groups and divisions, small figures."""

import random
from pathlib import Path

from tests.queries.small_build import Rows, cells, small_build, unit

YEARS = (2022, 2023, 2024)
CLASSES = ("service_heavy", "party_mass", "consulted_only")
GROUPS = ("residents", "leaders", "experts", "deputies")
PLACES = ("320612", "320623", "320681", "320682")
ANSWERS = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied")


def town(seed: int, file: Path) -> Path:
    """A build of one town's surveys of three years; the same for the same seed."""
    answers, units = answers_of(seed)
    return small_build(file, unit=units, survey_answer=answers)


def answers_of(seed: int) -> tuple[Rows, Rows]:
    """The answers, and the units, of a town."""
    dice = random.Random(seed)
    names = [f"u{at}" for at in range(dice.randint(2, 8))]
    classes = {name: dice.choice(CLASSES[: dice.randint(1, 3)]) for name in names}
    groups, places = GROUPS[: dice.randint(1, 4)], PLACES[: dice.randint(1, 4)]
    usual = dice.choice([3, 8, 15, 40])
    rows = []
    for year in YEARS:
        for name in names:
            for group in groups:
                if dice.random() < 0.85:
                    rows += _asked(dice, year, name, group, places, usual)
    return rows, [unit(name, unit_class=classes[name]) for name in names]


def _asked(dice: random.Random, year: int, name: str, group: str, places: tuple, usual: int) -> Rows:
    """The answers of one unit and group, spread over divisions; some parts are large, most are near to the usual."""
    rows = []
    for place in places:
        n = min(int(dice.expovariate(1 / usual)), 400) if dice.random() < 0.9 else 4 * usual
        given = dice.choices(ANSWERS, weights=[6, 3, 1, 1], k=n)
        counts = {answer: given.count(answer) for answer in ANSWERS if answer in given}
        rows += cells(year, name, counts, group=group, division_code=place) if counts else []
    return rows
