"""A city whose one unit has too few answers to be shown, and whose next smallest is hidden beside it."""

from pathlib import Path

from tests.etl.workbooks import ANSWER_COLUMNS, COUNT_COLUMNS, sent

YEAR = 2024
SATISFIED, DISSATISFIED = "satisfied", "dissatisfied"
# Unit → group → (satisfied, dissatisfied): 辛 has 7 answers, 庚 61, which hides with it; the others are shown.
ANSWERS = {
    "T1": {"residents": (211, 13), "leaders": (97, 17)},
    "T2": {"residents": (223, 19), "leaders": (103, 11)},
    "T3": {"residents": (227, 23), "leaders": (107, 29)},
    "T4": {"residents": (229, 31), "leaders": (109, 37)},
    "T5": {"residents": (41, 3), "leaders": (12, 5)},
    "T6": {"residents": (3, 1), "leaders": (2, 1)},
}
NAMES = dict(zip(ANSWERS, ("测试甲局", "测试乙局", "测试丙局", "测试丁局", "测试庚局", "测试辛局"), strict=True))
HIDDEN = ("T5", "T6")


def directory(folder: Path) -> Path:
    rows = [[unit, name, "service_heavy"] for unit, name in NAMES.items()]
    return sent(folder, "单位.csv", [["unit_id", "unit", "unit_class"], *rows])


def counts(folder: Path, name: str, answers: dict[str, dict[str, tuple[int, int]]], year: int = YEAR) -> Path:
    """A table of counts, as an office sends it: also how many forms were valid."""
    rows = [
        [year, unit, group, "paper", "overall", "cz4", answer, n, 2 * sum(both), sum(both) + 2, sum(both)]
        for unit, groups in answers.items()
        for group, both in groups.items()
        for answer, n in zip((SATISFIED, DISSATISFIED), both, strict=True)
    ]
    return sent(folder, name, [COUNT_COLUMNS, *rows])


def totals(answers: dict[str, dict[str, tuple[int, int]]]) -> dict[str, tuple[int, int]]:
    """Unit → satisfied, all."""
    return {unit: (sum(s for s, _ in of.values()), sum(s + d for s, d in of.values())) for unit, of in answers.items()}


def forms(folder: Path, name: str, answers: dict[str, dict[str, tuple[int, int]]], year: int, items: list[str]) -> Path:
    """The same as answered forms, each with these items."""
    rows = [
        [year, f"{unit}-{group}-{at}", unit, item, group, "paper", "cz4", SATISFIED if at < both[0] else DISSATISFIED]
        for unit, groups in answers.items()
        for group, both in groups.items()
        for at in range(sum(both))
        for item in items
    ]
    return sent(folder, name, [ANSWER_COLUMNS, *rows])
