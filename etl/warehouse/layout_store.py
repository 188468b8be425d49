"""Layouts that stewards make: proposed for a file that none fits, tried on its first rows, kept in the warehouse."""

import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl

from etl.contracts import DATASETS
from etl.contracts.dictionary import code_lists
from etl.contracts.faults import Refused
from etl.intake import layout_proposal
from etl.intake.file_intake import Intake, check_dataset
from etl.intake.layout_proposal import SAMPLED_ROWS
from etl.intake.proposed_layout import Proposal
from etl.reading import detection
from etl.reading.layout_file import Layout
from etl.reading.layouts import VERSIONED, layout_version, layouts_home
from etl.storage import WarehouseError, locked, make_folder, plain_errors, write_text
from etl.warehouse.known_units import known_units
from words import label


def propose_layout(path: Path | str, dataset: str | None = None, mapped: Mapping[str, str] | None = None) -> Proposal:
    """The likeliest layout for a file that none fits. dataset: if known. mapped: our column → header as chosen.

    Raises WarehouseError when the file cannot be read or has no table.
    """
    with _refusals():
        return layout_proposal.propose_layout(Path(path), known_units().directory(), dataset, mapped)


def try_layout(path: Path | str, text: str) -> Intake:
    """The first rows of a file read and checked with a layout. text: TOML. Raises WarehouseError."""
    with _refusals(), tempfile.TemporaryDirectory() as folder:
        layout, directory = _parsed(Path(folder), text), known_units().directory()
        layout, tables = detection.tables_of_file(Path(path), layout, directory)[0][0]
        first = [replace(table, rows=table.rows.head(SAMPLED_ROWS)) for table in tables]
        return check_dataset(Path(path), layout, first, directory)


def save_layout(name: str, text: str) -> Path:
    """Keep a layout as the next version of its name: from now on it reads all files that it fits. text: TOML.

    Raises WarehouseError when the text is no layout.
    """
    plain = re.sub(r"[^\w-]+", "_", VERSIONED.sub("", name)).strip("_") or "layout"
    with _refusals(), tempfile.TemporaryDirectory() as folder:
        _parsed(Path(folder), text)
        with locked():  # two stewards may save at once
            kept = [path for path in layouts_home().glob("*.toml") if VERSIONED.sub("", path.stem) == plain]
            place = layouts_home() / f"{plain}.v{max(map(layout_version, kept), default=0) + 1}.toml"
            make_folder(place.parent)
            write_text(place, text)
    return place


def codes(dataset: str, column: str, lang: str) -> dict[str, str]:
    """Code → its label, of a column that holds codes; units by name. Empty for other columns."""
    code_list = code_lists(dataset).get(column)
    if code_list in (None, "division") or DATASETS[dataset].columns()[column].dtype == pl.Boolean:
        return {}
    if code_list == "answer":  # of all scales
        answers = known_units().directory().scale_level["answer"].unique(maintain_order=True)
        return {answer: label("answer", answer, lang) for answer in answers}
    names = known_units().directory().names(str(code_list))
    known = names["code"].unique(maintain_order=True).to_list()
    if code_list == "unit":
        return dict(names.unique("code", keep="first", maintain_order=True).select("code", "name").iter_rows())
    return {code: label(str(code_list), code, lang) for code in known}


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn a refusal into the error that pages and the command line show."""
    with plain_errors():
        try:
            yield
        except Refused as refused:
            raise WarehouseError("warehouse.refused", why={"zh": refused.zh, "en": refused.en}) from refused


def _parsed(folder: Path, text: str) -> Layout:
    draft = folder / "layout.toml"
    draft.write_text(text, encoding="utf-8")
    return Layout.from_file(draft)
