"""A deck and a document of twenty exhibits, once the questions are answered: making the exhibits counts."""

import gc
from collections.abc import Callable
from functools import partial

from bench.aims import Measured
from bench.timing import median_ms, show
from briefing import SUPPORTED
from briefing.answered import answer
from briefing.composed import composed
from briefing.composed_document import composed_document_bytes
from briefing.composition import EXHIBIT, Block, Composition
from briefing.deck import deck_bytes
from exhibits import CATALOGUE, Selection

EXHIBITS = SUPPORTED[:20]
LANG = "zh"


def main(times: int) -> Measured:
    """Prints the time of each kind of file, in milliseconds, and the size of the file."""
    composition = Composition(
        title="bench", blocks=tuple(Block(EXHIBIT, exhibit=name, id=str(at)) for at, name in enumerate(EXHIBITS))
    )
    parts = composed(composition, LANG)
    chosen = Selection(lang=LANG)
    frames = {name: {question: answer(question, chosen) for question in CATALOGUE[name].questions} for name in EXHIBITS}
    kinds: dict[str, Callable[[], bytes]] = {
        "deck": lambda: deck_bytes(composition, parts, LANG),
        "document": lambda: composed_document_bytes(composition, parts, LANG),
    }

    def made(kind: str) -> bytes:
        for name in EXHIBITS:
            CATALOGUE[name].make(frames[name], chosen)
        return kinds[kind]()

    gc.collect()
    gc.freeze()  # as the server does
    taken = {kind: median_ms(partial(made, kind), times) for kind in kinds}
    rows = [(kind, f"{ms:.0f}", f"{len(kinds[kind]()) / 1000:,.0f} kB") for kind, ms in taken.items()]
    show(f"Files of {len(EXHIBITS)} exhibits, median of {times}", ("file", "ms", "size"), rows)
    return {f"{kind} of 20 exhibits": ms / 1000 for kind, ms in taken.items()}
