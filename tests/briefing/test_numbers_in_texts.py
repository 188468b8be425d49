"""Numbers in texts: Arabic and Chinese numerals, units, dates, ranges; and what is no number."""

from decimal import Decimal

import pytest

from briefing.edited.numbers import numbers
from briefing.edited.numerals import in_numerals
from briefing.edited.trace import codes_in


def read(text: str) -> list[tuple[str, str]]:
    return [(f"{number.value:f}", number.unit) for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("满意率95.95%", [("95.95", "percent")]),
        ("满意率９５．９５％", [("95.95", "percent")]),
        ("上升0.66个百分点", [("0.66", "percentage points")]),
        (
            "（95%区间+0.10至−1.22个百分点）",
            [("95", "percent"), ("0.10", "percentage points"), ("-1.22", "percentage points")],
        ),
        ("95.1–96.2%", [("95.1", "percent"), ("96.2", "percent")]),
        ("1,104份", [("1104", "份")]),
        ("1.2万份", [("12000", "份")]),
        ("应销号403项,按期销号244项", [("403", "项"), ("244", "项")]),
        ("9813/10227", [("9813", ""), ("10227", "")]),
        ("2025年12月31日", [("20251231", "date")]),
        ("截至2025-12-31", [("20251231", "date")]),
        ("2025年12月", [("202512", "month")]),
        ("2025年", [("2025", "year")]),
        ("2017–2025", [("2017", ""), ("2025", "")]),
        ("百分之九十四点五", [("94.5", "percent")]),
        ("提高三点二个百分点", [("3.2", "percentage points")]),
        ("共四百零三项", [("403", "项")]),
        ("一万二千份", [("12000", "份")]),
        ("二〇二五年十二月三十一日", [("20251231", "date")]),
        ("二〇二五年", [("2025", "year")]),
        ("up 0.7 percentage points", [("0.7", "percentage points")]),
        ("p<0.001", [("0.001", "")]),
        ("每万件12.3件", [("12.3", "件")]),
        ("12.3‱", [("12.3", "per_ten_thousand")]),
        ("44‰", [("44", "per_thousand")]),
        ("千分之四十四", [("44", "per_thousand")]),
        ("↑0.7pp", [("0.7", "percentage points")]),
        ("96.0 per cent", [("96.0", "percent")]),
        ("a 0.7-percentage-point rise", [("0.7", "percentage points")]),
        ("比去年涨了0.7个点", [("0.7", "percentage points")]),
        ("满意率96个点", [("96", "percent")]),
        ("10\u202f227 answers", [("10227", "answers")]),
    ],
)
def test_numbers_are_read_with_their_unit(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "三张清单、六大工程、一把手",
        "一是加强领导，二是抓好落实",
        "溯源码PW96C-ACQQK",
        "溯源码22345-67892",
        "构建76caf32e21d3",
        "批次000050-hotline-dcbecb93",
        "C14、A01",
        "示例数据_2025年整改台账.xlsx",
        "http://192.168.1.10:8501/c/PW96C-ACQQK",
    ],
)
def test_what_is_no_number_is_passed_over(text):
    assert read(text) == []


@pytest.mark.parametrize("text", ["满意率95.95%，同比上升0.66个百分点", "共四百零三项", "2025年12月31日"])
def test_positions_are_those_of_the_text(text):
    for number in numbers(text):
        assert text[number.start : number.end] == number.text


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("百分之九十四点五", "96.1", "百分之九十六点一"),
        ("四百零三项", "12", "十二"),
        ("十二项", "1010", "一千零一十"),
        ("十二项", "10005", "一万零五"),
        ("三点二个百分点", "0.4", "零点四"),
    ],
)
def test_a_value_is_written_in_chinese_numerals(text, value, said):
    (number,) = numbers(text)
    assert in_numerals(number, Decimal(value)) == said


def test_a_code_is_found_with_any_hyphen_and_only_if_its_check_symbol_fits():
    assert codes_in("溯源码NMAHM-E9C3H。") == ("NMAHM-E9C3H",)
    assert codes_in("溯源码NMAHM‑E9C3H") == ("NMAHM-E9C3H",)
    assert codes_in("NMAHM-E9C3J") == ()


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("达九成四", "94", "percent", ""),
        ("近九成", "90", "percent", "near"),
        ("超过九成五", "95", "percent", "over"),
        ("不超过94%", "94", "percent", "most"),
        ("94%以上", "94", "percent", "least"),
        ("约三分之二", "66.67", "percent", "about"),
        ("一点二个百分点", "1.2", "percentage points", ""),
        ("over 94 %", "94", "percent", "over"),
        ("at least 95%", "95", "percent", "least"),
        ("two-thirds", "66.67", "percent", "about"),
        ("nearly three quarters", "75", "percent", "near"),
        ("in 2025 overall", "2025", "year", ""),
        ("as of 31 December 2025", "20251231", "date", ""),
        ("达三分之一", "33.33", "percent", "about"),
        ("过半", "50", "percent", "over"),
        ("近半数", "50", "percent", "near"),
        ("nearly half of them", "50", "percent", "near"),
        ("已过六成", "60", "percent", "over"),
        ("每10项就有1项", "10", "percent", "about"),
        ("one in ten", "10", "percent", "about"),
        ("翻一番", "2", "times", "about"),
        ("翻两番", "4", "times", "about"),
        ("增长近一倍", "2", "times", "near"),
        ("下降一半", "0.5", "times", "about"),
        ("has doubled", "2", "times", "about"),
        ("a mean of 90.4 points", "90.4", "points", ""),
    ],
)
def test_shares_in_words_and_bounds_are_read(text, value, unit, bound):
    (number,) = numbers(text)
    assert (number.value, number.unit, number.bound) == (Decimal(value), unit, bound)


def test_of_two_numbers_with_between_one_is_the_least_and_one_the_most():
    for text in ("介于94%和96%之间", "在94%—96%之间", "between 94% and 96%"):
        assert [(number.value, number.bound) for number in numbers(text)] == [(94, "least"), (96, "most")]


@pytest.mark.parametrize("text", ["上半年", "半年来", "the first half of the year", "half a year"])
def test_half_of_a_year_is_no_share(text):
    assert read(text) == []


def test_a_tenth_is_written_as_a_tenth():
    (exact,), (whole,) = numbers("达九成四"), numbers("九成")
    assert (in_numerals(exact, Decimal("95.6")), in_numerals(whole, Decimal("84"))) == ("九成六", "八成")
