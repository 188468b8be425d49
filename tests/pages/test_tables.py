"""Tables of pages: what their part tells, where their links lead, and which row is chosen."""

import datetime
import json

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from shell.table_cells import MOST_WHOLE, cells_of
from tests.pages.told_parts import ticked, told_parts, told_tables, whole_tables


def page(source: str) -> AppTest:
    """A page with this body, in Chinese."""
    head = "import polars as pl\nimport streamlit as st\nimport shell\nst.session_state.setdefault('lang', 'zh')\n"
    return AppTest.from_string(f"{head}shell.begin_parts('page')\n{source}", default_timeout=60).run()


def told(app: AppTest) -> dict:
    (table,) = whole_tables(app)
    return table


def test_values_are_written_as_readers_read_them():
    frame = pl.DataFrame(
        {
            "rate": [0.94125, None],
            "change": [0.012, -0.001],
            "valid_n": [1200, 3],
            "closed_on": [datetime.date(2025, 12, 31), None],
            "month": [datetime.date(2025, 12, 1), None],
            "unit": ["市教育局", ""],
        }
    )
    heads, columns = cells_of(frame, ["rate", "change"])
    assert columns == [
        ["94.1%", "–"],
        ["+1.2个百分点", "−0.1个百分点"],
        ["1200", "3"],
        ["2025-12-31", "–"],
        ["2025-12", "–"],
        ["市教育局", "–"],
    ]
    assert ["number" in head["look"] for head in heads] == [True, True, True, False, False, False]


def test_rates_of_good_ratings_have_the_two_decimals_by_which_they_differ():
    rates = {"good_rate": [0.99932], "lower": [0.99447], "active_share": [0.41237], "bad_rate": [0.00068]}
    app = page(f"shell.table(pl.DataFrame({rates}), {list(rates)}, 'rates')")
    assert told(app)["rows"] == [["99.93%", "99.45%", "41.2%", "0.07%"]]


def test_months_of_good_ratings_have_two_decimals_and_those_of_others_one():
    for series, written in (
        ("service_rating_rate", ["99.93%", "+0.04个百分点"]),
        ("hotline_on_time_rate", ["99.9%", "0.0个百分点"]),
    ):
        month = {"series": [series], "rate": [0.99932], "change_yoy": [0.0004]}
        app = page(f"shell.table(pl.DataFrame({month}), ['rate', 'change_yoy'], 'months')")
        assert told(app)["rows"] == [written]


def test_narrow_columns_stay_on_a_line_and_long_texts_get_room():
    frame = pl.DataFrame({"unit": ["市教育局"], "problem_text": ["长" * MOST_WHOLE]})
    heads, _ = cells_of(frame, [])
    assert [head["look"] for head in heads] == ["whole", "long"]


def test_a_unit_leads_to_its_portrait_with_the_choices_of_the_page():
    app = page(
        "st.query_params.from_dict({'basis': 'two', 'units': 'A02'})\n"
        "rows = pl.DataFrame({'unit': ['甲局', '乙局 & 丙', '全市'], 'unit_id': ['A01', 'A%2', None]})\n"
        "shell.table(rows, ['unit'], 'rows')"
    )
    assert told(app)["rows"] == [[["甲局", "unit", "A01"]], [["乙局 & 丙", "unit", "A%2"]], [["全市"]]]
    assert told(app)["kept"] == "basis=two"


def test_a_system_leads_to_its_page_about_the_unit():
    app = page("rows = pl.DataFrame({'system': ['brands'], 'unit_id': ['A01']})\nshell.table(rows, ['system'], 'rows')")
    ((word, *link),) = told(app)["rows"][0]
    assert link == ["brands", "A01"] and word != "brands"


PICKING = """
rows = pl.DataFrame({'year': st.session_state.setdefault('years', [2024, 2025])})
st.caption(f"chosen {shell.table(rows, ['year'], 'rows', pick=True)}")
"""


def test_a_row_is_chosen_and_let_go():
    app = page(PICKING)
    assert (app.caption[0].value, told(app)["picked"]) == ("chosen None", None)
    app = ticked(app, "rows", 1)
    assert (app.caption[0].value, told(app)["picked"]) == ("chosen 1", 1)
    assert app.run().caption[0].value == "chosen 1"
    assert ticked(app, "rows", None).caption[0].value == "chosen None"


def test_a_row_of_other_rows_is_not_chosen():
    app = ticked(page(PICKING), "rows", 1)
    app.session_state["years"] = [2019, 2020]
    assert app.run().caption[0].value == "chosen None"


def test_no_rows_are_said_to_be_none():
    app = page("shell.table(pl.DataFrame({'year': []}), ['year'], 'rows')")
    assert not told_parts(app) and len(app.caption) == 1


@pytest.mark.parametrize("height", [60, 61])
def test_paper_says_how_many_rows_it_leaves_out(height):
    app = page(f"shell.table(pl.DataFrame({{'year': list(range({height}))}}), ['year'], 'rows')")
    assert bool(told(app)["rest"]) == (height > told(app)["on_paper"])
    assert told_tables(app)[0].height == height


def test_hostile_texts_arrive_as_they_are():
    texts = ["<img src=x onerror=alert(1)>", "=1+1", '"}]', "\u2028", "长" * 10_000]
    app = page(f"shell.table(pl.DataFrame({{'what': {json.dumps(texts)}}}), ['what'], 'rows')")
    assert told_tables(app)[0].to_series().to_list() == texts


def test_a_chosen_row_stays_chosen_when_its_link_changes():
    app = page(
        "st.query_params['basis'] = st.session_state.setdefault('basis_of_links', 'two')\n"
        "rows = pl.DataFrame({'unit': ['甲局'], 'unit_id': ['A01']})\n"
        "st.caption(f\"chosen {shell.table(rows, ['unit'], 'rows', pick=True)}\")"
    )
    app = ticked(app, "rows", 0)
    app.session_state["basis_of_links"] = "three"
    assert app.run().caption[0].value == "chosen 0"
