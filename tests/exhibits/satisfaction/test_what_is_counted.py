"""What titles and panels of satisfaction count and name, on the demonstration."""

import re

import pytest

from exhibits.unit_classes import CLASSES
from tests.exhibits.demonstration import exhibit_of
from words import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_opinions_are_on_those_themes_that_have_any(lang, demo_home):
    shown = exhibit_of("opinion_themes", "units=A05", lang=lang)
    themes = (shown.frame["problems_n"] > 0).sum()
    assert themes < shown.frame.height
    assert re.findall(r"\d+", shown.finding) == [str(shown.frame["problems_n"].sum()), str(themes)]


def test_panels_of_classes_stand_in_the_order_of_other_charts(demo_home):
    classes = exhibit_of("satisfaction_multiples").frame["unit_class"].unique(maintain_order=True).to_list()
    assert classes == [unit_class for unit_class in CLASSES if unit_class in classes] and len(classes) > 2


@pytest.mark.parametrize(("lang", "old"), [("zh", "2019年"), ("en", "(2019)")])
def test_a_panel_that_ends_before_the_others_says_of_which_year_its_value_is(lang, old, demo_home):
    shown = exhibit_of("satisfaction_multiples", "trend_by=division", lang=lang)
    marks = [note.text.rpartition("<br>")[2] for note in shown.figure.layout.annotations if "<b>" in note.text]
    ends = shown.frame.drop_nulls("rate").group_by("division_code", maintain_order=True).agg(year="year").rows()
    assert len(marks) == len(ends)
    for mark, (_, years) in zip(marks, ends, strict=True):
        assert (old in mark) == (max(years) == 2019)
        assert bool(re.fullmatch(r"[\d.]+%", mark)) == (max(years) == 2025)
