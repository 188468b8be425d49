"""A number and its noun: one way of writing it, and no English sentence that says "1 units"."""

import re
import string

import polars as pl
import pytest

from etl.contracts.faults import sentence_expression
from words import say, wording, words

# Where these follow a field, it is a name or a number of something, or they are no nouns.
NO_NOUNS = {"is", "was", "has", "as", "across", "its", "times", "this", "class"}
NO_NOUNS |= {"repeats", "differs", "keeps", "closes", "lacks", "calls"}
A_NAME = {"etl.refused.too_wide"}  # 20 million cells


class One(str):
    """A 1 under any format."""

    def __format__(self, spec: str) -> str:
        return "1"


def with_ones(key: str) -> str:
    fields = {name: One("1") for _, name, _, _ in string.Formatter().parse(words()[key]["en"]) if name}
    return say(key, "en", **fields)


def plurals(text: str) -> list[str]:
    """The plurals that a text says of 1: a noun right after it, or after another word or two."""
    after = [one.split() for one in re.findall(r"\b1((?: [a-z-]+){1,3})", text)]
    said = [word for some in after for word in some[:1] + (some[1:2] if not some[0].endswith("s") else [])]
    return [word for word in said if word.endswith("s") and not word.endswith("ss") and word not in NO_NOUNS]


@pytest.mark.parametrize("key", [key for key, both in sorted(words().items()) if "{" in both["en"]])
def test_no_english_text_says_one_of_many(key):
    if key not in A_NAME:
        assert plurals(with_ones(key)) == []


@pytest.mark.parametrize("key", [key for key, both in sorted(words().items()) if "|" in both["en"]])
def test_no_english_text_says_a_number_twice(key):
    with_nouns = [field for _, field, spec, _ in string.Formatter().parse(words()[key]["en"]) if "|" in (spec or "")]
    assert len(with_nouns) == len(set(with_nouns))


def test_the_test_sees_a_plural_of_one():
    assert plurals("1 units") == ["units"]
    assert plurals("all 1 valid answers, 1 unit") == ["answers"]


def test_a_number_has_its_noun():
    assert [say("exhibits.title.units", "en", units=n) for n in (0, 1, 2)] == ["0 units", "1 unit", "2 units"]
    assert say("exhibits.unit.days.value", "en", value="1.0") == "1.0 days"
    assert say("exhibits.title.units", "zh", units=1) == "1个单位"
    assert wording(words()["exhibits.title.units"]["en"]) == "… units"


def test_rows_at_once_have_it_too():
    rows = pl.DataFrame({"units": [1, 2]}).select(said=sentence_expression("exhibits.title.units", "en", {}))
    assert rows["said"].to_list() == ["1 unit", "2 units"]
