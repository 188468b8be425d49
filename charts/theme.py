"""The one theme: colours, type, templates. Meaning never hangs on a colour alone.

Hollow: uncertain or few. Red diamond: below the line, red with hatching: overdue. Dashed: a target. Grey: context.
"""

import math
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
SIZE = 13
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
MAX_LINES = 6


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, as #rrggbb. `lines`: at most six that can be told apart by colour-blind readers."""

    name: str
    paper: str
    ink: str
    quiet: str
    faint: str
    blue: str
    red: str
    lines: tuple[str, ...]

    def veil(self, colour: str, opacity: float) -> str:
        """A colour laid thinly over the paper."""
        red, green, blue = channels(colour)
        return f"rgba({red},{green},{blue},{opacity})"


LIGHT = Palette(
    name="light",
    paper="#ffffff",
    ink="#1b2530",
    quiet="#5b6770",
    faint="#dde2e6",
    blue="#1f5fa8",
    red="#b33a2b",
    lines=("#1f5fa8", "#9a5b00", "#2a7463", "#6b4c9a", "#5b6770", "#1b2530"),
)
DARK = Palette(
    name="dark",
    paper="#12181f",
    ink="#e8edf2",
    quiet="#a3afba",
    faint="#2c3640",
    blue="#6cb0f5",
    red="#ff8f7d",
    lines=("#6cb0f5", "#f0b04f", "#5fc9ac", "#b9a0ea", "#a3afba", "#e8edf2"),
)
PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green, blue (0–255) of #rrggbb."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2): what is left of a colour on a black-and-white copier, 0–1."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2), 1–21; AA wants 4.5 for text and 3 for lines."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _template(palette: Palette) -> go.layout.Template:
    axis = {
        "automargin": True,
        "gridcolor": palette.faint,
        "linecolor": palette.quiet,
        "tickcolor": palette.faint,
        "tickfont": {"color": palette.quiet, "size": SIZE - 1},
        "zeroline": False,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FONTS, "size": SIZE, "color": palette.ink},
            "paper_bgcolor": palette.paper,
            "plot_bgcolor": palette.paper,
            "margin": {"l": 8, "r": 16, "t": 30, "b": 8, "pad": 2},
            "showlegend": False,
            "xaxis": axis | {"showgrid": False, "showline": True},
            "yaxis": axis,
            "hoverlabel": {
                "bgcolor": palette.paper,
                "bordercolor": palette.quiet,
                "align": "left",
                "font": {"family": FONTS, "size": SIZE, "color": palette.ink},
            },
            "dragmode": False,
            "separators": ".",
        }
    )


for _palette in PALETTES.values():
    pio.templates[f"ronghe_{_palette.name}"] = _template(_palette)


def figure(
    traces: list[dict[str, Any]], layout: dict[str, Any], palette: Palette, height: int, stamp: str = ""
) -> go.Figure:
    """A Plotly figure from plain dicts in the house template. `stamp` is written small in the upper right corner."""
    annotations = list(layout.pop("annotations", []))
    if stamp:
        annotations.append(note(stamp, palette, x=1, y=1, xanchor="right", yanchor="bottom", yshift=8))
    shown = {"template": f"ronghe_{palette.name}", "height": height, "annotations": annotations} | layout
    return go.Figure({"data": traces, "layout": shown}, skip_invalid=False)


def note(text: str, palette: Palette, **place: Any) -> dict[str, Any]:
    """A small quiet text on the figure, placed in shares of the plot unless `place` says otherwise."""
    font = {"size": SIZE - 1, "color": place.pop("colour", palette.quiet)}
    return {"text": text, "showarrow": False, "xref": "paper", "yref": "paper", "font": font} | place


def axis_name(text: str, palette: Palette) -> dict[str, Any]:
    """What the vertical axis measures, written level above it, where it costs no width and needs no turned head."""
    return note(text, palette, x=0, y=1, xanchor="left", yanchor="bottom", yshift=8, xshift=-4)


def span(values: list[float | None], floor: float | None = None, ceiling: float | None = None) -> tuple[float, float]:
    """An axis range around the values with a tenth of air, cut to floor and ceiling; ends lie on round numbers."""
    known = [value for value in values if value is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    air = (high - low or abs(high) or 1.0) * 0.12
    step = 10.0 ** math.floor(math.log10(high - low + 2 * air)) / 2
    low, high = math.floor((low - air) / step) * step, math.ceil((high + air) / step) * step
    low, high = max(low, floor) if floor is not None else low, min(high, ceiling) if ceiling is not None else high
    return round(low, 9), round(high, 9)


def wrapped(text: str, width: int) -> str:
    """A long name on lines of at most `width` half-width places (a Chinese character takes two), at most three lines.

    Latin words stay whole.
    """
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        size = sum(2 if ord(char) > 0x2E7F else 1 for char in piece)
        if line.strip() and used + size > width:
            lines.append(line.strip())
            line, used = "", 0
        line, used = line + piece, used + size
    lines.append(line.strip())
    return "<br>".join(lines if len(lines) <= 3 else [*lines[:2], lines[2] + "…"])


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for char in text:
        joins = pieces and char != " " and ord(char) < 0x2E80 and ord(pieces[-1][-1]) < 0x2E80 and pieces[-1][-1] != " "
        if joins:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def plain(text: str) -> str:
    """Reader's data as plain text on a figure: Plotly would read markup in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
