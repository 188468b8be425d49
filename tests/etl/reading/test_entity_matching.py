"""Which unit or code a word means, and what is suggested when it means none."""

from datetime import date

import polars as pl
import pytest


def matched(directory, code_list: str, *words: str, on: date | None = None, register: bool = False) -> list[tuple]:
    asked = pl.DataFrame({"text": list(words), "on": [on] * len(words)}, schema={"text": pl.String, "on": pl.Date})
    found = directory.match(code_list, asked, register)
    by_word = {text: (code, rule) for text, code, rule in found.select("text", "code", "rule").iter_rows()}
    return [by_word[word] for word in words]


@pytest.mark.parametrize("word", ["A1", "a1", "市教育局", "教育局", "市教委", "市 教 育 局", "市教育局　"])
def test_a_unit_by_id_name_alias_whatever_the_spaces(word, directory):
    assert matched(directory, "unit", word) == [("A1", None)]


def test_a_name_without_a_day_means_the_unit_that_is_still_there(directory):
    assert matched(directory, "unit", "环保局") == [("A2", None)]
    assert matched(directory, "unit", "环保局", on=date(2018, 12, 31)) == [("P2", None)]


def test_divisions_by_their_year(directory):
    places = ("崇川区", "海门", "海安", "开发区", "320602")
    assert [code for code, _ in matched(directory, "division", *places, on=date(2017, 12, 31))] == [
        *("320602", "320684", "320621", "NTKFQ", "320602")
    ]
    assert [code for code, _ in matched(directory, "division", *places, on=date(2020, 12, 31))] == [
        *("320613", "320614", "320685", "NTKFQ", "320602")
    ]


def test_codes_by_word_label_or_code(directory):
    assert [code for code, _ in matched(directory, "source", "灯下黑", "12345 Hotline", "hotline", "１２３４５")] == [
        *("under_lamp", "hotline", "hotline", "hotline")
    ]
    assert [code for code, _ in matched(directory, "scale", "cz4", "四级量表", "Four-step scale")] == ["cz4"] * 3


def test_the_same_word_on_two_scales(directory):
    assert matched(directory, "answer/cz4", "满意", "不了解") == [("satisfied", None), ("dont_know", None)]
    assert matched(directory, "answer/county4", "满意", "非常满意") == [("satisfied", None), (None, "unknown_answer")]


@pytest.mark.parametrize(
    "word", ["市教育局、规划局", "市教育局；环保局", "市教育局/宣传部", "市教育局\n规划局", "市教育局和规划局"]
)
def test_two_units_in_a_cell(word, directory):
    assert matched(directory, "unit", word) == [(None, "several_units")]


def test_and_inside_a_name_is_no_separator(directory):
    assert matched(directory, "unit", "市自然资源和规划局") == [("A3", None)]
    assert matched(directory, "unit", "市文化和旅游局", "市教育和体育局") == [(None, "unknown_unit")] * 2


def test_register_makes_a_word_its_own_code_but_never_two_known_units(directory):
    words = ("Waste,  Water", "教育局", "教育局、规划局")
    assert matched(directory, "unit", *words, register=True) == [
        ("Waste, Water", None),
        ("A1", None),
        (None, "several_units"),
    ]


def test_nearest(directory):
    assert directory.nearest("unit", "市教育厅") == "市教育局"
    assert directory.nearest("unit", "Zzz") is None
