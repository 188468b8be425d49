"""The layouts used without --layout: those of data/reference/layouts, and the standard layout of words/columns.toml."""

import dataclasses
import fnmatch
import functools
import re
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.contracts.faults import Refused
from etl.reading.entity_matching import REFERENCE, Directory
from etl.reading.layout_file import Layout, Unpivot
from etl.reading.tables import normalize_header
from etl.storage import home, progress
from words import say

VERSIONED = re.compile(r"\.v(\d+)$")
LAYOUT_FOLDER = REFERENCE / "layouts"
WIDE_ANSWER_DATASETS = ("survey_count", "service_rating")  # a standard file may have one column per answer


@functools.cache
def stored_layouts() -> tuple[Layout, ...]:
    """The layouts in data/reference/layouts."""
    return tuple(Layout.from_file(path) for path in sorted(LAYOUT_FOLDER.glob("*.toml")))


def saved_layouts() -> list[Layout]:
    """The layouts saved in the warehouse, each in its newest version; one that is no layout any more is reported."""
    newest: dict[str, Path] = {}
    for path in sorted(layouts_home().glob("*.toml"), key=layout_version):
        newest[VERSIONED.sub("", path.stem)] = path
    found = []
    for path in newest.values():
        try:
            found.append(Layout.from_file(path))
        except Refused as refused:
            progress.warning(str(refused))
    return found


def layouts_home() -> Path:
    """The folder of the warehouse with saved layouts."""
    return home() / "layouts"


def layout_version(path: Path) -> int:
    """The version of a saved layout: `name.v3.toml` is 3."""
    found = VERSIONED.search(path.stem)
    return int(found[1]) if found else 0


def layouts_for_file(path: Path, form: str) -> list[Layout]:
    """The saved and stored layouts for a file of this name and format; those with a file name pattern first."""
    meant = [
        layout
        for layout in (*saved_layouts(), *stored_layouts())
        if layout.format in (None, form)
        and (not layout.files or any(fnmatch.fnmatch(path.name, pattern) for pattern in layout.files))
    ]
    return sorted(meant, key=lambda layout: not layout.files)


@functools.cache
def standard_layout(dataset: str) -> Layout:
    """The layout of the template: headers are the labels of words/columns.toml in both languages, or our
    column names."""
    headers = {
        name: (*(say(f"columns.{dataset}.{name}.label", lang) for lang in ("zh", "en")), name)
        for name in columns(dataset)
    }
    return Layout("standard", dataset, headers)


def standard_headers(dataset: str, directory: Directory) -> frozenset[str]:
    """All headers of a dataset's standard layout, normalized by normalize_header."""
    return _standard_header_forms(dataset) | (
        directory.answer_words if dataset in WIDE_ANSWER_DATASETS else frozenset()
    )


@functools.cache
def all_standard_headers() -> frozenset[str]:
    """The headers of all standard layouts as the template writes them."""
    return frozenset(
        name for dataset in DATASETS for wanted in standard_layout(dataset).columns.values() for name in wanted
    )


@functools.cache
def _standard_header_forms(dataset: str) -> frozenset[str]:
    return frozenset(normalize_header(name) for wanted in standard_layout(dataset).columns.values() for name in wanted)


def with_answer_columns(layout: Layout, headers: list[str], directory: Directory) -> Layout:
    """The standard layout of counts, changed to unpivot the columns whose headers are answers, if there are several."""
    if layout.dataset not in WIDE_ANSWER_DATASETS or layout.name != "standard":
        return layout
    answers = tuple(header for header in headers if normalize_header(header) in directory.answer_words)
    if len(answers) < 2:
        return layout
    narrow = {name: theirs for name, theirs in layout.columns.items() if name not in ("answer", "n")}
    return dataclasses.replace(layout, columns=narrow, unpivot=Unpivot(("answer",), "n", answers))
