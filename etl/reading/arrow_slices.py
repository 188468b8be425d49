"""Read large files in slices: Arrow tables of text with the source row numbers, without holding the file in memory."""

import codecs
import csv
import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from etl.contracts.faults import Refused
from etl.reading.sources import as_text_columns, nested_columns

SLICE_BYTES, SLICE_ROWS = 1 << 25, 1 << 19  # size of a slice of a text file, of a Parquet file
BLOCK_BYTES = 1 << 20  # bytes parsed per thread
QUOTE = b'"'
DICTIONARY_ENCODED = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Slice:
    """Some rows of a file.

    table: one text column per column of the file, dictionary-encoded where requested. rows: source row numbers, counted
    as in a spreadsheet. ragged: (row number, cells) of rows with fewer or more cells than the file has columns.
    """

    table: pa.Table
    rows: np.ndarray
    ragged: list[tuple[int, list[str]]] = field(default_factory=list)


class NotInSlicesError(Exception):
    """The file cannot be cut into slices that can be read independently."""


# pyarrow's own conversions from and to Python (array, to_numpy, fill_null) import pandas, which takes a third of a
# second.


def as_numpy(values: pa.Array | pa.ChunkedArray, instead_of_null: int | bool = False) -> np.ndarray:
    """A column as a NumPy array."""
    return pl.Series(pl.from_arrow(values)).fill_null(instead_of_null).to_numpy()


def as_arrow(values: np.ndarray | pl.Series | list[str]) -> pa.Array:
    """Values as an Arrow array, texts as pa.string()."""
    array = pl.Series(values).to_arrow()
    return array.cast(pa.string()) if pa.types.is_large_string(array.type) else array


# --- text -----------------------------------------------------------------------------------------------------------


def text_slices(
    path: Path, encoding: str, delimiter: str, columns: list[str], coded: set[str], after: int
) -> Iterator[Slice]:
    """The rows of a CSV file below its first `after` rows.

    coded: the columns to dictionary-encode. Raises UnicodeDecodeError for another encoding, NotInSlicesError for a row
    longer than a slice.
    """
    read_to = after
    with path.open("rb") as stream:
        stream.seek(_header_bytes(stream, after, encoding, delimiter))
        for text, quoted in _pieces(stream, encoding):
            piece = _split(text, quoted, delimiter, columns, coded, read_to)
            read_to += piece.table.num_rows + len(piece.ragged)
            yield piece


def _header_bytes(stream: BufferedReader, records: int, encoding: str, delimiter: str) -> int:
    """The number of bytes of the first rows, which may contain quoted line breaks."""
    start = stream.read(BLOCK_BYTES)
    mark = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    lines = start[mark:].splitlines(keepends=True)
    reader = csv.reader((line.decode(encoding, errors="replace") for line in lines), delimiter=delimiter)
    for _ in itertools.islice(reader, records):
        pass
    return mark + sum(map(len, lines[: reader.line_num]))


def _pieces(stream: BufferedReader, encoding: str) -> Iterator[tuple[bytes | memoryview, bool]]:
    """The rest of a file as pieces of whole rows in UTF-8, and whether a piece contains a quotation mark.

    A piece is valid until the next one is requested: the buffer is reused.
    """
    held, kept = bytearray(2 * SLICE_BYTES), 0  # kept: bytes of an incomplete row at the end
    while read := stream.readinto(memoryview(held)[kept : kept + SLICE_BYTES]):
        filled = kept + read
        quoted = held.find(QUOTE, 0, filled) >= 0
        end = _last_row_end(held, filled, quoted)
        if (kept := filled - end - 1) > SLICE_BYTES:
            raise NotInSlicesError
        if end >= 0:
            yield _utf8(held, end + 1, encoding), quoted
        held[:kept] = held[end + 1 : filled]
    if kept:
        yield _utf8(held, kept, encoding), held.find(QUOTE, 0, kept) >= 0


def _last_row_end(held: bytearray, filled: int, quoted: bool) -> int:
    """The position of the last line break that is not quoted; -1 if there is none."""
    end = held.rfind(b"\n", 0, filled)
    quotes = held.count(QUOTE, 0, end + 1) if quoted else 0
    while end >= 0 and quotes % 2:
        before = held.rfind(b"\n", 0, end)
        quotes -= held.count(QUOTE, before + 1, end + 1)
        end = before
    return end


def _utf8(held: bytearray, length: int, encoding: str) -> bytes | memoryview:
    # In UTF-8 and GB18030 no multi-byte character contains a line break or delimiter.
    piece = memoryview(held)[:length]
    if encoding == "utf-8" and np.frombuffer(piece, dtype=np.uint8).max() < 0x80:
        return piece
    text = codecs.decode(piece, encoding)
    return piece if encoding == "utf-8" else text.encode()


