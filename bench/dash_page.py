"""The reference of the page bench: plain Dash showing a year line with its target, all units as bars, their table.

`python -m bench.dash_page PORT` serves it. It asks the same questions as our own page of the three, bench/peers_page.
"""

import functools
import sys
from typing import Any

import polars as pl
from dash import Dash, Input, Output, dcc, html
from dash.dash_table.DataTable import DataTable

import queries

BASES = ("three", "two", "top", "points")
YEARS = tuple(range(2017, 2026))
COLUMNS = ("year", "unit", "unit_class", "satisfied_n", "valid_n", "rate", "lower", "upper")


@functools.lru_cache(maxsize=500)
def answers(basis: str, first: int, last: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of the years, and of the units in the last year."""
    chosen: dict[str, Any] = {"basis": basis, "year_from": first, "year_to": last}
    years = queries.ask("satisfaction_trend", **chosen)
    units = queries.ask("satisfaction_by_unit", **chosen)
    shown = [name for name in COLUMNS if name in units.columns]
    latest = units.filter(pl.col("year") == last).sort("rate", nulls_last=True)
    return years.to_dicts(), latest.select(shown).to_dicts()


def page(basis: str, first: int, last: int) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    """The line, the bars, the rows of the table."""
    years, units = answers(basis, first, max(first, last))
    x, y = ([row[name] for row in years] for name in ("year", "rate"))
    line = {
        "data": [
            {"type": "scatter", "mode": "lines+markers", "x": x, "y": y},
            {"type": "scatter", "mode": "lines", "x": x, "y": [0.94] * len(x), "line": {"dash": "dash"}},
        ],
        "layout": {"height": 360, "showlegend": False, "yaxis": {"tickformat": ".0%"}},
    }
    bars = {
        "data": [
            {"type": "bar", "orientation": "h", "x": [r["rate"] for r in units], "y": [r["unit"] for r in units]},
        ],
        "layout": {"height": 2000, "margin": {"l": 240}, "xaxis": {"tickformat": ".0%"}},
    }
    return line, bars, [{name: str(value) for name, value in row.items()} for row in units]


def choice(name: str, options: tuple[Any, ...], value: Any) -> Any:
    return dcc.RadioItems(options=[{"label": str(each), "value": each} for each in options], value=value, id=name)


def served_page() -> Dash:
    """The Dash application."""
    app = Dash(__name__, serve_locally=True)
    columns: Any = [{"name": name, "id": name} for name in COLUMNS]
    table = DataTable(id="table", columns=columns, page_size=100)
    choices = [
        choice("basis", BASES, "three"),
        choice("year_from", YEARS, YEARS[0]),
        choice("year_to", YEARS, YEARS[-1]),
    ]
    app.layout = html.Div([*choices, html.Div([dcc.Graph(id="line"), dcc.Graph(id="bars"), table], id="body")])
    outputs = Output("line", "figure"), Output("bars", "figure"), Output("table", "data")
    app.callback(*outputs, *(Input(name, "value") for name in ("basis", "year_from", "year_to")))(page)
    return app


if __name__ == "__main__":
    served_page().run(host="127.0.0.1", port=sys.argv[1])
