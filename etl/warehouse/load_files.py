"""The files of one call: which they are, and how each is judged by what all of them make known."""

import fnmatch
from collections.abc import Callable, Iterable
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.faults import Refused
from etl.intake import bulk
from etl.intake.file_intake import Intake, read_file
from etl.reading import layouts
from etl.reading.layouts import Layout
from etl.reading.sources import ENDINGS
from etl.storage import tell
from etl.warehouse.known_units import Known
from etl.warehouse.load_report import FileReport


def named_files(paths: Iterable[Path | str]) -> list[Path]:
    """The files that were named; for a folder, the workbooks in it (not those that Excel keeps open, `~$…`)."""
    found: list[Path] = []
    for path in map(Path, paths):
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        found += [
            file
            for file in inside
            if file == path or (file.suffix.lower() in ENDINGS and not file.name.startswith("~$"))
        ]
    return found


def judge_files(
    paths: list[Path],
    layout: Layout | None,
    known: Known,
    room: Callable[[], Path | None],
    take: Callable[[Path, Intake], FileReport],
    start_again: Callable[[], None] = lambda: None,
) -> list[FileReport]:
    """Read the files, directory first. When one made units known that a file before it had missed, all once more.

    room: gives an empty folder for a large file's rows, or None. take: makes the report of what was read. start_again:
    called before all are read once more.
    """
    ordered = sorted(paths, key=lambda path: _place(path, layout))
    while True:
        reports: list[FileReport] = []
        judged_by: list[tuple[list[FileReport], tuple[set, set]]] = []
        for path in ordered:
            tell("warehouse.reading", file=path.name)
            names = known.names()
            found = _read(path, layout, known, room, take)
            judged_by.append((found, names))
            reports += found
        if not any(_missed(found, names, known.names()) for found, names in judged_by):
            return reports
        start_again()


def _missed(found: list[FileReport], before: tuple[set, set], now: tuple[set, set]) -> bool:
    """Whether a file would be judged otherwise by the names known now: a unit workbook can change what any name means,
    a registered unit only helps a name that was unknown."""
    named, registered = (one != other for one, other in zip(before, now, strict=True))
    return (named and any(report.dataset not in (None, "unit") for report in found)) or (
        registered and any("unknown_unit" in report.reasons for report in found)
    )


def _read(
    path: Path,
    layout: Layout | None,
    known: Known,
    room: Callable[[], Path | None],
    take: Callable[[Path, Intake], FileReport],
) -> list[FileReport]:
    try:
        large = bulk.read(path, layout, known.directory(), room)
        intakes = [large] if large else read_file(path, layout, known.directory())
    except Refused as refused:
        return [FileReport(path.name, refused=refused)]
    except OSError as error:
        if error.filename is None or Path(error.filename) != path:
            raise  # not the file: the warehouse
        return [FileReport(path.name, refused=Refused("cannot_open", path, why=error.strerror))]
    for intake in intakes:
        known.add(intake)
    return [take(path, intake) for intake in intakes]


def _place(path: Path, layout: Layout | None) -> int:
    """Where a file's dataset stands in the order of loading, as far as its name tells."""
    order = list(DATASETS)
    for stored in layouts.stored() if layout is None else ():
        if any(fnmatch.fnmatch(path.name, pattern) for pattern in stored.files):
            return order.index(stored.dataset)
    return order.index("unit_lineage") + 1
