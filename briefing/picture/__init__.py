"""Exhibits as pictures that stand alone: PNG, SVG or PDF with title, figure, footer and the letters they need.

`picture` draws finished exhibits in a browser of this machine, through one resident renderer for all threads. Called by
shell and the command line. A picture shows what the page shows; nothing is computed here.
"""

import functools
import io
import logging
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from briefing.picture import content, fonts
from briefing.picture.renderer import DrawingError, Renderer, browser_file
from briefing.refusal import RefusalError
from charts.theme import FONTS, PALETTES
from exhibits.exhibit import Exhibit

FORMS = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
SIZES = ("1920x1080", "1280x960", "a4")
THEMES = tuple(PALETTES)
COLOURS = ("paper", "ink", "quiet", "faint", "red")
A4 = {"name": "a4", "width": 794, "height": 0, "pixels": 1654}  # CSS pixels; 0: as tall as needed; 200 dots an inch
SHEETS = {  # size → the card in CSS pixels, at which letters have 13 of them, and the width of the picture
    "1920x1080": {"name": "1920x1080", "width": 960, "height": 540, "pixels": 1920},
    "1280x960": {"name": "1280x960", "width": 2560 / 3, "height": 640, "pixels": 1280},
    "a4": A4,
}


class PictureError(RefusalError):
    """Why there is no picture, and what to do instead."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(f"picture.refused.{key}", **facts)


@dataclass(frozen=True)
class Picture:
    """A drawn picture. `sizes`: of its sheets; a4 in place of the one asked for where a figure is too tall for that."""

    content: bytes
    sizes: tuple[str, ...]


def is_flat(exhibit: Exhibit) -> bool:
    """False for a map of columns, which has no picture."""
    return exhibit.figure is None or hasattr(exhibit.figure, "to_plotly_json")


def refusal(*exhibits: Exhibit) -> PictureError | None:
    """Why no picture of these exhibits can be drawn; None if it can."""
    if not all(map(is_flat, exhibits)):
        return PictureError("columns")
    if browser_file() is None:
        return PictureError("browser")
    return None if fonts.installed() else PictureError("font")


def picture(
    exhibits: Sequence[Exhibit],
    form: str = "png",
    size: str = SIZES[0],
    lang: str = "zh",
    theme: str = "light",
    page: str = "",
) -> Picture:
    """One exhibit as PNG or SVG, or several as the pages of a PDF. `theme`: the one they were made with. `page`: an
    address on the server, for the QR of the trace codes; unneeded where RONGHE_URL names the server.

    Raises PictureError.
    """
    if refused := refusal(*exhibits):
        raise refused
    cards = [content.card_content(exhibit, lang, page) for exhibit in exhibits]
    colours = {name: colour for name, colour in asdict(PALETTES[theme]).items() if name in COLOURS}
    request: Mapping[str, Any] = {
        "cards": cards,
        "sheet": SHEETS[size] | {"tall": A4},
        "look": {"lang": lang, "colours": colours, "families": f"Ronghe, {FONTS}"},
        "fonts": fonts.letters(content.letters(cards)),
        "form": form,
    }
    try:
        drawn, sheets = resident_renderer().draw(request)
    except DrawingError as error:
        logging.getLogger(__name__).error("%s: %s", [exhibit.id for exhibit in exhibits], error)
        raise PictureError("failed") from error
    return Picture(drawn, tuple(sheet["name"] for sheet in sheets))


def zip_bytes(named: Mapping[str, Exhibit], form: str, size: str, lang: str, theme: str, page: str = "") -> bytes:
    """A zip with one picture for each file name (without its ending). Raises PictureError."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        for name, exhibit in named.items():
            pack.writestr(f"{name}.{form}", picture([exhibit], form, size, lang, theme, page).content)
    return packed.getvalue()


@functools.cache
def resident_renderer() -> Renderer:
    """The resident renderer of this process."""
    return Renderer()
