"""Exhibits as native, editable PowerPoint slides.

`slide_bytes` and `deck_of` turn finished exhibits into a presentation. Called by shell and the command line. It draws
the frame that the page draws, in the same words and numbers: it computes no figure and asks no question by itself.
"""

import io

from briefing.plans import PLANS
from briefing.slide import deck_of
from exhibits import CATALOGUE
from exhibits.exhibit import Exhibit

SUPPORTED = tuple(name for name in CATALOGUE if name in PLANS)
__all__ = ["SUPPORTED", "deck_of", "slide_bytes"]


def slide_bytes(exhibit: Exhibit, lang: str) -> bytes:
    """A .pptx file with this one exhibit. Its id must be in SUPPORTED."""
    file = io.BytesIO()
    deck_of([exhibit], lang).save(file)
    return file.getvalue()
