"""The passages of an edited file brought to the newest build: numbers in place, words only where nobody edited them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from briefing.checking.alignment import core, core_start, masked, paired
from briefing.checking.facts import Fact, agrees
from briefing.checking.free_text import answers
from briefing.checking.gated_words import borne, counted, judgements
from briefing.checking.telling import told_by
from briefing.edited.number import CALENDAR, Number
from briefing.edited.numbers import numbers
from briefing.edited.numerals import in_myriads, in_numerals
from briefing.edited.passages import Passage, text_of
from briefing.edited.shares import MYRIADS
from briefing.refreshing.changes import NUMBER, OPEN, SENTENCE, Change
from briefing.refreshing.renewal import Renewal


def refreshed(passage: Passage, old: str, new: str | None, renewal: Renewal) -> Iterator[Change]:
    """Brings a passage that was made as `old` to `new`; yields what was done and what is left open."""
    text = passage.text
    if core(text) == core(old):
        yield from _untouched(passage, old, new, renewal)
        return
    if new is not None and core(old) == core(new):
        return
    exact = dict(paired(old, new)) if new is not None and masked(old) == masked(new) else {}
    known = answers(text, renewal.old.facts)
    written: list[tuple[Number, str]] = []
    for number, partner in paired(text, old):
        if number.unit in CALENDAR and partner is None:
            continue
        answer = known.get(number)
        facts = answer.facts if answer else ()
        after = _renewed(number, partner, exact, facts, renewal)
        if after == number.text and partner is None and _no_longer_follows(number, text, [renewal]):
            after = None
        if after is None:
            yield _left(passage, number, "edited" if partner and not number.same(partner) else "unclear", renewal)
        elif after != number.text:
            written.append((number, after))
    yield from _write(passage, written, renewal)
    if new is not None and masked(old) != masked(new):
        yield replace(_left(passage, None, "reworded", renewal), after=core(new))
    if new is None:
        yield _left(passage, None, "gone", renewal)
    yield from _words(passage, [renewal])


def free(passage: Passage, renewals: Sequence[Renewal]) -> Iterator[Change]:
    """Brings a passage of people's own to the newest build, as far as its sentences name what its numbers mean."""
    said = [(renewal, told_by(renewal.old, passage.text)) for renewal in renewals]
    written: list[tuple[Number, str]] = []
    by: Renewal | None = None
    for number in numbers(passage.text):
        if number.unit in CALENDAR or number.start < core_start(passage.text):
            continue
        told = [(renewal, answer) for renewal, found in said if (answer := found.get(number)) and answer.says == "fits"]
        best = max(((answer.sure, answer.words) for _, answer in told), default=(0, 0))
        meant = [(renewal, answer) for renewal, answer in told if (answer.sure, answer.words) == best and answer.facts]
        if best[0] < 2 or not meant:
            by_now = _no_longer_follows(number, passage.text, renewals) if told else None
            if by_now or (told and not _is_said(number, passage.text, renewals)):
                yield _left(passage, number, "unclear", by_now or told[0][0])
            continue
        after = {_of_facts(number, answer.facts, renewal) for renewal, answer in meant}
        if len(after) == 1 and (only := next(iter(after))) is not None:
            by = meant[0][0]
            written += [(number, only)] if only != number.text else []
        elif after != {number.text}:
            yield _left(passage, number, "unclear", meant[0][0])
    if by is not None:
        yield from _write(passage, written, by)
    if renewals:
        yield from _words(passage, renewals)


def _no_longer_follows(number: Number, text: str, renewals: Sequence[Renewal]) -> Renewal | None:
    """The card from which a number followed, such as a difference or a multiple, and no longer does."""
    for renewal in renewals:
        was, now = (
            (answers(text, source.facts) | counted(text, source)).get(number) for source in (renewal.old, renewal.new)
        )
        if was and now and was.says == "fits" and not was.facts and was.sure > 1 and now.says != "fits":
            return renewal
    return None


def _is_said(number: Number, text: str, renewals: Sequence[Renewal]) -> bool:
    """True if one of the newest cards still says a number."""
    said = [told_by(renewal.new, text).get(number) for renewal in renewals]
    return any(answer is not None and answer.says == "fits" for answer in said)


