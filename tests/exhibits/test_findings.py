"""No title says what its interval does not bear, in either language."""

import random
import re

import pytest

from exhibits import CATALOGUE, Selection
from exhibits.gates import LONGEST, Facts, allowed, places, title
from tests.exhibits.answered_frames import around, satisfaction_by_year
from words import LANGUAGES

SAYS = {
    "zh": {"rises": "升", "falls": "降", "level": "持平", "yearly": "逐年", "met": "稳",
           "not_met": "低于|未达标"},
    "en": {"rises": " up ", "falls": "down ", "level": "level", "yearly": "every year", "met": "above",
           "not_met": "below"},
}  # fmt: skip


def shown(counts, lang, breaks=(), **choices):
    frames = around() | {"satisfaction_trend": satisfaction_by_year(counts, breaks)}
    return CATALOGUE["satisfaction_trend"].make(frames, Selection(lang=lang, **choices))


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_title_contradicts_its_interval(seed, lang):
    chance = random.Random(seed)
    counts = {}
    for year in range(2017, 2017 + chance.randint(1, 4)):
        valid = int(10 ** chance.uniform(0.7, 4.6))
        counts[year] = (
            sum(chance.random() < chance.uniform(0.9, 0.98) for _ in range(min(valid, 2000))),
            min(valid, 2000),
        )
    exhibit = shown(counts, lang)
    said = {word: bool(re.search(text, exhibit.finding)) for word, text in SAYS[lang].items()}
    rows = exhibit.frame.drop_nulls("rate")
    assert len(exhibit.finding) <= LONGEST[lang]
    if rows.is_empty():
        assert not any(said.values())
        return
    last = rows.row(-1, named=True)
    steps = rows["change_lower"][1:].to_list(), rows["change_upper"][1:].to_list()
    assert not said["met"] or last["lower"] >= 0.94
    assert not said["not_met"] or last["upper"] < 0.94
    assert not said["level"] or last["change_lower"] <= 0 <= last["change_upper"]
    if said["yearly"]:
        rising = all(low is not None and low > 0 for low in steps[0])
        falling = all(high is not None and high < 0 for high in steps[1])
        assert len(steps[0]) >= 2 and (rising or falling)
    elif said["rises"]:
        assert last["change_lower"] > 0
    elif said["falls"]:
        assert last["change_upper"] < 0


def test_met_and_level():
    assert shown({2018: (4700, 5000), 2019: (4780, 5000)}, "zh").finding == "总体满意率95.6%，达标，升1.6个百分点"
    assert shown({2018: (950, 1000), 2019: (951, 1000)}, "zh").finding == "总体满意率95.1%，与94%线难分，较上年持平"


def test_a_break_leaves_no_word_of_change():
    finding = shown({2018: (4700, 5000), 2019: (4900, 5000)}, "zh", breaks=(2019,)).finding
    assert finding == "总体满意率98.0%，高于94%线"


def test_every_step_or_no_word_of_every_year():
    sure = {2017: (4600, 5000), 2018: (4750, 5000), 2019: (4850, 5000)}
    assert "逐年提升" in shown(sure, "zh", units=("A01",)).finding
    assert "逐年" not in shown(sure | {2018: (4605, 5000)}, "zh").finding


def test_a_narrow_miss_does_not_look_like_the_line():
    finding = shown({2019: (93950, 100000)}, "zh").finding
    assert finding.startswith("总体满意率93.95%")


def test_few_answers_are_not_shown():
    exhibit = shown({2019: (8, 9)}, "zh")
    assert exhibit.figure is None
    assert exhibit.finding == "有效答卷不足10份或可由此推算，不予显示"
    assert not re.search(r"\b[89]\b", exhibit.finding + exhibit.subtitle + exhibit.footer)


def test_nothing_says_so_and_what_to_do():
    exhibit = shown({}, "zh")
    assert exhibit.finding == "所选范围没有数据"
    assert "放宽" in exhibit.subtitle


def test_points_are_never_called_a_rate():
    assert "率" not in shown({2019: (900, 1000)}, "zh", basis="points").finding


def test_every_rule_has_its_case():
    assert allowed("level", Facts("met")) == "met"
    assert allowed("level", Facts("undecided")) == "undecided"
    assert allowed("level", Facts("not_met")) == "not_met"
    assert allowed("level", Facts("too_few")) == "too_few"
    assert allowed("level", Facts()) is None
    assert allowed("course", Facts(change_lower=0.1, change_upper=0.2)) == "rises"
    assert allowed("course", Facts(change_lower=-0.2, change_upper=-0.1)) == "falls"
    assert allowed("course", Facts(change_lower=0.0, change_upper=0.1)) == "level"
    assert allowed("course", Facts()) is None
    assert allowed("course", Facts(change_lower=0.1, change_upper=0.2, steps=((0.1, 0.2),) * 2)) == "rises_yearly"
    assert allowed("course", Facts(change_lower=0.1, change_upper=0.2, steps=(None, (0.1, 0.2)))) == "rises"
    assert allowed("course", Facts(change_lower=-0.2, change_upper=-0.1, steps=((-0.2, -0.1),) * 2)) == "falls_yearly"


def test_most_is_said_only_of_a_whole_interval_above_all_others():
    def first(**known: tuple[float, float, float]) -> list[str]:
        return [name for name, facts in places(known).items() if allowed("place", facts) == "first"]

    assert first(a=(0.55, 0.5, 0.6), b=(0.35, 0.3, 0.4)) == ["a"]
    assert first(a=(0.5, 0.4, 0.6), b=(0.4, 0.3, 0.5)) == []
    assert first(a=(0.5, 0.4, 0.6), b=(0.35, 0.3, 0.4)) == []
    assert first(a=(0.5, 0.4, 0.6)) == []


def test_among_many_the_most_must_be_further_off():
    def first(n: int) -> list[str]:
        known = {f"b{at}": (0.30, 0.25, 0.35) for at in range(n)} | {"a": (0.42, 0.36, 0.48)}
        return [name for name, facts in places(known).items() if allowed("place", facts) == "first"]

    assert "a" not in first(12)
    assert places({"a": (0.42, 0.41, 0.43)} | {f"b{at}": (0.30, 0.29, 0.31) for at in range(12)})["a"].ranks == (
        1,
        1,
        13,
    )


def test_a_title_drops_what_does_not_fit():
    assert title(["一" * 20, "二" * 10], "zh") == "一" * 20
    assert title(["一" * 10, "", "二" * 10], "zh") == "一" * 10 + "，" + "二" * 10
