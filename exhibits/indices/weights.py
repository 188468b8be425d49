"""The weights of the four indices: the declared ones, or the reader's own."""

from collections.abc import Mapping

import polars as pl

from exhibits.indices.index_trend import ORDER
from words import say

EXAMPLE = "pioneer:0.3,fortress:0.3,brand:0.2,conduct:0.2"


def declared(measures: pl.DataFrame) -> dict[str, float]:
    """The weights in the rows of the last year, as shares of one, in the order of the four indices."""
    last = measures.filter(pl.col("year") == pl.col("year").max())
    weights = dict(last.select("measure", "weight").iter_rows())
    return _shares({name: weights[name] for name in sorted(weights, key=lambda name: ORDER.get(name, len(ORDER)))})


def own_weights(text: str, names: Mapping[str, float], lang: str) -> dict[str, float] | None:
    """The reader's weights as shares; None where the text is empty. A measure that is not named gets weight 0.

    Raises ValueError with a sentence in `lang` for an unreadable text.
    """
    if not text:
        return None
    try:
        given = {name.strip(): float(weight) for name, weight in (part.split(":") for part in text.split(","))}
        if not given.keys() <= names.keys() or min(given.values()) < 0 or not 0 < sum(given.values()) < float("inf"):
            raise ValueError(text)
    except ValueError:
        raise ValueError(say("exhibits.weights.unreadable", lang, text=text, example=EXAMPLE)) from None
    return _shares({name: given.get(name, 0.0) for name in names})


def written(weights: Mapping[str, float]) -> str:
    """Weights as a text that `own_weights` can read; empty where all are 0."""
    return ",".join(f"{name}:{weight:g}" for name, weight in weights.items()) if any(weights.values()) else ""


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}
