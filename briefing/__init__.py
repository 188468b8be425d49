"""Exhibits as native, editable PowerPoint slides.

`slide_bytes` and `deck_of` turn finished exhibits into a presentation. Called by shell and the command line. A slide
shows the same rows as the page, with the same words and numbers. A composition is a briefing of several, kept in the
warehouse by `drafts` and `compositions` and made by `deck` and `pack`. This package computes no figure.
"""

import io

from briefing.plans import PLANS
from briefing.slide import deck_of
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit

SUPPORTED = tuple(name for name in CATALOGUE if name in PLANS)
__all__ = ["SUPPORTED", "deck_of", "slide_bytes"]


def slide_bytes(exhibit: Exhibit, lang: str, page: str = "") -> bytes:
    """The bytes of a .pptx file with this one exhibit. Its id must be in SUPPORTED. page: as in `deck_of`."""
    file = io.BytesIO()
    deck_of([exhibit], lang, page).save(file)
    return file.getvalue()
