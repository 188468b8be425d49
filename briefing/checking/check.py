"""核稿: every number of an edited file against the cards whose trace codes it holds, and every judging word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing.checking.alignment import core, core_start, has_words, masked, paired
from briefing.checking.charts import chart_places, differing, unknown
from briefing.checking.clause_pairs import partners
from briefing.checking.expected import Source, Sources, lines_of_passages, meant_of_passages, sources_of
from briefing.checking.findings import UNKNOWN, WORD, WRONG, Finding, around
from briefing.checking.free_text import Answer, contradiction
from briefing.checking.gated_words import Judgement, borne, count_of, judgements
from briefing.checking.telling import told_by
from briefing.checking.within import within
from briefing.edited import Edited, opened
from briefing.edited.notation import DASHES, POINTS_IN_CHINESE, PUNCTUATION
from briefing.edited.number import CALENDAR, DATE, MONTH, POINTS, STRICT, Number, comparable, written
from briefing.edited.numbers import numbers
from briefing.edited.passages import Chart, Passage

BESIDE = ("footnote", "endnote", "header", "footer", "comment")  # places behind a document's text
MARGINS = ("margin", "layout", "header", "footer")  # places where a day alone is no figure
SMALL = 10  # a number in Chinese numerals up to this is a word as often as a figure


@dataclass(frozen=True)
class Checked:
    """The result: findings in the order of the file, the count of numbers that were read and that agree."""

    edited: Edited
    sources: Sources
    findings: tuple[Finding, ...]
    read: int
    lang: str

    def of(self, kind: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.kind == kind)

    @property
    def agreeing(self) -> int:
        return self.read - len(self.of(WRONG)) - len(self.of(UNKNOWN))


def check(content: bytes, lang: str, codes: Iterable[str] = ()) -> Checked:
    """Checks a .pptx, .docx or .pdf. codes: of cards that the file shows without their code. lang: of the sentences.

    Raises EditedError where the file can't be read, queries.NoBuild.
    """
    edited = opened(content, lang)
    sources = sources_of(edited, codes)
    checker = _Checker(edited, sources, lang)
    findings = [*checker.texts(), *checker.charts()]
    order = {id(passage.element): at for at, passage in enumerate(edited.content.passages)}
    findings.sort(
        key=lambda each: (
            each.place.kind in BESIDE,
            each.place.number,
            order.get(id(each.passage.element), 0) if each.passage else 10**9,
        )
    )
    return Checked(edited, sources, tuple(findings), checker.read, lang)


class _Checker:
    """Checks one file; `read` counts the numbers."""

    def __init__(self, edited: Edited, sources: Sources, lang: str) -> None:
        self.edited, self.lang, self.read = edited, lang, 0
        self.sources = sources.known
        self.made = lines_of_passages(edited, sources)
        self.said = {"".join(each.split()) for source in self.sources.values() for each in source.texts}
        self.drawn = meant_of_passages(edited, sources) if edited.kind == "pdf" else {}
        paged = [each.place.number for each in edited.content.passages if each.place.kind in ("slide", "page")]
        self.pages = range(1, max(paged, default=0) + 1)
        charts = [chart for source in self.sources.values() for chart in source.made.charts]
        drawn = {tick for chart in charts for tick in (*chart.ticks, *_years(chart))}
        self.ticks = drawn if edited.kind == "pdf" else set()

    def own(self, group: int) -> list[Source]:
        """The cards of a slide or of a part of a document."""
        return [self.sources[code] for code in self.edited.codes.get(group, ()) if code in self.sources]

    def others(self, group: int) -> list[Source]:
        own = self.edited.codes.get(group, ())
        return [source for code, source in self.sources.items() if code not in own]

    # --- texts ---

    def texts(self) -> Iterator[Finding]:
        for at, passage in enumerate(self.edited.content.passages):
            meant, (line, source) = self.drawn.get(at), self.made.get(at, (0, None))
            text = source.lines[line] if source else ""
            if self._is_label(passage):
                continue
            same_words = source is not None and has_words(text) and masked(text) == masked(passage.text)
            if meant and not same_words:
                yield from self._numbers(passage, meant.made, meant.source, dict(meant.drawn.partners))
                yield from self._words(passage, meant.made)
            elif (source and core(text) == core(passage.text)) or (not source and self._is_of_a_card(passage)):
                self.read += len(_counted(passage.text))
            else:
                yield from self._numbers(passage, text, source, dict(paired(passage.text, text)) if source else None)
                yield from self._words(passage, text)

    def _is_of_a_card(self, passage: Passage) -> bool:
        """True for a text of a card that stands where no card is, such as behind the last one of a document."""
        return has_words(passage.text) and "".join(passage.text.split()) in self.said

    def _is_label(self, passage: Passage) -> bool:
        """True for a lone number that is no figure: at an axis in a PDF; a day or a page in a margin, or where no card
        is; a page between dashes."""
        if set(passage.text.split()) <= self.ticks:
            return True
        said = masked(passage.text)
        figure = self.own(passage.group) and passage.place.kind not in MARGINS
        if said.strip(DASHES) != "#" or (said == "#" and figure):
            return False
        (alone,) = numbers(passage.text)
        return alone.value in self.pages or (said == "#" and alone.unit in CALENDAR)

    def _numbers(
        self, passage: Passage, made: str, source: Source | None, known: dict[Number, Number | None] | None
    ) -> Iterator[Finding]:
        """known: the numbers of the passage with those that it was made with; None where it was not made."""
        own, others = self.own(passage.group), self.others(passage.group)
        if source is None and not own:
            own, others = others, []
        meant = partners(passage.text, [each.clauses for each in own + others]) if known is None else known
        said: list[
            tuple[Source, dict[Number, Answer]]
        ] = []  # what each card says of the numbers, if one is in question
        figures = _counted(passage.text)
        self.read += len(figures)
        for number in figures:
            partner = meant.get(number)
            if partner is None or not (_fits(number, partner, own) or _is_cut(number, partner, passage)):
                said = said or [(each, told_by(each, passage.text)) for each in (*own, *others)]
                told = [(each, answer) for each, found in said if (answer := found.get(number))]
                yield from self._judged(number, partner, passage, made, told, source)

    def _judged(
        self,
        number: Number,
        partner: Number | None,
        passage: Passage,
        made: str,
        said: Sequence[tuple[Source, Answer]],
        source: Source | None,
    ) -> Iterator[Finding]:
        every = [answer for _, answer in said]
        found = _at(passage, number.start, number.end, UNKNOWN)
        follows = within(passage.text).get(number) if partner is None else None
        if follows:
            if follows.says == "differs" and not any(
                each.says == "fits" and each.sure >= follows.sure for each in every
            ):
                yield _wrong(found, follows.should, None)
            return
        if partner is not None:
            if not _moved(number, passage.text, made, every):
                yield _other(found, number, partner, source or next((each for each, _ in said), None), self.lang)
        elif against := contradiction(every):
            yield _wrong(found, against.should, next(each for each, answer in said if answer is against))
        elif not any(answer.says == "fits" for answer in every) and not _is_word(number):
            yield found

    # --- words ---

    def _words(self, passage: Passage, made: str) -> Iterator[Finding]:
        sources = [*self.own(passage.group), *self.others(passage.group)]
        for lang in dict.fromkeys(source.lang for source in sources):
            asked = [source for source in sources if source.lang == lang]
            kept = {_clause_of(each) for each in judgements(made, lang)}
            for each in judgements(passage.text, lang):
                if _clause_of(each) in kept or count_of(each) or not (against := borne(each, passage.text, asked)):
                    continue
                found = _at(passage, each.start, each.end, WORD)
                why = each.why(self.lang)
                yield replace(found, code=against.code, exhibit=against.exhibit.id, why=why)

    # --- charts ---

    def charts(self) -> Iterator[Finding]:
        pools: defaultdict[tuple[str, ...], list[Chart]] = defaultdict(list)
        for chart in self.edited.content.charts:
            pools[tuple(source.code for source in self.own(chart.group))].append(chart)
        for codes, charts in pools.items():
            made = [
                (each, self.sources[code]) for code in codes or self.sources for each in self.sources[code].made.charts
            ]
            for chart, at in zip(charts, chart_places(charts, [each for each, _ in made]), strict=True):
                self.read += sum(point.value is not None for point in chart.points)
                if at is None:
                    yield from unknown(chart, self.lang)
                else:
                    was, source = made[at]
                    yield from differing(chart, was, source.code, source.exhibit.id, self.lang)


def _years(chart: Chart) -> set[str]:
    """The years that an axis of days shows."""
    return {str(each.value)[:4] for name in chart.categories for each in numbers(name) if each.unit in (DATE, MONTH)}


def _at(passage: Passage, start: int, end: int, kind: str) -> Finding:
    """A finding at the characters from start to before end of a passage."""
    text = passage.text
    near = around(text, start, end)
    return Finding(kind, passage.place, text[start:end], around=near, passage=passage, start=start, end=end)


def _clause_of(judgement: Judgement) -> tuple[str, str]:
    """A judging word and what its clause says up to it, without blanks: a PDF has others, and may go on behind it."""
    said = judgement.clause.text[: judgement.end - judgement.clause.start]
    return judgement.word, "".join(masked(said).split()).strip(PUNCTUATION)


def _wrong(found: Finding, should: str, source: Source | None) -> Finding:
    code, exhibit = (source.code, source.exhibit.id) if source else ("", "")
    return replace(found, kind=WRONG, should=should, code=code, exhibit=exhibit)


def _other(found: Finding, number: Number, partner: Number, source: Source | None, lang: str) -> Finding:
    """A number that differs from what it was made as; where the units differ, both are named with theirs."""
    if comparable(number.unit, partner.unit):
        return _wrong(found, partner.text, source)
    return _wrong(replace(found, says=written(number, lang)), written(partner, lang), source)


def _counted(text: str) -> list[Number]:
    """The numbers of a passage that are checked: not the ordinal at its start."""
    return [number for number in numbers(text) if number.start >= core_start(text)]


def _fits(number: Number, partner: Number, own: Sequence[Source]) -> bool:
    """True if a number says what its partner says; with more digits than that, a card must know it exactly."""
    if not number.same(partner):
        return False
    return number.digits <= partner.digits or any(source.facts.holding(number) for source in own)


def _is_cut(number: Number, partner: Number, passage: Passage) -> bool:
    """True for a number at the end of a passage of a PDF whose unit goes on elsewhere: 11.71个百."""
    behind = passage.text[number.end :].strip()
    cut = passage.box is not None and partner.unit == POINTS and POINTS_IN_CHINESE.startswith(behind)
    return cut and replace(number, unit=POINTS).same(partner)


def _moved(number: Number, text: str, made: str, said: Sequence[Answer]) -> bool:
    """True if the sentence now speaks of another year or row of the card, and the number is that one's."""
    fits = [answer for answer in said if answer.says == "fits"]
    if not fits:
        return False
    if number.unit in CALENDAR:
        return any(answer.sure >= 2 for answer in fits)
    return any(answer.sure >= 2 for answer in fits) and _other_names(text, made)


def _other_names(text: str, made: str) -> bool:
    """True if a passage has words or years that it was not made with, so that it speaks of something else."""
    days = [{number.value for number in numbers(each) if number.unit in CALENDAR} for each in (text, made)]
    letters = [{each for each in part if each.isalpha()} for part in (text, made)]
    return bool(days[0] - days[1]) or len(letters[0] - letters[1]) > 1


def _is_word(number: Number) -> bool:
    return number.spoken and number.value <= SMALL and number.unit not in STRICT
