"""What a page will probably show is made by other threads: the right exhibits, and no answer changes by it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from exhibits import Selection
from shell import ahead
from shell.ahead import moved
from tests.pages.test_pages import REPO


def test_shared_filters_follow_the_reader_and_own_choices_stay():
    before = Selection(year_from=2017, year_to=2025, basis="three", lang="zh")
    now = Selection(year_from=2021, year_to=2025, basis="two", units=("A01",), lang="en")
    shown = Selection(year_from=2017, year_to=2025, basis="three", group_by="round", unit_class=("city_department",))
    expected = Selection(
        year_from=2021,
        basis="two",
        year_to=2025,
        units=("A01",),
        group_by="round",
        unit_class=("city_department",),
        lang="en",
    )
    assert moved(shown, before, now) == expected


def test_a_page_with_a_changed_filter_finds_its_exhibits_made(demo_home: Path, monkeypatch: pytest.MonkeyPatch):
    made: list[tuple[str, Selection]] = []
    monkeypatch.setattr(ahead, "_make", lambda name, chosen, _: made.append((name, chosen)))
    with ThreadPoolExecutor(1) as pool:
        monkeypatch.setattr(ahead, "_pool", pool)
        page = AppTest.from_file(str(REPO / "app.py"), default_timeout=120).run()
        assert made == []
        page.session_state["basis"] = "top"
        page.run()
    shown = page.session_state[ahead.SHOWN]
    assert not page.exception
    assert made == list(shown.items())[:0:-1]
    assert {chosen.basis for _, chosen in made} == {"top"}
