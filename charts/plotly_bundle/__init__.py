"""Plotly's script with the traces of our charts alone: a third of the whole script, ready in a tenth of its time.

Read by serve, briefing.picture and briefing.pack. build.cjs builds the file from Plotly's own sources; CONTRIBUTING
says when. A figure looks the same as with the whole script.
"""

import re
from pathlib import Path

BUNDLE = Path(__file__).with_name("plotly.min.js")
TRACES = ("bar", "heatmap", "sankey", "scatter")  # what build.cjs takes


def version(script: Path = BUNDLE) -> str:
    """The version of plotly.js that the head of a script names."""
    with script.open(encoding="utf-8") as text:
        found = re.search(r"plotly\.js v([0-9.]+)", text.read(500))
    if found is None:
        raise ValueError(f"{script} names no version of plotly.js")
    return found[1]
