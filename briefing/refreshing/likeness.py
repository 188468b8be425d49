"""Whether two pieces of XML are one as they were made: equal but for ids, names and the last digits of values."""

import contextlib
import copy
from typing import Any

from lxml import etree

from briefing.edited.charts import C, R


def canonical(element: Any) -> bytes:
    """The form in which equal pieces have equal bytes."""
    alone = copy.deepcopy(element)
    for each in alone.iter(f"{C}externalData", f"{C}userShapes"):
        each.set(f"{R}id", "")
    for known in alone.iter("{*}cNvPr"):
        known.attrib.pop("id", None)
        known.attrib.pop("name", None)
    for value in alone.iter(f"{C}v"):
        with contextlib.suppress(ValueError):  # names of categories are no numbers
            value.text = f"{float(value.text or ''):.9g}"
    alone.tail = None
    return etree.tostring(alone, method="c14n", exclusive=True)