def _untouched(passage: Passage, old: str, new: str | None, renewal: Renewal) -> Iterator[Change]:
    """A passage that nobody edited takes the words of the newest build."""
    if new is None:
        yield _left(passage, None, "gone", renewal)
        return
    before, after = core(old), core(new)
    if before == after:
        return
    if masked(old) == masked(new):
        own, shift = numbers(passage.text), core_start(passage.text)
        mine = [number for number in own if number.start >= shift]
        theirs = [number.text for number in numbers(new) if number.start >= core_start(new)]
        if len(mine) == len(theirs):
            written = [(one, other) for one, other in zip(mine, theirs, strict=True) if one.text != other]
            yield from _write(passage, written, renewal)
            return
    start = passage.text.index(before)
    passage.write(start, start + len(before), after)
    yield Change(
        SENTENCE, passage.place, before, after, *_card(renewal), passage=passage, start=start, end=start + len(after)
    )


def _renewed(
    number: Number, partner: Number | None, exact: dict[Number, Number | None], facts: Sequence[Fact], renewal: Renewal
) -> str | None:
    """The number of the newest build as text; None where it can't be told. Hand-changed numbers can't."""
    if partner is None:
        return _of_facts(number, facts, renewal) if facts else number.text
    if not number.same(partner):
        return _of_facts(number, facts, renewal) if len(facts) == 1 else None
    other = exact.get(partner)
    if other is not None and (number.digits == other.digits or other.same(partner)):
        return number.text if other.same(partner) else _like(number, other.text, other.value)
    if other is not None and number.digits < other.digits:
        return in_style(number, other.value)
    return _of_facts(number, facts, renewal) if facts else None


def _of_facts(number: Number, facts: Sequence[Fact], renewal: Renewal) -> str | None:
    """The number as the newest figures say it; None where they differ, are gone, or turn a rise into a fall."""
    values: set[str | None] = set()
    for fact in facts:
        other = renewal.fact(fact)
        if other is None or (fact.column.startswith("change") and fact.value * other.value < 0):
            return None
        if number.bound or (number.spoken and number.text.isascii()):  # 超过94% stays, as long as it is true
            values.add(number.text if agrees(number, other) else None)
            continue
        values.add(in_style(number, abs(other.value) if number.value >= 0 else other.value))
    return values.pop() if len(values) == 1 else None


def _like(number: Number, text: str, value: Decimal) -> str:
    return in_style(number, value) if number.spoken else text


def in_style(number: Number, value: Decimal) -> str:
    """A value written as a number is written: its digits, its thousands, 万, Chinese numerals."""
    if number.spoken:
        return in_numerals(number, value)
    if number.digits < 0 or number.text[-1:] in MYRIADS:
        return in_myriads(number, value)
    grouped = "," if "," in number.text else ""
    signed = "+" if number.text.startswith(("+", "＋")) else "-"
    said = f"{value:{signed}{grouped}.{number.digits}f}"
    return said.replace("-", "−") if "−" in number.text else said


def _write(passage: Passage, written: Sequence[tuple[Number, str]], renewal: Renewal) -> Iterator[Change]:
    """Writes numbers from the last to the first, so that positions stay right."""
    if not written:
        return
    for number, after in sorted(written, key=lambda each: -each[0].start):
        passage.write(number.start, number.end, after)
    for number, after in written:
        moved = sum(len(text) - len(one.text) for one, text in written if one.start < number.start)
        start = number.start + moved
        yield Change(
            NUMBER,
            passage.place,
            number.text,
            after,
            *_card(renewal),
            passage=passage,
            start=start,
            end=start + len(after),
        )


def _words(passage: Passage, renewals: Sequence[Renewal]) -> Iterator[Change]:
    """Judging words that the newest figures do not bear, and the old ones did."""
    text = text_of(passage.element)
    for lang in dict.fromkeys(renewal.new.lang for renewal in renewals):
        those = [renewal for renewal in renewals if renewal.new.lang == lang]
        for each in judgements(text, lang):
            against = borne(each, text, [renewal.new for renewal in those])
            if against is None or any(each.word in line for line in against.texts if each.clause.text in line):
                continue
            change = Change(
                OPEN, passage.place, each.word, "", against.code, against.exhibit.id, "word", passage=passage
            )
            yield replace(change, start=each.start, end=each.end)


def _left(passage: Passage, number: Number | None, why: str, renewal: Renewal) -> Change:
    start, end = (number.start, number.end) if number else (0, len(passage.text))
    before = number.text if number else passage.text
    return Change(OPEN, passage.place, before, "", *_card(renewal), why, passage=passage, start=start, end=end)


def _card(renewal: Renewal) -> tuple[str, str]:
    return renewal.new.code, renewal.new.exhibit.id
