"""Bulk read of large files of answered forms: usual rows are accepted together, all others are read one by one.

A row is usual when its combination (all cells but the form) is valid and its answer occurs once. All other rows go
through the row reader, which gives the same faults as in a small file.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute

from etl.contracts.dictionary import columns
from etl.contracts.faults import FAULTS, Refused
from etl.intake import row_hashes
from etl.intake.batch_rows import AcceptedRowsWriter, copy_original
from etl.intake.combinations import HEADER, VALUE, Combinations
from etl.intake.file_intake import FIRST_ROWS, SAMPLE_MARK, BulkResult, Intake, check_dataset, mapping_of_head
from etl.intake.large_file import LargeFile, recognize_large_file
from etl.intake.notices import notices
from etl.reading import cells
from etl.reading.arrow_slices import NotInSlicesError, Slice, as_arrow, as_numpy
from etl.reading.column_naming import map_table
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout
from etl.reading.tables import TOTAL_WORDS

MAX_UNUSUAL_ROWS = 500_000  # rows read one by one; a file with more is refused
EXAMPLE_ROWS = 1000  # of these, rows read to find an example
# Length from which a text cannot mean "nothing".
MIN_MEANINGFUL_LENGTH = max(len(word) for word in cells.BLANK_TEXTS if word.isascii()) + 1


def read_large_file(
    path: Path, layout: Layout | None, directory: Directory, make_folder: Callable[[], Path | None]
) -> Intake | None:
    """Read a large file of answered forms in bulk; None for a file that has to be read row by row.

    make_folder: returns an empty folder for accepted.parquet, the form hashes and a copy of the file, or None to write
    nothing. Raises Refused.
    """
    file = recognize_large_file(path, layout, directory)
    if file is None:
        return None
    for encoding in file.encodings:
        try:
            return _LargeFileReader(replace(file, encoding=encoding), directory, make_folder()).intake()
        except UnicodeDecodeError:
            continue
        except NotInSlicesError:
            return None
    raise Refused("encoding", path)


class _LargeFileReader:
    """One bulk read, from the first slice to the Intake."""

    def __init__(self, file: LargeFile, directory: Directory, into: Path | None) -> None:
        self.file, self.directory, self.into = file, directory, into
        told_apart = [*file.coded, *([HEADER, VALUE] if file.wide else [])]
        self.combinations = Combinations(file.layout, file.forms, told_apart, directory)
        self.rows_read = self.usual = self.answers = 0
        self.first_rows = pl.DataFrame()
        self.mapping = mapping_of_head(file.head, file.layout, directory)
        self.unusual: list[np.ndarray] = []  # row numbers
        self.numbers: list[np.ndarray] = []  # row numbers of `prints`
        self.prints: list[np.ndarray] = []
        self.forms: list[np.ndarray] = []

    def intake(self) -> Intake:
        with ThreadPoolExecutor(1) as beside:
            copied = beside.submit(copy_original, self.file.path, self.into)
            with AcceptedRowsWriter(self.into, _accepted_schema()) as accepted:
                for piece in _read_ahead(self.file.slices()):
                    self._take(piece, accepted)
                inorder = _sorted_hashes(self.prints)
                kept = beside.submit(self._keep_form_hashes, inorder)
                odd = self._one_by_one(self._unusual(inorder, accepted))
                if odd is not None:
                    accepted.add(odd.accepted.to_arrow())
            kept.result()
            return self._result(odd, copied.result())

    # --- slices -----------------------------------------------------------------------------------------------------

    def _take(self, piece: Slice, accepted: AcceptedRowsWriter) -> None:
        forms = _normalized_forms(piece.table.column(self.file.forms).combine_chunks())
        codes = self._codes(piece.table)
        usual = as_numpy(forms.is_valid()) & ~self._out_of_place(piece.table, forms)
        for code in codes:
            usual &= self.combinations.good[code]
        self._fingerprint(piece.rows, forms, codes)
        self.unusual += [piece.rows[~usual], np.array([number for number, _ in piece.ragged], dtype=np.uint32)]
        self.usual += int(usual.sum())
        self.answers += int(usual.sum()) * len(codes)
        every = bool(usual.all())
        kept = forms if every else forms.filter(as_arrow(usual))
        numbers = piece.rows if every else piece.rows[usual]
        for code in codes:
            rows = self._rows(numbers, kept, code if every else code[usual])
            accepted.add(rows)
            if self.first_rows.is_empty():
                self.first_rows = pl.DataFrame(pl.from_arrow(rows.slice(0, FIRST_ROWS)))

    def _codes(self, table: pa.Table) -> list[np.ndarray]:
        """The combination number of each row; of a wide file one array per answer column."""
        given = [_dictionary_encoded(table.column(header)) for header in self.file.coded]
        if not self.file.wide:
            return [self.combinations.number(given)]
        zeros = as_arrow(np.zeros(table.num_rows, dtype=np.int32))
        return [
            self.combinations.number(
                [
                    *given,
                    pa.DictionaryArray.from_arrays(zeros, as_arrow([header])),
                    _dictionary_encoded(table.column(header)),
                ]
            )
            for header in self.file.wide
        ]

    def _out_of_place(self, table: pa.Table, forms: pa.StringArray) -> np.ndarray:
        """Rows with more cells than the header, totals, and rows whose form number cannot be used as it is."""
        out = np.zeros(table.num_rows, dtype=bool)
        for column in self.file.headless:
            out |= as_numpy(table.column(column).is_valid())
        if not _is_plain_ascii(forms):
            words = pl.DataFrame({"form": pl.from_arrow(forms)})
            out |= (
                words.select(cells.comparison_form(pl.col("form")).is_in(TOTAL_WORDS).fill_null(False))
                .to_series()
                .to_numpy()
            )
        for sign in ("=", "#", "'"):  # a formula, an error value, a mark of text
            out |= as_numpy(pa.compute.starts_with(forms, sign))
        return out

    def _fingerprint(self, rows: np.ndarray, forms: pa.StringArray, codes: list[np.ndarray]) -> None:
        prints = row_hashes.hash_texts(pl.Series(pl.from_arrow(forms)))
        for at, code in enumerate(codes):
            keyed = self.combinations.keyed[code]
            if forms.null_count:
                keyed &= as_numpy(forms.is_valid())
            of_form = prints ^ self.combinations.form_part[code]
            of_item = self.combinations.item_part[code]
            several = bool(of_item.any())
            whole = bool(keyed.all())
            self.numbers.append(rows if whole else rows[keyed])
            of_answer = of_form ^ of_item if several else of_form
            self.prints.append(of_answer if whole else of_answer[keyed])
            if at == 0:
                self.forms.append(of_form if whole else of_form[keyed])

    def _rows(self, numbers: np.ndarray, forms: pa.StringArray, code: np.ndarray) -> pa.Table:
        """Usual rows with the contract's columns."""
        made: dict[str, pa.Array] = {
            name: forms if name == "form_id" else self.combinations.column(name, code)
            for name in columns("survey_response")
        }
        sheet = pa.DictionaryArray.from_arrays(as_arrow(np.zeros(len(code), dtype=np.int32)), as_arrow([""]))
        return pa.table(made | {"source_sheet": sheet, "source_row": as_arrow(numbers)})

    # --- rows that are not usual ------------------------------------------------------------------------------------

    def _keep_form_hashes(self, inorder: np.ndarray) -> None:
        if self.into:
            row_hashes.write_form_hashes(
                inorder if self.combinations.items <= 1 else _sorted_hashes(self.forms), self.into
            )

    def _unusual(self, inorder: np.ndarray, accepted: AcceptedRowsWriter) -> np.ndarray:
        """The sorted numbers of unusual rows. Repeated answers are among them and are removed from the accepted rows.

        inorder: the hashes of all answers, sorted.
        """
        twice = row_hashes.repeated_hashes(inorder)
        again = [
            numbers[found]
            for numbers, found in zip(self.numbers, row_hashes.hashes_in(self.prints, twice), strict=True)
        ]
        found = np.unique(np.concatenate([*self.unusual, *again]))
        out = np.setdiff1d(np.concatenate(again), np.concatenate(self.unusual))
        if len(out):
            self.usual -= len(out)
            self.answers -= len(out) * max(len(self.file.wide), 1)
            accepted.leave_out(out)
        if len(found) > MAX_UNUSUAL_ROWS:
            raise self._refused(found)
        return found

    def _one_by_one(self, numbers: np.ndarray) -> Intake | None:
        table = self.file.rows(numbers) if len(numbers) else None
        if table is None or table.rows.is_empty():
            return None
        return check_dataset(self.file.path, self.file.layout, [table], self.directory)

    def _refused(self, numbers: np.ndarray) -> Refused:
        """The refusal of a file with too many unusual rows, with the fault of the first one as an example."""
        first = self._one_by_one(numbers[:EXAMPLE_ROWS])
        faults = first.faults if first else pl.DataFrame()
        example = {lang: faults[f"message_{lang}"][0] if faults.height else "" for lang in ("zh", "en")}
        return Refused("too_many_unusual", self.file.path, n=len(numbers), example=example)

    def _result(self, odd: Intake | None, sha256: str) -> Intake:
        layout, met, head = self.file.layout, self.combinations, self.file.head
        nothing = pl.DataFrame(schema=FAULTS)
        units = [*met.registered, *(odd.registered.values() if odd else [])]
        return Intake(
            file=self.file.path.name,
            dataset=layout.dataset,
            layout=layout.name,
            accepted=pl.concat([met.rows, *([odd.accepted] if odd else [])]),
            rejected=odd.rejected if odd else pl.DataFrame(schema={"source_sheet": pl.String, "source_row": pl.UInt32}),
            faults=odd.faults if odd else nothing,
            rows_read=self.usual + (odd.rows_read if odd else 0),
            accepted_rows=self.usual + (odd.accepted_rows if odd else 0),
            rejected_rows=odd.rejected_rows if odd else 0,
            skipped_rows=odd.skipped_rows if odd else 0,
            registered={"unit": pl.concat(units).unique("unit_id", keep="last").sort("unit_id")} if units else {},
            sample=layout.sample or any(SAMPLE_MARK in text for text in (self.file.path.name, head.above)),
            mapping=self.mapping,
            notices=odd.notices if odd else notices(self.file.path, layout.dataset, [head], [map_table(head, layout)]),
            bulk=BulkResult(self.into, self.answers + (odd.accepted.height if odd else 0), sha256, self.first_rows),
        )