def _split(
    text: bytes | memoryview, quoted: bool, delimiter: str, columns: list[str], coded: set[str], before: int
) -> Slice:
    parse = functools.partial(_parse_block, text, quoted, delimiter, columns, coded)
    try:
        table, ragged = parse(threads=True)
        if ragged:  # parsed again by one thread, which reports their row numbers
            table, ragged = parse(threads=False)
    except pa.ArrowInvalid:
        raise NotInSlicesError from None
    numbers = np.arange(before + 1, before + 1 + table.num_rows + len(ragged), dtype=np.uint32)
    apart = [number - 1 for number, _ in ragged]
    ragged_rows = [(before + number, next(csv.reader([line], delimiter=delimiter), [])) for number, line in ragged]
    return Slice(table.unify_dictionaries(), np.delete(numbers, apart), ragged_rows)


def _parse_block(
    text: bytes | memoryview, quoted: bool, delimiter: str, columns: list[str], coded: set[str], threads: bool
) -> tuple[pa.Table, list[tuple[int, str]]]:
    ragged: list[tuple[int, str]] = []

    def set_apart(row: pa.csv.InvalidRow) -> str:
        ragged.append((row.number or 0, row.text))
        return "skip"

    table = pa.csv.read_csv(
        pa.BufferReader(text),
        pa.csv.ReadOptions(column_names=columns, block_size=BLOCK_BYTES, use_threads=threads),
        pa.csv.ParseOptions(
            delimiter=delimiter,
            newlines_in_values=quoted,
            ignore_empty_lines=False,  # an empty line is a row, too
            invalid_row_handler=set_apart,
        ),
        pa.csv.ConvertOptions(
            column_types={name: DICTIONARY_ENCODED if name in coded else pa.string() for name in columns},
            null_values=[""],
            strings_can_be_null=True,
            check_utf8=False,  # already checked
        ),
    )
    return table, ragged


# --- Parquet --------------------------------------------------------------------------------------------------------


def parquet_slices(path: Path, columns: list[str], coded: set[str]) -> Iterator[Slice]:
    """The named columns of a Parquet file."""
    read_to = 0
    try:
        with pa.parquet.ParquetFile(path, read_dictionary=sorted(coded)) as file:
            for table in _tables(file.iter_batches(SLICE_ROWS, columns=columns)):
                texts = {name: _text_column(table.column(name), name in coded) for name in columns}
                yield Slice(pa.table(texts), np.arange(read_to + 1, read_to + 1 + table.num_rows, dtype=np.uint32))
                read_to += table.num_rows
    except (pa.ArrowException, OSError):
        raise Refused("truncated", path) from None


def _tables(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Join small row groups to larger batches."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= SLICE_ROWS:
            yield pa.Table.from_batches(held).unify_dictionaries()
            held = []
    if held:
        yield pa.Table.from_batches(held).unify_dictionaries()


def _text_column(column: pa.ChunkedArray, coded: bool) -> pa.Array:
    """A column as text. Of a dictionary-encoded one only the distinct values are converted."""
    values = column.combine_chunks()
    if pa.types.is_string(values.type) and not coded:
        return values
    if not coded:
        return as_text_columns(pl.DataFrame({"value": pl.from_arrow(values)}))["value"].to_arrow().cast(pa.string())
    values = values if pa.types.is_dictionary(values.type) else values.dictionary_encode()
    words = as_text_columns(pl.DataFrame({"value": pl.from_arrow(values.dictionary)}))["value"].to_arrow()
    return pa.DictionaryArray.from_arrays(values.indices, words.cast(pa.string()))


def parquet_rows(path: Path, rows: np.ndarray) -> pl.DataFrame:
    """The rows of a Parquet file with the given numbers: source_row and every column as text."""
    wanted = pl.Series("source_row", rows, dtype=pl.UInt32)
    parts, read_to = [], 0
    with pa.parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(SLICE_ROWS):
            there = wanted.filter(wanted.is_between(read_to + 1, read_to + batch.num_rows))
            if there.len():
                frame = pl.DataFrame(
                    pl.from_arrow(pa.Table.from_batches([batch.take((there - read_to - 1).to_arrow())]))
                )
                parts.append(as_text_columns(frame.drop(nested_columns(frame))).with_columns(there.alias("source_row")))
            read_to += batch.num_rows
    return pl.concat(parts).select("source_row", pl.exclude("source_row"))
