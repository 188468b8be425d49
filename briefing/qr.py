"""The QR of a trace code: it holds the address that restores the card, or the code alone where no address is known."""

import functools
import io
import os
from urllib.parse import urljoin

import segno

CONTRAST = {"dark": "#1b2530", "light": "#ffffff"}  # the same on a dark page: scanners expect dark on light


def code_address(code: str, page: str = "") -> str:
    """The address of a code on the server RONGHE_URL, else on that of a page; the code alone if both are unknown."""
    server = os.environ.get("RONGHE_URL", "")
    base = f"{server.rstrip('/')}/" if server else page
    return urljoin(base, f"c/{code}") if base else code


def qr_svg(text: str) -> str:
    """The QR of a text as an SVG image."""
    return segno.make_qr(text, error="m").svg_inline(scale=4, **CONTRAST)


def qr_rows(text: str) -> list[str]:
    """The QR of a text, row by row: "1" where it is dark. Without the pale edge that it needs around it."""
    return ["".join(map(str, row)) for row in segno.make_qr(text, error="m").matrix]


@functools.lru_cache(maxsize=256)  # the slides of a long exhibit share one code
def qr_png(text: str) -> bytes:
    """The QR of a text as a PNG image."""
    file = io.BytesIO()
    segno.make_qr(text, error="m").save(file, kind="png", scale=8, **CONTRAST)
    return file.getvalue()
