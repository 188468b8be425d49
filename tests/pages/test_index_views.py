"""The views of the page of the indices, and the switch that draws all units."""

import pytest

import shell
from exhibits import Selection
from tests.pages.test_pages import nothing_matches, opened, texts
from words import LANGUAGES

PAGE = "pages/analysts/indices.py"
VIEWS = {
    "four": ("index_trend", "composite_scores", "index_correlation"),
    "points": ("member_points", "member_points_bands", "member_points_items"),
    "stars": ("branch_stars", "branch_star_steps", "branch_star_quota", "branch_star_moves", "branch_lagging",
              "branch_star_reasons"),
}  # fmt: skip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_its_exhibits_and_no_other(view, lang, demo_home):
    app = opened(PAGE, view=view, lang=lang)
    assert not app.exception
    findings = {
        name: {"### " + shell.exhibit(name, Selection(lang=lang)).finding in texts(app) for name in names}
        for name, names in VIEWS.items()
    }
    assert findings == {name: {name == view} for name in VIEWS}
    assert app.query_params["view"] == view or app.query_params["view"] == [view]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_bears_a_choice_that_nothing_matches(view, demo_home):
    assert not opened(PAGE, view=view, **nothing_matches()).exception


@pytest.mark.parametrize(
    ("page", "view"), [(PAGE, "four"), ("pages/analysts/satisfaction.py", "units"), ("pages/analysts/linkage.py", "")]
)
def test_a_link_draws_all_units(page, view, demo_home):
    few, every = opened(page, view=view), opened(page, view=view, units_shown="all")
    assert not few.exception and not every.exception
    assert every.session_state["units_shown"] == "all"
    assert "网页图示" in texts(few) and "网页图示" not in texts(every)


def test_few_units_have_no_switch(demo_home):
    app = opened(PAGE, view="points")
    assert "units_shown" not in app.session_state
