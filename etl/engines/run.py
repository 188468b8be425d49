"""Aggregate sources in an engine and write the result, part by part, so that a killed run continues."""

import contextlib
import functools
import secrets
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import filelock
import polars as pl

from etl.engines.engine import Engine, EngineError, plain_refusals, writing
from etl.engines.kept_parts import KeptParts, key_of
from etl.engines.open_engine import open_engine
from etl.engines.part_aggregation import Readable, aggregate_parts, connected, put_lookups, shared_forms, source_words
from etl.engines.result_files import Former, Group, Made, read_former, write_result
from etl.engines.source_rows import shape_of
from etl.engines.sources import Part, check_unchanged, find_parts
from etl.engines.statements import hashes
from etl.engines.word_codes import WORD_KEY, as_table, fixed_words, padded_digits, read_words
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout
from etl.storage import OWNER_ONLY_FILE, OWNER_ONLY_FOLDER, plain_errors, report_progress
from etl.warehouse.known_units import known_units

LOCK = "lock"


def aggregate(
    sources: Sequence[str],
    out: Path | str,
    engine: str = "duckdb",
    layout: Path | str | None = None,
    remote: str | None = None,
    url: str | None = None,
) -> dict:
    """Validate the answers of the sources in an engine and write their cells to a folder. Returns its manifest.

    sources: files or folders of Parquet or CSV, addresses, or tables of the engine; each is a batch, the later one
    counts. out: the folder; of an earlier result in it only what has changed is made again. engine: duckdb, spark or
    clickhouse. layout: as for `load`. remote: the address of a Spark Connect server. url: of a ClickHouse server.
    Raises EngineError, WarehouseError; an earlier result in the folder then stays as it was.
    """
    began, folder = time.monotonic(), Path(out)
    with plain_errors():
        directory = known_units().directory()
    with plain_refusals():
        given = Layout.from_file(Path(layout)) if layout else None
        opened = open_engine(engine, remote, url)
        try:
            known = {one["name"]: one["fingerprint"] for one in read_former(folder).sources}
            readable = _readable(opened, find_parts(sources, opened, known), given, directory)
            with _locked(folder):
                made = _Run(opened, readable, directory, KeptParts(folder), read_former(folder)).made()
                return write_result(folder, made, opened, list(sources), time.monotonic() - began)
        finally:
            opened.close()


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a result's folder, which is made if missing; a second run waits and says so.

    Cells are not yet suppressed: a folder that is made is its owner's only. Raises EngineError where it cannot be
    written.
    """
    with writing(folder):
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=OWNER_ONLY_FOLDER, exist_ok=True)
        lock = filelock.FileLock(folder / LOCK, mode=OWNER_ONLY_FILE)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            report_progress("engines.waiting")
            lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _readable(engine: Engine, parts: Sequence[Part], layout: Layout | None, directory: Directory) -> list[Readable]:
    """The parts, opened by the engine. Raises EngineError, Refused; also where they need different layouts."""
    found = []
    for part in parts:
        scan = engine.scan(part.place, part.form)
        found.append(Readable(part, scan, shape_of(part.name, part.form, scan.columns, layout, directory)))
        if found[-1].shape.wide and not scan.numbered:  # nobody could tell which answers stand in one row
            raise EngineError("engines.wide", source=part.name, engine=engine.name)
    for one in found[1:]:
        if (one.shape.layout, one.shape.given) != (found[0].shape.layout, found[0].shape.given):
            raise EngineError("engines.two_layouts", one=found[0].part.name, other=one.part.name)
    return found


class _Run:
    """One run, from the words of the parts to their cells."""

    def __init__(
        self, engine: Engine, readable: list[Readable], directory: Directory, kept: KeptParts, former: Former
    ) -> None:
        self.engine, self.directory, self.kept, self.former = engine, directory, kept, former
        self.how = (engine.name, engine.version, hashes(), repr(readable[0].shape.layout))
        # Of a part without a fingerprint nothing that is kept can be used.
        self.prints = [one.part.fingerprint.get("sha256") or secrets.token_hex(16) for one in readable]
        self.used: set[str] = set()
        self.texts = [self._words(at, one) for at, one in enumerate(readable)]
        self.readable = [
            Readable(one.part, one.scan, one.shape, padded_digits(texts))
            for one, texts in zip(readable, self.texts, strict=True)
        ]
        self.codes = read_words(pl.concat(self.texts).unique(), readable[0].shape, directory)

    def made(self) -> Made:
        """The groups of parts with their tables. Raises EngineError."""
        put_lookups(self.engine, as_table(pl.concat([self.codes.words, fixed_words()])))
        states = [
            key_of(self.how, self.prints[at], one.part.name, self._meaning(at)) for at, one in enumerate(self.readable)
        ]
        joined = self._joined(states)
        groups = []
        for number, group in enumerate(connected(len(states), joined), start=1):
            report_progress("engines.aggregating", n=number, file=self.readable[group[0]].part.name)
            together = [self.readable[at] for at in group]
            order = sorted({one.part.batch for one in together})
            key = key_of(*((states[at], order.index(self.readable[at].part.batch)) for at in group))
            self.used.add(key)
            groups.append(Group(group, self.kept.tables(key, functools.partial(self._aggregate, together))))
        return Made(self.readable, states, joined, groups, self.codes.hints, self.used, self.waves())

    def waves(self) -> list[list[str]]:
        """The years and waves of each part, as `2025 Q1`, from its words."""
        of_wave = self.codes.words.filter(pl.col("place") == "wave")
        years = self.codes.words.filter(pl.col("place") == "survey_year").select(context="text", year="code")
        known = of_wave.join(years, on="context").drop_nulls(["code", "year"])
        name = pl.concat_str("year", pl.lit(" "), "code")
        return [
            known.join(one, on=WORD_KEY, how="semi").select(name).to_series().unique().sort().to_list()
            for one in self.texts
        ]

    def _words(self, at: int, one: Readable) -> pl.DataFrame:
        key = key_of("words", self.how, self.prints[at])
        self.used.add(key)
        return self.kept.tables(key, functools.partial(self._read_words, one))["words"]

    def _read_words(self, one: Readable) -> dict[str, pl.DataFrame]:
        words = source_words(self.engine, one)
        check_unchanged(one.part)
        return {"words": words}

    def _aggregate(self, together: list[Readable]) -> dict[str, pl.DataFrame]:
        """The tables of parts; kept only if no file has changed while it was read. Raises EngineError."""
        tables = aggregate_parts(self.engine, together)
        for one in together:
            check_unchanged(one.part)
        return tables

    def _meaning(self, at: int) -> str:
        """Digest of what the words of a part mean: a unit that has become known changes what is accepted."""
        own = self.codes.words.join(self.texts[at], on=WORD_KEY, how="semi").sort(WORD_KEY)
        return key_of(own.write_csv(), self.readable[at].padded)

    def _joined(self, states: list[str]) -> list[tuple[int, int]]:
        """Pairs of parts that share forms. Only parts with a wave in common can; of those that have not changed since
        the former run, what it found still holds, unless a part that it had joined with them has changed or gone."""
        same = self.former.unchanged(states)
        waves = [set(one) for one in self.waves()]
        asked = {
            at
            for at in range(len(states))
            for other in range(len(states))
            if other != at and not (states[at] in same and states[other] in same) and waves[at] & waves[other]
        }
        place = {state: at for at, state in enumerate(states)}
        held = [(place[one], place[other]) for one, other in self.former.joined if {one, other} <= same]
        if not asked:
            return held
        among = sorted(asked)
        found = shared_forms(self.engine, [self.readable[at] for at in among])
        return sorted({*held, *((among[one], among[other]) for one, other in found)})
