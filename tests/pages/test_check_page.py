"""The page 核稿与续稿: what it says before a file is given, and in every language."""

import pytest

from tests.pages.test_pages import opened, texts
from words import say

PAGE = "pages/briefing/check.py"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_it_does_with_a_file(demo_home, lang):
    app = opened(PAGE, lang=lang)
    assert not app.exception
    assert say("pages.check.how_check", lang) in texts(app)
    app.segmented_control(key="edited-do").set_value("refresh").run()
    assert not app.exception
    assert say("pages.check.how_refresh", lang) in texts(app)
