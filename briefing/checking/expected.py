"""What the cards of an edited file say: the exhibit of each trace code, and the file that would be made of it."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from briefing import SUPPORTED, slide_bytes
from briefing.checking.alignment import aligned
from briefing.checking.clause_pairs import Clauses, by_words
from briefing.checking.drawn import Drawn, compared
from briefing.checking.facts import Facts
from briefing.codes import Restored, restored
from briefing.document import document_bytes
from briefing.document.sentences import sentences
from briefing.edited import BROKEN, Edited, opened
from briefing.edited.notation import IDEOGRAPH
from briefing.edited.passages import Content
from briefing.edited.trace import codes_in
from exhibits.exhibit import Exhibit

LETTERS = 3  # of English that say as much as a Chinese character
NO_FIGURE = "stored"  # in place of the figure of an exhibit whose build is gone: only its rows are drawn


@dataclass(frozen=True)
class Source:
    """A card that a file shows: its exhibit as exported, what a file says of it, and its figures.

    made: the passages and charts of a file of this kind. texts: all texts that say figures of the exhibit.
    """

    code: str
    lang: str
    card: Restored
    exhibit: Exhibit
    made: Content
    texts: tuple[str, ...]

    @functools.cached_property
    def facts(self) -> Facts:
        return Facts.of(
            self.exhibit, self.lang, points=bool(self.card.selection and self.card.selection.basis == "points")
        )

    @functools.cached_property
    def lines(self) -> tuple[str, ...]:
        """The passages of the file as made, and behind them the words that stand in a speaker's notes."""
        shown = self.exhibit
        return (*(passage.text for passage in self.made.passages), shown.finding, shown.subtitle, shown.footer)

    @functools.cached_property
    def drawn(self) -> tuple[str, ...]:
        """What a PDF shows of the file as made, in the order of drawing: of a chart its categories, the values at its
        points, the names of its legend, its words."""
        labels = {chart.part: [*chart.categories, *chart.labels, *chart.series] for chart in self.made.charts}
        shown: list[str] = []
        for passage in self.made.passages:
            shown += [*labels.pop(passage.part, ()), passage.text]
        return (*shown, *(label for those in labels.values() for label in those))

    @functools.cached_property
    def clauses(self) -> Clauses:
        """The clauses of its texts, for those that people copy."""
        return by_words(self.texts)


@dataclass(frozen=True)
class Sources:
    """The cards of a file by their code; the codes that are not known, each with a key of checking.card that says why;
    and the known codes that were named by hand, because the file does not hold them."""

    known: dict[str, Source]
    unknown: dict[str, str]
    added: tuple[str, ...]


def sources_of(edited: Edited, more: Iterable[str] = ()) -> Sources:
    """The cards whose codes a file holds, and those of `more` codes. Raises queries.NoBuild."""
    held = [code for codes in edited.codes.values() for code in codes]
    codes = dict.fromkeys([*held, *more])
    known, unknown = {}, {}
    for code in codes:
        said = _language(edited, code)
        card = restored(code, said)
        if card is None:
            unknown[code] = "unknown"
        elif (exhibit := exported(card)) is None:
            unknown[code] = "no_figures"
        else:
            known[code] = source_of(card, exhibit, edited.forms)
    return Sources(known, unknown, tuple(code for code in known if code not in held))


@dataclass(frozen=True)
class Meant:
    """What a passage of a PDF was drawn from: its card, and the numbers and words that it has in common with it."""

    source: Source
    drawn: Drawn

    @property
    def made(self) -> str:
        """The lines of the card that it comes from."""
        return "\n".join(self.source.drawn[line] for line in self.drawn.lines)


def meant_of_passages(edited: Edited, sources: Sources) -> dict[int, Meant]:
    """Passage of a PDF (its position) → what it was drawn from; of several cards the one that has most of it."""
    found: dict[int, Meant] = {}
    for code, those in _places(edited, sources).items():
        if source := sources.known.get(code):
            texts = [edited.content.passages[at].text for at in those]
            for at, drawn in compared(texts, source.drawn).items():
                before = found.get(those[at])
                if before is None or len(before.drawn.kept) < len(drawn.kept):
                    found[those[at]] = Meant(source, drawn)
    return found


def lines_of_passages(edited: Edited, sources: Sources) -> dict[int, tuple[int, Source]]:
    """Passage (its position in the file) → the line it was made as (its position in Source.lines), and the card."""
    found: dict[int, tuple[int, Source]] = {}
    for code, those in _places(edited, sources).items():
        if source := sources.known.get(code):
            texts = [edited.content.passages[at].text for at in those]
            for at, line in aligned(texts, source.lines, edited.kind == "pdf").items():
                found.setdefault(those[at], (line, source))
    return found


def _places(edited: Edited, sources: Sources) -> dict[str, list[int]]:
    """The positions of the passages of each card."""
    places: dict[str, list[int]] = {}
    for at, passage in enumerate(edited.content.passages):
        for code in edited.codes.get(passage.group, ()) or sources.added:
            places.setdefault(code, []).append(at)
    return places


def source_of(card: Restored, exhibit: Exhibit, forms: Iterable[str]) -> Source:
    """The source of an exhibit, with what files of these forms say of it."""
    made, lang = made_of(exhibit, card.lang, forms), card.lang
    said = [exhibit.finding, exhibit.subtitle, exhibit.alt, exhibit.footer, *sentences(exhibit, lang)]
    texts = [*said, *(passage.text for passage in made.passages)]
    return Source(card.kept.code, lang, card, exhibit, made, tuple(dict.fromkeys(texts)))


def exported(card: Restored) -> Exhibit | None:
    """The exhibit as it was exported: from its build, else with the stored figures that may be shown today."""
    if card.was is not None:
        return card.was
    if card.stored is None or card.texts is None:
        return None
    stored = card.stored
    frame = card.changes.visible if card.changes else stored.frame
    return Exhibit(
        card.kept.exhibit,
        frame,
        NO_FIGURE,
        finding=stored.finding,
        subtitle=stored.subtitle,
        footer=stored.footer,
        alt=stored.finding,
        code=card.kept.code,
    )


def made_of(exhibit: Exhibit, lang: str, forms: Iterable[str]) -> Content:
    """The passages and charts of a file with this one exhibit, in each form: pptx, docx."""
    if exhibit.id not in SUPPORTED:
        return Content()
    making = {"pptx": slide_bytes, "docx": lambda shown, lang: document_bytes([shown], lang)}
    contents = [opened(making[form](exhibit, lang), lang).content for form in forms]
    whole = Content()
    for one in contents:
        whole.passages += one.passages
        whole.charts += one.charts
        whole.roots += one.roots
    return whole


def _language(edited: Edited, code: str) -> str:
    """The language of the card: that of the words around its code, where no names of units stand."""
    held = [passage.text for passage in edited.content.passages if code in edited.codes.get(passage.group, ())]
    # A PDF may break a line before a code or in it: then the words around it are those of the line before.
    pairs = zip(["", *held], held, strict=False)
    read = (pair for pair in pairs if code in (codes_in(pair[1]) or codes_in(pair[0][-BROKEN:] + pair[1])))
    before, text = next(read, ("", ""))
    text = text if any(each.islower() or IDEOGRAPH.match(each) for each in text) else before
    # A footer in English may name a unit in Chinese, one in Chinese a method in English.
    ideographs, letters = len(IDEOGRAPH.findall(text)), sum(each.islower() for each in text)
    return "en" if text and (not ideographs or ideographs * LETTERS < letters) else "zh"
