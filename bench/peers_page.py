"""Our own page of what peers' pages are compared by: a year line with its target, all units, and their table.

Served as the product is: `streamlit run bench/peers_page.py` with the repository on the path.
"""

import sys
from pathlib import Path
from typing import Any

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[1]))

import app as product
import serve
import shell
from shell.address import adopt_address, write_address

COLUMNS = ("year", "unit", "unit_class", "satisfied_n", "valid_n", "rate", "lower", "upper", "verdict")


def page() -> None:
    """The frame's filters and head, then the three."""
    st.set_page_config("peers", layout="wide")
    st.session_state.setdefault("lang", "zh")
    options = shell.options()
    adopt_address(options)
    product.filters(options)
    product.header("peers", options)
    shell.begin_page()
    shell.begin_parts("peers")
    shell.show("satisfaction_trend", shell.selection())
    shell.show("satisfaction_by_unit", shell.selection(units_shown="all"))
    shell.show_rows("satisfaction_by_unit", shell.selection(units_shown="all"), COLUMNS)
    write_address()


if __name__ == "__main__":
    page()
else:
    document: Any = (serve.OwnDocument, (), {})
    app = st.App(__file__, middleware=[document])
