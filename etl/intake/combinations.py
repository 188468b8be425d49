"""Rows that differ only in their form share a combination, which is read and checked once by the row reader."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl
import pyarrow as pa

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.intake.file_intake import read_rows
from etl.intake.registered_units import registered_units
from etl.intake.row_hashes import hash_parts
from etl.reading.arrow_slices import as_arrow, as_numpy
from etl.reading.column_naming import SOURCE_COLUMNS
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout
from etl.reading.tables import Table

HEADER, VALUE = "header of value", "value"  # of a wide form: the item, and the answer
MAX_COUNTED_CODES = 1 << 22  # up to so many codes are counted, more are sorted
MAX_CODES = 1 << 62  # codes that fit into an integer


class Combinations:
    """The distinct combinations of a file, numbered as they occur; the new ones of a slice are checked together."""

    def __init__(self, layout: Layout, form: str, headers: Sequence[str], directory: Directory) -> None:
        """headers: the headers that make up a combination; for a wide layout HEADER and VALUE come last."""
        how = layout.unpivot
        read_by = dict.fromkeys(how.name_to, (HEADER,)) | {how.value_to: (VALUE,)} if how else {}
        self.layout = replace(layout, columns=layout.columns | read_by, unpivot=None)
        self.form, self.headers, self.directory = form, list(headers), directory
        self.numbers: dict[tuple, int] = {}
        empty = DATASETS[layout.dataset].create_empty()
        # Valid combinations; source_row is the number + 1.
        self.rows = empty.select(*columns(layout.dataset), *SOURCE_COLUMNS)
        self.registered: list[pl.DataFrame] = []
        self.good = np.zeros(0, dtype=bool)
        self.keyed = np.zeros(0, dtype=bool)  # the key can be read
        self.form_part = np.zeros(0, dtype=np.uint64)  # hash of year, wave and unit
        self.item_part = np.zeros(0, dtype=np.uint64)
        self._items: dict[object, int] = {}
        self._places: dict[str, tuple[np.ndarray, pa.Array]] = {}

    def number(self, cells: Sequence[pa.DictionaryArray]) -> np.ndarray:
        """The combination number of each row. cells: one column of texts per header."""
        codes, size = np.zeros(len(cells[0]), dtype=np.int64), 1
        for column in cells:
            words = len(column.dictionary) + 1
            if size * words > MAX_CODES:
                codes, size = _renumber(codes, size)
            codes = codes * words + _dictionary_codes(column)
            size *= words
        codes, size = _renumber(codes, size)
        first = np.empty(size, dtype=np.int64)
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
        texts = [_texts_at(column, first) for column in cells]
        combinations = list(zip(*texts, strict=True))
        self._meet([one for one in dict.fromkeys(combinations) if one not in self.numbers])
        return np.array([self.numbers[one] for one in combinations], dtype=np.intp)[codes]

    def _meet(self, new: list[tuple]) -> None:
        if not new:
            return
        first = len(self.numbers)
        self.numbers |= {one: first + at for at, one in enumerate(new)}
        numbers = pl.Series("source_row", range(first + 1, first + 1 + len(new)), dtype=pl.UInt32)
        asked = pl.DataFrame(new, schema=dict.fromkeys(self.headers, pl.String), orient="row").with_columns(
            numbers, pl.concat_str(pl.lit("form "), numbers).alias(self.form)
        )
        table = Table("", asked, {name: name for name in asked.columns if name != "source_row"}, "", 1)
        read = read_rows([table], self.layout, self.directory)
        good = read.typed.filter(~pl.col("row").is_in(read.broken["row"].implode()))
        self._keep(read.typed, good, len(new))
        self._places.clear()
        self.rows = pl.concat([self.rows, good.select(self.rows.columns)])
        self.registered += registered_units(good, read.texts, self.layout, self.directory).values()

    def _keep(self, typed: pl.DataFrame, good: pl.DataFrame, new: int) -> None:
        """Store validity and hashes of new combinations. A row without data (a total) is neither good nor keyed."""
        first = len(self.good)
        grown = {name: np.resize(getattr(self, name), first + new) for name in ("good", "keyed")}
        grown |= {name: np.resize(getattr(self, name), first + new) for name in ("form_part", "item_part")}
        for name, array in grown.items():
            array[first:] = 0
            setattr(self, name, array)
        self.good[good["source_row"].to_numpy() - 1] = True
        key = typed.select("source_row", "survey_year", "wave", "unit_id", "item").drop_nulls()
        for row, year, wave, unit, item in key.iter_rows():
            at = row - 1
            self.keyed[at] = True
            self.form_part[at] = hash_parts(year, wave, unit)
            # With a single item the form's hash is enough: 0 leaves it unchanged.
            self.item_part[at] = self._items.setdefault(item, hash_parts(item) if self._items else 0)

    @property
    def items(self) -> int:
        """The number of distinct items."""
        return len(self._items)

    def column(self, name: str, numbers: np.ndarray) -> pa.DictionaryArray:
        """A column of the contract for rows with these combinations, all of them valid."""
        if name not in self._places:
            self._places[name] = self._placed(name)
        place, values = self._places[name]
        some_empty = (place[self.good] < 0).any()
        if len(values) == 1 and not some_empty:
            return pa.DictionaryArray.from_arrays(as_arrow(np.zeros(len(numbers), dtype=np.int32)), values)
        codes = pl.Series(place[numbers])
        return pa.DictionaryArray.from_arrays(as_arrow(codes.set(codes < 0, None) if some_empty else codes), values)

    def _placed(self, name: str) -> tuple[np.ndarray, pa.Array]:
        """The index of each combination's value (-1: null) among the distinct values of a column."""
        values = self.rows[name].unique(maintain_order=True).drop_nulls()
        place = np.full(len(self.good), -1, dtype=np.int32)
        at = self.rows.select("source_row", name).join(
            values.to_frame().with_row_index("at"), on=name, how="inner", maintain_order="left"
        )
        place[at["source_row"].to_numpy() - 1] = at["at"].to_numpy()
        return place, as_arrow(values)


def _dictionary_codes(column: pa.DictionaryArray) -> np.ndarray:
    """The index of each text in the dictionary; nulls get the index after the last."""
    return as_numpy(column.indices, instead_of_null=len(column.dictionary))


def _texts_at(column: pa.DictionaryArray, rows: np.ndarray) -> list[str | None]:
    words = [*column.dictionary.to_pylist(), None]
    return [words[code] for code in _dictionary_codes(column)[rows].tolist()]


def _renumber(codes: np.ndarray, size: int) -> tuple[np.ndarray, int]:
    """The codes renumbered from 0 without gaps, and how many there are. All codes are below size."""
    if size > MAX_COUNTED_CODES:
        met, place = np.unique(codes, return_inverse=True)
        return place, len(met)
    met = np.flatnonzero(np.bincount(codes, minlength=size))
    place = np.zeros(size, dtype=np.int64)
    place[met] = np.arange(len(met))
    return place[codes], len(met)
