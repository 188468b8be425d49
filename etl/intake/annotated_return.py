"""The annotated return: the sender's workbook with its faults marked, under the name it is sent back with."""

from pathlib import Path

import polars as pl

from etl.contracts.faults import Refused
from etl.storage import write_output
from words import language, say

MAX_FILE_BYTES = 50_000_000  # openpyxl needs a hundred times as much memory


def annotated_return(path: Path, faults: pl.DataFrame, lang: str | None = None) -> bytes:
    """The annotated return as .xlsx (or .xlsm). faults: FAULTS of this file, of any of its datasets.

    Other formats (.csv, .xls, .ods, .parquet) are returned as a workbook with the same rows. The corrected return can
    be loaded: its problem list is not read as data. Of rows that an engine has read (path: its result, or the manifest
    that the batch keeps) only the faults are listed. Raises Refused when the file cannot be opened or is too large.
    """
    lang = lang or language()
    if path.is_dir() or path.suffix == ".json":
        from etl.intake.annotated_workbook import fault_list

        return fault_list(faults, lang)
    if path.stat().st_size > MAX_FILE_BYTES:
        raise Refused("too_large_to_annotate", path, limit=MAX_FILE_BYTES // 1_000_000)
    from etl.intake.annotated_workbook import annotated_workbook  # openpyxl is a fifth of a command's start

    return annotated_workbook(path, faults, lang)


def write_annotated_return(path: Path, faults: pl.DataFrame, folder: Path) -> Path:
    """Write the annotated return to a folder (created if missing); its path. Raises WarehouseError that names it."""
    place = folder / annotated_return_name(path.name)
    write_output(place, annotated_return(path, faults))
    return place


def annotated_return_name(file: str, lang: str | None = None) -> str:
    """The file name of the annotated return of a file."""
    name = Path(file)
    ending = ".xlsm" if name.suffix.lower() == ".xlsm" else ".xlsx"
    return say("office.file.returned", lang, name=name.stem, ending=ending)
