"""What readers see first is made before they come: opening these pages computes no exhibit."""

import threading

import pytest

import queries
from briefing import answered
from shell import first_views
from tests.pages.test_pages import opened
from words import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", ["leaders/overview", "analysts/satisfaction", "analysts/rectification"])
def test_a_first_view_computes_no_exhibit(page, lang, demo_home):
    first_views.make(queries.build_id())
    before = answered._answered.computed
    assert not opened(f"pages/{page}.py", lang=lang).exception
    assert answered._answered.computed == before


def test_a_warehouse_without_a_build_has_no_first_views_and_no_fault(fresh_home):
    ended = threading.Event()
    watching = threading.Thread(target=first_views.keep_ready, args=(ended,))
    watching.start()
    ended.set()
    watching.join(60)
    assert not watching.is_alive()


def test_a_build_without_a_batch_has_first_views(empty_home):
    first_views.make(queries.build_id())
