"""Write the result of an aggregation: four tables, then the manifest, without which they are ignored."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import polars as pl

from etl.engines.engine import Engine, EngineError, writing
from etl.engines.kept_parts import KeptParts, key_of
from etl.engines.part_aggregation import Readable, shaped
from etl.engines.rejected_samples import sample_faults
from etl.engines.statements import hashes
from etl.intake.file_intake import SAMPLE_MARK
from etl.storage import file_sha256, flush, write_text
from etl.warehouse.batches import now
from etl.warehouse.engine_result import (
    CELLS,
    FORMS,
    KIND,
    MANIFEST,
    PLACES,
    REJECTED,
    VERSION,
    cells_meaning,
)

WITH_ITS_ROW = "with_its_row"  # an answer without a fault, in a row that has one
SUMS = ("n", "valid_n", "returned", "valid")


@dataclass(frozen=True)
class Former:
    """The manifest of an earlier run in the same folder; empty if there is none."""

    manifest: dict = field(default_factory=dict)

    @property
    def sources(self) -> list[dict]:
        return self.manifest.get("sources", [])

    @property
    def joined(self) -> list[tuple[str, str]]:
        """Pairs of states of parts that share forms."""
        return [(one, other) for one, other in self.manifest.get("joined", [])]

    def unchanged(self, states: Sequence[str]) -> set[str]:
        """The states of parts that are as they were, and with them all parts that they share forms with."""
        same = {one["state"] for one in self.sources} & set(states)
        while gone := {one for pair in self.joined for one in pair if one in same and not set(pair) <= same}:
            same -= gone
        return same


@dataclass(frozen=True)
class Group:
    """Parts aggregated together: their positions, and the tables of part_aggregation.SCHEMAS."""

    group: list[int]
    tables: dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Made:
    """What a run has made. states: of each part, what its cells depend on. joined: pairs of parts that share forms."""

    readable: list[Readable]
    states: list[str]
    joined: list[tuple[int, int]]
    groups: list[Group]
    hints: pl.DataFrame
    used: set[str]
    waves: list[list[str]]

    def table(self, name: str) -> pl.DataFrame:
        """A table of all groups; `part` is the position of the part among all."""
        found = []
        for one in self.groups:
            table = one.tables[name]
            if "part" in table.columns:
                table = table.with_columns(pl.col("part").replace_strict(dict(enumerate(one.group)), default=None))
            found.append(table)
        return shaped(pl.concat(found), name)


def read_former(folder: Path) -> Former:
    """The earlier run in a folder; nothing where there is none or it cannot be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Former()
    return Former(
        found if isinstance(found, dict) and (found.get("kind"), found.get("version")) == (KIND, VERSION) else {}
    )


def write_result(folder: Path, made: Made, engine: Engine, sources: list[str], seconds: float) -> dict:
    """Write the tables and the manifest; the manifest. Where all is as before, nothing is written.

    Raises EngineError when the counts do not agree, or the folder cannot be written: the result before then stays.
    """
    facts = _facts(made, engine)
    facts["series"] = read_former(folder).manifest.get("series") or key_of(
        engine.address, [_absolute(one, engine) for one in sources]
    )
    tables = {
        CELLS: _summed(made.table("cells")),
        FORMS: _summed(made.table("forms")),
        PLACES: _named_places(made),
        REJECTED: sample_faults(_samples(made), made.readable, made.hints),
    }
    with writing(folder):
        manifest = _written(folder, facts, tables, seconds)
        KeptParts(folder).keep_only(made.used)
    return manifest


def _written(folder: Path, facts: dict, tables: dict[str, pl.DataFrame], seconds: float) -> dict:
    """Write the tables, then the manifest, unless all is as before; the manifest."""
    former = read_former(folder).manifest
    files = {name: _written_beside(folder, name, table) for name, table in tables.items()}
    facts |= {"files": files, "digest": _digest(facts, files)}
    same = all(former.get(name) == value for name, value in facts.items()) and all(
        (folder / name).is_file() and file_sha256(folder / name) == sha for name, sha in files.items()
    )
    for name in files:
        if same:
            (folder / f"{name}.new").unlink()
        else:
            (folder / f"{name}.new").replace(folder / name)
    if same:
        return former
    manifest = facts | {"seconds": round(seconds, 3), "made_at": now()}
    write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))
    return manifest


