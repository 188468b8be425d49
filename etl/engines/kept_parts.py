"""The aggregated parts of earlier runs. Each is stored in the result's folder under a digest of its inputs.

A run that was killed continues with the parts that it had finished; a run after a change aggregates the changed parts
only. A folder is written under another name and then renamed, so that it is complete or absent.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import polars as pl

from etl.engines.engine import writing

FOLDER = "parts"


def key_of(*made_from: object) -> str:
    """The name of what is made from these facts, which JSON can write."""
    text = json.dumps(made_from, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class KeptParts:
    """Tables by key, in a folder of the result."""

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER

    def tables(self, key: str, make: Callable[[], Mapping[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
        """The tables of a key, made and kept if they are not there. Raises EngineError where the folder cannot be
        written, and what `make` raises."""
        place = self.folder / key
        made = None if place.is_dir() else make()
        with writing(self.folder.parent):
            if made is not None:
                beside = self.folder / f"{key}.{os.getpid()}.new"
                shutil.rmtree(beside, ignore_errors=True)
                beside.mkdir(parents=True)
                for name, table in made.items():
                    table.write_parquet(beside / f"{name}.parquet")
                beside.rename(place)
            return {file.stem: pl.read_parquet(file, glob=False) for file in sorted(place.glob("*.parquet"))}

    def keep_only(self, keys: Collection[str]) -> None:
        """Remove what no current part was made from, and what a killed run left half written."""
        for place in self.folder.iterdir():
            if place.name not in keys:
                shutil.rmtree(place, ignore_errors=True)
