"""The files of one call: find them, and check each with the units that all of them name."""

import fnmatch
from collections.abc import Callable, Iterable
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.faults import Refused
from etl.intake import bulk
from etl.intake.file_intake import Intake, read_file
from etl.reading import layouts
from etl.reading.file_formats import FILE_EXTENSIONS
from etl.reading.layout_file import Layout
from etl.storage import report_progress
from etl.warehouse.engine_result import is_result, read_as_intake
from etl.warehouse.known_units import KnownUnits
from etl.warehouse.load_report import FileReport


def list_files(paths: Iterable[Path | str]) -> list[Path]:
    """The given files; of a folder the workbooks in it, without Excel's lock files (`~$…`). A folder that an
    aggregation has written counts as a file."""
    found: list[Path] = []
    for path in map(Path, paths):
        inside = sorted(path.iterdir()) if path.is_dir() and not is_result(path) else [path]
        found += [
            file
            for file in inside
            if file == path or (file.suffix.lower() in FILE_EXTENSIONS and not file.name.startswith("~$"))
        ]
    return found


def check_files(
    paths: list[Path],
    layout: Layout | None,
    known: KnownUnits,
    make_folder: Callable[[], Path | None],
    make_report: Callable[[Path, Intake], FileReport],
    on_restart: Callable[[], None] = lambda: None,
) -> list[FileReport]:
    """Read and check files; their reports, one a dataset of a file. Files that name units are read first.

    When a file makes units known that an earlier file of the call did not find, all files are read again.
    make_folder: returns an empty folder for a large file's rows, or None to write nothing. make_report: returns the
    report of a file's dataset. on_restart: called before the files are read again.
    """
    ordered = sorted(paths, key=lambda path: _load_position(path, layout))
    while True:
        reports: list[FileReport] = []
        names_before: list[tuple[list[FileReport], tuple[set, set]]] = []
        for path in ordered:
            report_progress("warehouse.reading", file=path.name)
            names = known.names()
            found = _read_one(path, layout, known, make_folder, make_report)
            names_before.append((found, names))
            reports += found
        if not any(_needs_rereading(found, names, known.names()) for found, names in names_before):
            return reports
        on_restart()


def _needs_rereading(found: list[FileReport], before: tuple[set, set], now: tuple[set, set]) -> bool:
    """Whether the names known now could change how a file was checked.

    A unit workbook can change the meaning of any name; a registered unit only resolves a name that was unknown.
    """
    named, registered = (one != other for one, other in zip(before, now, strict=True))
    return (named and any(report.dataset not in (None, "unit") for report in found)) or (
        registered and any("unknown_unit" in report.reasons for report in found)
    )


def _read_one(
    path: Path,
    layout: Layout | None,
    known: KnownUnits,
    make_folder: Callable[[], Path | None],
    make_report: Callable[[Path, Intake], FileReport],
) -> list[FileReport]:
    try:
        if is_result(path):
            intakes = [read_as_intake(path, known.directory(), make_folder())]
        else:
            large = bulk.read_large_file(path, layout, known.directory(), make_folder)
            intakes = [large] if large else read_file(path, layout, known.directory())
    except Refused as refused:
        return [FileReport(path.name, refused=refused, path=path)]
    except OSError as error:
        if error.filename is None or Path(error.filename) != path:
            raise  # an error of the warehouse, not of the file
        return [FileReport(path.name, refused=Refused("cannot_open", path, why=error.strerror))]
    for intake in intakes:
        known.add(intake)
    return [make_report(path, intake) for intake in intakes]


def _load_position(path: Path, layout: Layout | None) -> int:
    """The position of a file's dataset in the order of loading, as far as its name tells."""
    order = list(DATASETS)
    for stored in layouts.stored_layouts() if layout is None else ():
        if any(fnmatch.fnmatch(path.name, pattern) for pattern in stored.files):
            return order.index(stored.dataset)
    return order.index("unit_lineage") + 1
