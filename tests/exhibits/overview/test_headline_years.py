"""The overview's title and subtitle name the year of the figures, and the day of what is overdue today."""

from tests.exhibits.demonstration import exhibit_of

OF_2018 = ("year_from=2018", "year_to=2018")


def test_figures_of_an_earlier_year_are_of_that_year(demo_home):
    made = exhibit_of("headline", *OF_2018)
    assert made.finding.startswith("2018年满意率")
    assert "2018年" in made.subtitle.split(" · ")


def test_what_is_overdue_today_has_its_day_beside_figures_of_an_earlier_year(demo_home):
    assert exhibit_of("headline", *OF_2018, lang="en").finding.endswith("overdue as of 2025-12-31")


def test_figures_of_the_last_year_need_no_year_in_the_title(demo_home):
    assert exhibit_of("headline").finding.startswith("满意率")
