"""64-bit hashes of forms and answers, to find repeated answers in a file and forms that two batches share.

Equal keys have equal hashes. The probability of a collision among ten million keys is about 1e-5; a collision is
detected by comparing the rows themselves.
"""

import errno
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import polars as pl

HASH_FILE = "fingerprints.npy"
HASH_VERSION = f"polars {pl.__version__}"  # Polars' hash differs between versions


def hash_parts(*parts: object) -> int:
    """The hash of what forms share (year, wave, unit), or of an item. BLAKE2b, 8 bytes."""
    digest = hashlib.blake2b("\0".join(map(str, parts)).encode(), digest_size=8)
    return int.from_bytes(digest.digest(), "little")


def hash_texts(texts: pl.Series) -> np.ndarray:
    """The hash of each text."""
    return texts.hash().to_numpy()


def hash_forms(rows: pl.DataFrame) -> np.ndarray:
    """The hash of each row's form. rows: survey_year, wave, unit_id and form_id."""
    shared = rows.select("survey_year", "wave", "unit_id").unique()
    numbers = pl.Series("shared", [hash_parts(*row) for row in shared.iter_rows()], dtype=pl.UInt64)
    joined = rows.join(shared.with_columns(numbers), on=shared.columns, how="left", maintain_order="left")
    return hash_texts(rows["form_id"]) ^ joined["shared"].to_numpy()


def repeated_hashes(inorder: np.ndarray) -> np.ndarray:
    """The hashes that occur more than once. inorder: sorted."""
    return inorder[1:][inorder[1:] == inorder[:-1]]


def write_form_hashes(inorder: np.ndarray, folder: Path) -> None:
    """Write a batch's form hashes without repetitions. inorder: sorted."""
    first = np.ones(inorder.shape, dtype=bool)
    first[1:] = inorder[1:] != inorder[:-1]
    try:
        np.save(folder / HASH_FILE, inorder if first.all() else inorder[first])
    except OSError as error:  # on a full disk NumPy only reports a short write
        raise OSError(error.errno or errno.ENOSPC, error.strerror or os.strerror(errno.ENOSPC)) from error


def share_forms(one: Path, other: Path) -> bool:
    """Whether two batch folders have a form in common. Reads only a few pages of the longer list."""
    few, many = sorted((np.load(folder / HASH_FILE, mmap_mode="r") for folder in (one, other)), key=len)
    if not len(few):
        return False
    places = np.searchsorted(many, few)
    return bool((many[np.minimum(places, len(many) - 1)] == few).any())


def hashes_in(numbers: Iterable[np.ndarray], wanted: np.ndarray) -> list[np.ndarray]:
    """For each array, which of its hashes are in `wanted` (sorted)."""
    if not len(wanted):
        return [np.zeros(part.shape, dtype=bool) for part in numbers]
    return [wanted[np.minimum(np.searchsorted(wanted, part), len(wanted) - 1)] == part for part in numbers]
