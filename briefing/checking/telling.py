"""All that a card says of the numbers of a passage."""

from briefing.checking.expected import Source
from briefing.checking.free_text import Answer, answers
from briefing.checking.gated_words import counted
from briefing.checking.together import in_texts, together
from briefing.edited.number import Number

LOOSE = ("silent", "differs")  # answers that numbers which stand together may better


def told_by(source: Source, text: str) -> dict[Number, Answer]:
    """What a card says of each number of a passage."""
    told = answers(text, source.facts) | counted(text, source)
    found = in_texts(text, source.clauses)
    told |= {number: answer for number, answer in found.items() if number not in told or _is_open(told[number])}
    found = together(text, source.facts)
    return told | {
        number: answer for number, answer in found.items() if number not in told or told[number].says in LOOSE
    }


def _is_open(answer: Answer) -> bool:
    """True for an answer that contradicts nothing, so that a text of the card may know the number."""
    return answer.says == "silent" or (answer.says == "differs" and answer.sure <= 1)
