"""What a refresh has done, and what it leaves to people."""

from dataclasses import dataclass

from briefing.edited.passages import Chart, Passage, Place

# Numbers written anew; a sentence of the card that now reads otherwise; a chart or table with new data; what people
# must look at: a number that can't be told, a word that no longer holds, a part that no longer exists; and a line that
# tells source, build and trace code.
NUMBER, SENTENCE, DATA, OPEN, SOURCE = ("number", "sentence", "data", "open", "source")


@dataclass(frozen=True)
class Change:
    """One change, or one thing left open. why: key of the texts refreshing.open, for what is left open."""

    kind: str
    place: Place
    before: str = ""
    after: str = ""
    code: str = ""
    exhibit: str = ""
    why: str = ""
    count: int = 1
    passage: Passage | None = None
    start: int = 0
    end: int = 0
    chart: Chart | None = None
