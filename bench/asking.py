"""Each question on the published build against a bare group-by on its cells."""

from functools import partial

import queries
from bench.timing import median_ms, show

BARE = "select survey_year, unit_id, answer, sum(n) as n from survey_answer group by all"
# A question about one thing needs one: an item that exists is looked up.
NEEDS_ITEM = "item_id"


def main(times: int = 20) -> None:
    """Prints the median time of each question with its default parameters, and the slowest last."""

    def bare() -> None:
        with queries.connect() as cursor:
            cursor.sql(BARE).pl()

    reference = median_ms(bare, times)
    taken = {name: median_ms(partial(queries.ask, name, **_needed(name)), times) for name in queries.NAMES}
    rows = [("(bare group-by)", f"{reference:.1f}", "1.0")]
    rows += [
        (name, f"{ms:.1f}", f"{ms / reference:.1f}") for name, ms in sorted(taken.items(), key=lambda pair: pair[1])
    ]
    show(f"Questions, median of {times}", ("question", "ms", "ratio"), rows)


def _needed(name: str) -> dict[str, str]:
    if NEEDS_ITEM not in queries.parameters(name):
        return {}
    items = queries.ask("rectification_items")
    return {NEEDS_ITEM: items["item_id"][0]} if items.height else {}