def _read_ahead(pieces: Iterator[Slice]) -> Iterator[Slice]:
    """The slices, each read while the previous one is processed."""
    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = reader.submit(next, pieces, None)
            yield piece


def _accepted_schema() -> pa.Schema:
    """The schema of accepted.parquet while it is written: dictionaries for all columns but form and row numbers."""
    kinds = {"form_id": pa.string(), "source_row": pa.uint32(), "survey_year": pa.dictionary(pa.int32(), pa.int32())}
    names = [*columns("survey_response"), "source_sheet", "source_row"]
    return pa.schema([(name, kinds.get(name, pa.dictionary(pa.int32(), pa.string()))) for name in names])


def _dictionary_encoded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    """A column as one dictionary-encoded array."""
    whole = column.combine_chunks()
    return whole if isinstance(whole, pa.DictionaryArray) else whole.dictionary_encode()


def _sorted_hashes(parts: list[np.ndarray]) -> np.ndarray:
    """All hashes in order. Sorted by Polars, which does it on all processors."""
    return pl.concat([pl.Series(part) for part in parts]).sort().to_numpy()


def _normalized_forms(forms: pa.StringArray) -> pa.StringArray:
    """Form numbers as the row reader normalizes them."""
    if _is_plain_ascii(forms):
        return forms
    texts = pl.DataFrame({"form": pl.from_arrow(forms)}).select(cells.normalize_cell(pl.col("form"))).to_series()
    return texts.to_arrow().cast(pa.string())


def _is_plain_ascii(texts: pa.StringArray) -> bool:
    """Whether all texts consist of visible ASCII characters and are too long to mean "nothing"."""
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32, count=len(texts) + 1, offset=4 * texts.offset)
    letters = np.frombuffer(texts.buffers()[2], dtype=np.uint8)[ends[0] : ends[-1]]
    shortest = pa.compute.min(pa.compute.binary_length(texts)).as_py()
    return bool(len(letters)) and letters.min() > 0x20 and letters.max() < 0x7F and shortest > MIN_MEANINGFUL_LENGTH - 1
