"""What readers see first is made before they come: opening these pages computes no exhibit."""

import threading

import pytest

import queries
from briefing import answered
from shell import first_views
from tests.pages.test_pages import PAGES, opened
from words import LANGUAGES

# These show a unit, an index, a year or a round of reports, which their own first choice names.
CHOSEN = ("unit.py", "indices.py", "map.py", "programmes.py")
FIRST = [page for page in PAGES if not page.endswith(CHOSEN)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", FIRST)
def test_a_first_view_computes_no_exhibit(page, lang, demo_home):
    first_views.make(queries.build_id())
    before = answered._answered.computed
    assert not opened(page, lang=lang).exception
    assert answered._answered.computed == before


class OneLook(threading.Event):
    """Ends the watch when it would wait for the next look."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


def test_a_warehouse_without_a_build_has_no_first_views_and_no_fault(fresh_home):
    ended = OneLook()
    first_views.keep_ready(ended)
    assert ended.is_set()


def test_the_watch_makes_the_views_of_the_build_in_force(demo_home):
    answered._answered._kept.clear()
    before = answered._answered.computed
    first_views.keep_ready(OneLook())
    assert answered._answered.computed >= before + len(first_views.SHOWN)


def test_a_build_without_a_batch_has_first_views(empty_home):
    first_views.make(queries.build_id())
