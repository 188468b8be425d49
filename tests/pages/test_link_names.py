"""Links with names of fields that no link has: they are told, and hide nothing of what is known."""

from urllib.parse import parse_qs

from streamlit.testing.v1 import AppTest

from shell.address import fewer_fields
from tests.pages.test_pages import REPO
from words import say


def test_a_name_that_no_link_has_is_told_like_a_value(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    app.query_params["unit_clas"] = "service_heavy"
    app.run()
    assert not app.exception
    assert [each.value for each in app.warning] == [say("shell.link.lost", "zh", what="unit\\_clas")]


def test_a_long_link_of_many_names_keeps_the_known_ones_and_tells_of_all_others():
    query = "&".join(["units=A01", *(f"x{at}={at}" for at in range(3000)), "units=A02", "lang=en"])
    values = parse_qs(fewer_fields(query.encode()).decode())
    assert {name: values[name] for name in ("units", "lang")} == {"units": ["A01,A02"], "lang": ["en"]}
    assert values["unknown"] == [",".join(f"x{at}" for at in range(3000))] and len(values) == 3
