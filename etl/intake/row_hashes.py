"""Forms and answers as 64-bit numbers: whether one stands twice, and whether two batches have any in common.

Equal keys have equal numbers; that different keys have equal ones happens once in 10^5 times among ten million, and is
then found out by comparing the rows themselves.
"""

import errno
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import polars as pl

HASH_FILE = "fingerprints.npy"
HASH_VERSION = f"polars {pl.__version__}"  # its hash differs between versions


def hash_parts(*parts: object) -> int:
    """One number for what forms share: year, wave, unit; or for an item."""
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def hash_texts(texts: pl.Series) -> np.ndarray:
    """One number for each text."""
    return texts.hash().to_numpy()


def hash_forms(rows: pl.DataFrame) -> np.ndarray:
    """One number for each row's form: rows have survey_year, wave, unit_id and form_id."""
    shared = rows.select("survey_year", "wave", "unit_id").unique()
    numbers = pl.Series("shared", [hash_parts(*row) for row in shared.iter_rows()], dtype=pl.UInt64)
    joined = rows.join(shared.with_columns(numbers), on=shared.columns, how="left", maintain_order="left")
    return hash_texts(rows["form_id"]) ^ joined["shared"].to_numpy()


def repeated_hashes(inorder: np.ndarray) -> np.ndarray:
    """Of numbers in order, those that stand there more than once."""
    return inorder[1:][inorder[1:] == inorder[:-1]]


def write_form_hashes(inorder: np.ndarray, folder: Path) -> None:
    """Keep a batch's forms (numbers in order), each once."""
    first = np.ones(inorder.shape, dtype=bool)
    first[1:] = inorder[1:] != inorder[:-1]
    try:
        np.save(folder / HASH_FILE, inorder if first.all() else inorder[first])
    except OSError as error:  # NumPy knows no more of a full disk than that it wrote less than it should
        raise OSError(error.errno or errno.ENOSPC, error.strerror or os.strerror(errno.ENOSPC)) from error


def share_forms(one: Path, other: Path) -> bool:
    """Whether two batches' folders have a form in common. Only a few pages of the longer list are read."""
    few, many = sorted((np.load(folder / HASH_FILE, mmap_mode="r") for folder in (one, other)), key=len)
    if not len(few):
        return False
    places = np.searchsorted(many, few)
    return bool((many[np.minimum(places, len(many) - 1)] == few).any())


def hashes_in(numbers: Iterable[np.ndarray], wanted: np.ndarray) -> list[np.ndarray]:
    """For each array, which of its numbers are wanted (sorted)."""
    if not len(wanted):
        return [np.zeros(part.shape, dtype=bool) for part in numbers]
    return [wanted[np.minimum(np.searchsorted(wanted, part), len(wanted) - 1)] == part for part in numbers]
