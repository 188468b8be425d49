"""Figures that follow from others of their sentence, or stand together in a row of a card, are known; others not."""

import polars as pl
import pytest

from briefing.checking.check import contradiction
from briefing.checking.clause_pairs import by_words
from briefing.checking.facts import Facts
from briefing.checking.free_text import answers
from briefing.checking.together import in_texts, together
from briefing.checking.within import within
from briefing.edited.numbers import numbers
from exhibits.exhibit import Exhibit

ROW = {"metric": ["on_time_closure_rate"], "numerator_n": [232], "valid_n": [364], "rate": [0.637363], "year": [2025]}
TREND = {"year": [2022, 2023, 2024, 2025], "rate": [0.9456, 0.9531, 0.9529, 0.9595]}
DAYS = {"day": list(range(1, 181)), "closed_share": [0.5] * 180}


def facts(columns: dict, measure: str = "总体满意率", lang: str = "zh") -> Facts:
    words = {"finding": "", "subtitle": f"{measure} · 2025年", "footer": "", "alt": "", "code": ""}
    return Facts.of(Exhibit("one", pl.DataFrame(columns), None, **words), lang)


def told(found: dict) -> dict[str, tuple[str, str]]:
    return {number.text: (answer.says, answer.should) for number, answer in found.items()}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("完成率90.0%，按期率72.8%，两者相差17.2个百分点。", {"17.2": ("fits", "")}),
        ("完成率90.0%，按期率72.8%，两者相差12.7个百分点。", {"12.7": ("differs", "17.2")}),
        ("Leaders 97.3%, residents 95.1%, 3.9 percentage points apart.", {"3.9": ("differs", "2.2")}),
        ("完成率90.0%，按期率72.8%，两者相差17.3个百分点。", {}),  # the figures may have been rounded
        ("未销号300项，逾期108项，占36%。", {"36": ("fits", "")}),
        ("未销号300项，逾期108项，占63%。", {"63": ("differs", "36")}),
        ("到期364项，按期232项，按期率63.7%。", {"63.7": ("fits", "")}),
        ("截至12月底，未销号300项，逾期108项，占63%。", {"63": ("differs", "36")}),
        ("300项未销号，占全部问题3.5%。", {}),
    ],
)
def test_differences_and_shares_of_a_sentence(sentence, expected):
    assert told(within(sentence)) == expected


def test_numbers_of_one_row_are_known_together_and_a_wrong_one_is_not():
    assert set(told(together("到期364项、按期销232项。", facts(ROW)))) == {"364", "232"}
    assert not together("到期364项、按期销223项。", facts(ROW))
    assert not together("2024年到期364项、按期销232项。", facts(ROW))


def test_a_number_with_the_words_of_a_card_is_known_and_with_others_not():
    known = by_words(["300项未销号，其中108项逾期"])
    assert set(told(in_texts("未销号300项", known))) == {"300"}
    assert not in_texts("召开座谈会300次", known) and not in_texts("未销号310项", known)


def test_days_that_number_the_rows_vouch_for_no_count():
    (count,), (day,) = numbers("共有160项"), numbers("发现后第160天")
    assert not facts(DAYS).holding(count) and facts(DAYS).holding(day)


def test_the_years_of_a_list_and_the_year_before():
    right = told(answers("近四年满意率为94.6%、95.3%、95.3%、96.0%。", facts(TREND)))
    assert {says for says, _ in right.values()} == {"fits"}
    wrong = told(answers("近四年满意率为94.6%、95.3%、93.5%、96.0%。", facts(TREND)))
    assert wrong["93.5"] == ("differs", "95.3")
    before = told(answers("2025年总体满意率96.0%，上年95.3%。", facts(TREND)))
    assert before["95.3"][0] == "fits"
    assert told(answers("2025年总体满意率96.0%，上年93.5%。", facts(TREND)))["93.5"][0] == "differs"


def test_one_in_a_thousand_is_compared_with_percent():
    one = facts({"year": [2025], "rate": [0.044154]}, "逾期率")
    assert told(answers("逾期率44‰。", one))["44"][0] == "fits"
    found = answers("逾期率54‰。", one)
    against = contradiction(list(found.values()))
    assert against is not None and against.should == "44"
