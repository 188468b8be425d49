"""The theme of all charts: colours, fonts, templates. Colour is never the only carrier of a meaning.

Hollow: uncertain, or few answers. Red diamond: below the line. Red with hatching: overdue. Dashed: a target. Grey:
context.
"""

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
SIZE = 13
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross")
MAX_LINES = 6
WIDTHS = (333, 474, 1068)  # of a card's figure in pixels: on a phone, in one of two columns, alone on a wide screen
PHONE = WIDTHS[0]
LETTER, WIDE_LETTER = 7, 13  # width in pixels of a Latin and of a Chinese letter in small texts, rounded up
TITLE_LINE = 8  # pixels by which Plotly lifts a title for each further line


@dataclass(frozen=True)
class Palette:
    """Colours of one theme as #rrggbb. `lines`: at most six, distinguishable for colour-blind readers."""

    name: str
    paper: str
    ink: str
    quiet: str
    faint: str
    blue: str
    red: str
    lines: tuple[str, ...]

    def veil(self, colour: str, opacity: float) -> str:
        """The colour with an opacity (0–1), as rgba()."""
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
    """Relative luminance (WCAG 2), 0–1: the brightness of a colour on a black-and-white copy."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2), 1–21; level AA requires 4.5 for text and 3 for lines."""
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
            "xaxis": axis | {"showgrid": False, "showline": True, "autotickangles": [0, 30, -90]},
            # Labels beside an axis have their margin: Plotly need not measure each one to hide what would be cut.
            "yaxis": axis | {"ticklabeloverflow": "allow"},
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
    traces: list[dict[str, Any]],
    layout: dict[str, Any],
    palette: Palette,
    height: int,
    stamp: str = "",
    stamps: int = 0,
) -> go.Figure:
    """A Plotly figure from plain dicts with the project's template. `stamp`: a watermark, repeated `stamps` times from
    bottom to top (0: a number that fits the height).

    Plotly does not look at each property again, which takes a third of the time of an exhibit; tests do."""
    annotations = [*layout.pop("annotations", []), *_watermarks(stamp, palette, stamps or max(1, round(height / 500)))]
    shown = {"template": pio.templates[f"ronghe_{palette.name}"], "height": height, "annotations": annotations} | layout
    return go.Figure({"data": traces, "layout": shown}, _validate=False)


def note(text: str, palette: Palette, **place: Any) -> dict[str, Any]:
    """A small grey text on the figure; its position is in shares of the plot unless `place` says otherwise."""
    font = {"size": SIZE - 1, "color": place.pop("colour", palette.quiet)}
    return {"text": text, "showarrow": False, "xref": "paper", "yref": "paper", "font": font} | place


def _watermarks(stamp: str, palette: Palette, many: int) -> list[dict[str, Any]]:
    """Pale texts that hide no marks."""
    many = many if stamp else 0
    heights = [(2 * at + 1) / (2 * many) for at in range(many)]
    pale = {"size": 26, "color": palette.veil(palette.quiet, 0.2)}
    return [note(stamp, palette, x=0.5, y=y, xanchor="center", yanchor="middle") | {"font": pale} for y in heights]


def axis_name(text: str, palette: Palette) -> dict[str, Any]:
    """The name of the value axis, horizontal at the upper left of the figure: it costs no width and is easy to read."""
    return {
        "text": text,
        "font": {"size": SIZE - 1, "color": palette.quiet, "weight": "normal"},
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"t": 10 + TITLE_LINE * text.count("<br>"), "l": 8},
    }


def target_line(xs: Sequence[float | str], ys: list[float], palette: Palette) -> dict[str, Any]:
    """A dashed line under the marks. It is a trace because shapes lie either under the grid or over the marks."""
    line = {"color": palette.ink, "width": 1.5, "dash": "dash"}
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": line,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def place_of_panel(
    at: int, columns: int, lines: int, height: int, *, gap: float, above: int, below: int
) -> tuple[float, float, float, float]:
    """Left, right, bottom and top of a small panel as shares of the plot, in lines of `columns` panels.

    gap: between two columns, a share of the plot. above, below: room inside the panel's line for its title and its
    axis, in pixels of `height`.
    """
    column, line = at % columns, at // columns
    width, down = (1 - gap * (columns - 1)) / columns, 1 / lines
    left = column * (width + gap)
    return left, left + width, 1 - (line + 1) * down + below / height, 1 - line * down - above / height


def span(values: list[float | None], floor: float | None = None, ceiling: float | None = None) -> tuple[float, float]:
    """An axis range around the values with a margin of a tenth, cut to floor and ceiling; its ends are round
    numbers."""
    known = [value for value in values if value is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    air = (high - low or abs(high) or 1.0) * 0.1
    step = round_step((high - low + 2 * air) / 8)
    low, high = math.floor((low - air) / step) * step, math.ceil((high + air) / step) * step
    low, high = max(low, floor) if floor is not None else low, min(high, ceiling) if ceiling is not None else high
    return round(low, 9), round(high, 9)


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `least`."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= least * 0.999)


def apart(places: list[float], gap: float) -> list[float]:
    """Positions moved as little as needed so that neighbours are at least `gap` apart; the order stays."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = [places[at] for at in order]
    for _ in range(50):
        for at in range(1, len(moved)):
            lack = gap - (moved[at] - moved[at - 1])
            if lack > 1e-9:
                moved[at - 1] -= lack / 2
                moved[at] += lack / 2
    back = dict(zip(order, moved, strict=True))
    return [back[at] for at in range(len(places))]


def wrapped(text: str, width: int) -> str:
    """A long name on at most three lines of at most `width` half-width places (a Chinese character takes two).

    Latin words are not split unless they are very long.
    """
    lines = _filled(text, width)
    narrower = lines
    while width > 8 and len(lines) > 1 and len(narrower) == len(lines):  # balances the lines: no short last line
        lines, width = narrower, width - 1
        narrower = _filled(text, width)
    return "<br>".join(lines if len(lines) <= 3 else [*lines[:2], lines[2] + "…"])


def _filled(text: str, width: int) -> list[str]:
    lines, used = [""], 0
    for piece in _pieces(text):
        size = half_widths(piece.rstrip())
        if used and used + size > width:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += half_widths(piece)
    return [line.strip() for line in lines]


@functools.lru_cache(maxsize=10_000)  # the names of units are measured many times
def half_widths(text: str) -> int:
    """The width of a text in half-width places; a Chinese character takes two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def text_width(text: str) -> int:
    """The width of a small text with its markup, in pixels: that of its longest line."""
    lines = re.sub("<(?!br>)[^>]*>", "", text).split("<br>")
    return max(sum(WIDE_LETTER if half_widths(char) > 1 else LETTER for char in line) for line in lines)


def _pieces(text: str) -> list[str]:
    """The pieces that are not split: a Chinese character, or a Latin word up to its space or hyphen, at most 16
    letters."""
    return re.findall(
        r"[^\u2e80-\uffff \-\u2013]{0,16}[ \-\u2013]|[^\u2e80-\uffff \-\u2013]{1,16}|[\u2e80-\uffff]", text
    )


def plain(text: str) -> str:
    """A text from the data with markup characters escaped, because Plotly interprets markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
