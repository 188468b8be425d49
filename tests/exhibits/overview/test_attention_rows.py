"""Readers see a line for each unit that needs attention, with all its reasons."""

import pytest

from exhibits.overview.attention import by_unit
from tests.exhibits.demonstration import exhibit_of
from words import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_unit_has_one_line_with_all_its_reasons_the_highest_score_first(lang, demo_home):
    calls = exhibit_of("attention", lang=lang).frame
    units = by_unit(calls, lang)
    assert units["unit_id"].is_unique().all() and set(units["unit_id"]) == set(calls["unit_id"])
    assert units.height < calls.height
    assert units["attention_score"].is_sorted(descending=True)
    said = dict(units.select("unit_id", "reasons").iter_rows())
    for unit, reason, what in calls.select("unit_id", "reason", "what").iter_rows():
        assert reason in said[unit] and what in said[unit]
