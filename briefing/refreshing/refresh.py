"""续稿: an edited briefing brought to the newest build in place; all that is not data keeps its bytes, part by part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from briefing import exports
from briefing.answered import in_every_language
from briefing.checking.charts import is_copy
from briefing.checking.expected import Sources, lines_of_passages, sources_of
from briefing.edited import Edited, EditedError, opened
from briefing.edited.package import Package
from briefing.edited.passages import Chart, Passage
from briefing.refreshing import charts, texts
from briefing.refreshing.changes import DATA, OPEN, SENTENCE, SOURCE, Change
from briefing.refreshing.renewal import Renewal, renewal_of
from briefing.refreshing.shapes import (
    exchange_alternatives,
    exchange_qr,
    exchange_shapes,
    exchange_table,
    is_beside,
    tables_of,
)

CORE = "docProps/core.xml"
REMARKS = ("comment", "remark")  # what people say of the file stays as it is


@dataclass(frozen=True)
class Refreshed:
    """A refreshed file: its package, what changed, the cards that it shows now, and those that could not be renewed."""

    edited: Edited
    sources: Sources
    renewals: tuple[Renewal, ...]
    gone: tuple[str, ...]
    changes: tuple[Change, ...]
    newest: str

    def of(self, *kinds: str) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.kind in kinds)

    def cards(self) -> list[exports.Card]:
        """The cards as they are now, for the record of exports. Raises queries.QuestionError."""
        kept = []
        for each in self.renewals:
            selection = each.old.card.selection
            if selection is not None:
                shown = in_every_language(each.new.exhibit.id, selection, self.newest)
                kept.append(exports.Card(shown, selection, self.newest))
        return kept


def refresh(content: bytes, lang: str, codes: Iterable[str] = (), page: str = "") -> Refreshed:
    """Refreshes a .pptx or .docx. codes: of cards shown without their code. page: of the QR, as in code_address.

    Raises EditedError where the file can't be read or is a PDF, queries.NoBuild.
    """
    edited = opened(content, lang)
    if edited.package is None:
        raise EditedError("pdf_is_fixed")
    sources = sources_of(edited, codes)
    found = {code: renewal_of(source, edited.forms) for code, source in sources.known.items()}
    renewals = {code: renewal for code, renewal in found.items() if renewal is not None}
    gone = tuple(code for code, renewal in found.items() if renewal is None)
    newest = next((source.card.newest for source in sources.known.values()), "")
    work = _Refresher(edited, edited.package, sources, renewals, page)
    changes = tuple(sorted(work.changes(), key=lambda change: change.place.number))
    return Refreshed(edited, sources, tuple(renewals.values()), gone, changes, newest)


class _Refresher:
    """Refreshes one file in place."""

    def __init__(
        self, edited: Edited, package: Package, sources: Sources, renewals: dict[str, Renewal], page: str
    ) -> None:
        self.edited, self.package, self.page = edited, package, page
        self.renewals = renewals
        self.sources, self.lines = sources, lines_of_passages(edited, sources)
        self.settled: set[int] = set()  # passages that are in place already, with their whole table or chart

    def changes(self) -> Iterator[Change]:
        for code, renewal in self.renewals.items():
            yield from self._card(code, renewal)
        for at, passage in enumerate(self.edited.content.passages):
            if id(passage.element) not in self.settled and passage.place.kind not in REMARKS:
                yield from self._passage(at, passage)
        self._properties()

    def _of(self, code: str) -> list[Passage]:
        """The passages of a card: those of its slides, or of its part of the document."""
        groups = {group for group, codes in self.edited.codes.items() if code in codes}
        return [passage for passage in self.edited.content.passages if passage.group in groups]

    def _card(self, code: str, renewal: Renewal) -> Iterator[Change]:
        """Shapes, charts and tables of a card."""
        passages = self._of(code)
        parts = list(dict.fromkeys(passage.part for passage in passages if passage.place.kind != "notes"))
        slides = [part for part in parts if part.startswith("ppt/slides/")]
        exchanged = exchange_shapes(self.package, slides, renewal) if slides else None
        if exchanged is False:
            yield self._open(passages, "shapes", renewal)
        self.settled |= {id(passage.element) for passage in passages if self._is_loose(passage)}
        if exchanged is False and not renewal.same_shape:
            # The names beside a chart can't follow its rows, so both stay as they are.
            self.settled |= {id(passage.element) for passage in passages if is_beside(passage.element)}
        else:
            yield from self._charts(code, passages, renewal)
        yield from self._tables(passages, renewal)
        shown = slides or [part for part in parts if not part.startswith("word/charts")]
        exchange_alternatives(self.package, shown, renewal)
        exchange_qr(self.package, slides, renewal, self.page)

    def _charts(self, code: str, passages: Sequence[Passage], renewal: Renewal) -> Iterator[Change]:
        every = self.edited.content.charts
        shown = [chart for chart in every if self._is_of(chart, code, renewal)]
        inside = [part for chart in shown for part in (chart.part, chart.drawing) if part]
        before = {part: self.package.parts[part] for part in inside}
        changes = list(charts.refreshed(self.package, shown, renewal))
        whole = {part for part in inside if self.package.parts[part] is not before[part]}
        whole |= {
            part
            for each in changes
            if each.chart and each.why == "rows"
            for part in (each.chart.part, each.chart.drawing)
        }
        self.settled |= {id(passage.element) for passage in passages if passage.part in whole}
        yield from changes

    def _is_of(self, chart: Chart, code: str, renewal: Renewal) -> bool:
        """True for a chart of a card: beside its code, or pasted where no code is, and as it was made."""
        if codes := self.edited.codes.get(chart.group) or self.sources.added:
            return code in codes
        return any(is_copy(chart, made) for made in renewal.old.made.charts)

    def _tables(self, passages: Sequence[Passage], renewal: Renewal) -> Iterator[Change]:
        mine, old, new = (tables_of(each) for each in (passages, renewal.old.made.passages, renewal.new.made.passages))
        if not (len(mine) == len(old) == len(new)):
            if len(old) != len(new):
                yield self._open(passages, "tables", renewal)
            return
        for table, was, now in zip(mine, old, new, strict=True):
            cells = set(table.iter())
            inside = [passage for passage in passages if passage.element in cells]
            done = exchange_table(table, was, now)
            if done:
                self.package.changed(inside[0].part)
                self.settled |= {id(passage.element) for passage in inside}
                yield Change(DATA, inside[0].place, "", "", renewal.new.code, renewal.new.exhibit.id, count=len(inside))
            elif done is False:
                yield self._open(inside, "table", renewal)

    def _passage(self, at: int, passage: Passage) -> Iterator[Change]:
        line, source = self.lines.get(at, (0, None))
        renewal = self.renewals.get(source.code) if source else None
        if source is not None and renewal is None:
            return
        done: list[Change] = []
        if source is not None and renewal is not None:
            done = list(texts.refreshed(passage, source.lines[line], renewal.line(line), renewal))
            done = [replace(each, kind=SOURCE) for each in done] if renewal.is_source(line) else done
        else:
            done = list(self._builds(passage)) or list(texts.free(passage, self._near(passage)))
        if any(change.kind != OPEN for change in done):
            for part in passage.parts:
                self.package.changed(part)
        yield from done

    def _near(self, passage: Passage) -> list[Renewal]:
        """The cards that a passage of people's own may speak of: those of its slide first."""
        own = self.edited.codes.get(passage.group, ())
        return [each for code, each in sorted(self.renewals.items(), key=lambda each: each[0] not in own)]

    def _builds(self, passage: Passage) -> Iterator[Change]:
        """In the speaker's notes the build is named, for the command that makes the exhibit again."""
        for renewal in self.renewals.values():
            old, new = renewal.old.card.kept.build, renewal.old.card.newest
            start = passage.text.find(old)
            if start >= 0 and old != new:
                passage.write(start, start + len(old), new)
                yield Change(
                    SENTENCE, passage.place, old, new, renewal.new.code, renewal.new.exhibit.id, passage=passage
                )
                return

    def _properties(self) -> None:
        """The title of the file, where it is the finding of a card."""
        if CORE not in self.package.parts:
            return
        titles = {each.old.exhibit.finding: each.new.exhibit.finding for each in self.renewals.values()}
        for title in self.package.tree(CORE).iter("{http://purl.org/dc/elements/1.1/}title"):
            after = titles.get(title.text or "", title.text)
            if after != title.text:
                title.text = after
                self.package.changed(CORE)

    def _open(self, passages: Sequence[Passage], why: str, renewal: Renewal) -> Change:
        first = passages[0]
        return Change(OPEN, first.place, "", "", renewal.new.code, renewal.new.exhibit.id, why, passage=first)

    def _is_loose(self, passage: Passage) -> bool:
        """True if a passage no longer stands in its file, because its shape was exchanged."""
        top = next(reversed(list(passage.element.iterancestors())), passage.element)
        return top is not self.package.tree(passage.part)