def _facts(made: Made, engine: Engine) -> dict:
    """The manifest without the files. Raises EngineError when a row is neither accepted nor rejected nor skipped."""
    layout = made.readable[0].shape.layout
    scales = made.table("cells")["scale_id"].unique().sort().to_list()
    return {
        "kind": KIND,
        "version": VERSION,
        "engine": {"name": engine.name, "version": engine.version, "address": engine.address},
        "statements": hashes(),
        "meaning": cells_meaning(scales),
        "scales": scales,
        "layout": layout.name,
        "layout_as_read": json.loads(json.dumps(asdict(made.readable[0].shape.as_read))),
        "register": list(layout.register),
        "sample": layout.sample or any(SAMPLE_MARK in one.part.name for one in made.readable),
        "sources": [_source(made, at) for at in range(len(made.readable))],
        "joined": [[made.states[one], made.states[other]] for one, other in made.joined],
        "counts": _counts(made),
        "reasons": _reasons(made.table("counts")),
    }


def _source(made: Made, at: int) -> dict:
    """What the manifest says of a part; counts as in `_counts`."""
    part, each = made.readable[at].part, len(made.readable[at].shape.wide) or 1
    rows = made.table("rows").filter(pl.col("part") == at)
    counts = made.table("counts").filter(pl.col("part") == at)
    return {
        "name": part.name,
        "place": part.place,
        "form": part.form,
        "group_rows": part.group_rows,
        "batch": part.batch,
        "fingerprint": part.fingerprint,
        "state": made.states[at],
        "waves": made.waves[at],
        "read": int(rows["n"].sum()) // each,
        "skipped": int(rows["skipped_n"].sum()) // each,
        "accepted": int(counts.filter(pl.col("faults") == "")["n"].sum()) // each,
        "rejected": int(counts.filter(pl.col("faults") != "")["n"].sum()) // each,
    }


def _counts(made: Made) -> dict[str, int]:
    """Rows of the sources: read = accepted + rejected + skipped. answers: in the accepted rows; superseded: of these,
    those whose key a later batch has, too."""
    each = len(made.readable[0].shape.wide) or 1
    rows, counts = made.table("rows"), made.table("counts")
    answers = int(counts.filter(pl.col("faults") == "")["n"].sum())
    counted, placed = (int(made.table(name)["n"].sum()) for name in ("cells", "places"))
    found = {
        "read": int(rows["n"].sum()) // each,
        "accepted": answers // each,
        "rejected": int(counts.filter(pl.col("faults") != "")["n"].sum()) // each,
        "skipped": int(rows["skipped_n"].sum()) // each,
        "answers": answers,
        "superseded": answers - counted,
    }
    alone = all(len({made.readable[at].part.batch for at in one.group}) == 1 for one in made.groups)
    whole = found["read"] == found["accepted"] + found["rejected"] + found["skipped"] and not answers % each
    if not whole or counted != placed or found["superseded"] < 0 or (alone and found["superseded"]):
        raise EngineError("engines.counts_differ", **found)
    return found


def _reasons(counts: pl.DataFrame) -> dict[str, int]:
    """Rule → number of answers that break it."""
    found: Counter[str] = Counter()
    for faults, blanked, n in counts.select("faults", "blanked", "n").iter_rows():
        for rule in {token.partition(":")[0] for token in (faults + blanked).split()}:
            found[rule] += n
    del found[WITH_ITS_ROW]
    return dict(sorted(found.items()))


def _summed(table: pl.DataFrame) -> pl.DataFrame:
    """Cells of groups of parts that were aggregated apart, added up."""
    sums = [name for name in SUMS if name in table.columns]
    key = [name for name in table.columns if name not in (*sums, "issued")]
    added = table.group_by(key).agg(*(pl.col(name).sum() for name in sums))
    more = [pl.lit(None, pl.Int64).alias("issued")] if "issued" in table.columns else []
    return added.with_columns(more).select(table.columns).sort(key, nulls_last=True)


def _samples(made: Made) -> pl.DataFrame:
    """The samples of all groups, rejected answers first."""
    return made.table("samples").sort(
        pl.col("faults") == "", "part", "source_row", nulls_last=True, maintain_order=True
    )


def _named_places(made: Made) -> pl.DataFrame:
    """Places with the names of their parts."""
    names = dict(enumerate(one.part.name for one in made.readable))
    places = made.table("places")
    file = pl.col("part").replace_strict(names, return_dtype=pl.String)
    return places.select(file.alias("file"), pl.exclude("part")).sort(pl.all(), nulls_last=True)


def _written_beside(folder: Path, name: str, table: pl.DataFrame) -> str:
    """Write a table beside its place; its SHA-256."""
    beside = folder / f"{name}.new"
    table.write_parquet(beside, compression="zstd", compression_level=1)
    flush(beside)
    return file_sha256(beside)


def _digest(facts: dict, files: dict[str, str]) -> str:
    """What a load compares: the same answers, whenever and wherever they were read."""
    kept = {name: facts[name] for name in ("layout", "register", "sample", "counts", "reasons", "meaning")}
    return key_of(kept, [one["name"] for one in facts["sources"]], files)


def _absolute(source: str, engine: Engine) -> str:
    return str(Path(source).absolute()) if engine.reads_local_files and "://" not in source else source
