"""Persons' numbers become pseudonyms at the door; names go nowhere.

A dataset with a column of persons' numbers is private: its batch keeps the columns that the contract knows, with
pseudonyms in place of numbers, and no copy of the workbook.
"""

import hashlib
import hmac
import os
import secrets

import polars as pl

from etl import cells
from etl.dictionary import about, columns, secret
from etl.warehouse import home, write_text

FILE = "pseudonym.key"
DIGITS = 16  # 64 bits: no two of a million members meet
NAMED = ("姓名", "党员姓名", "人员姓名", "name")  # headers of the column that holds the person's name
BLOTTED = "某某"
_unkept: list[str] = []  # a key that no load has kept yet


def key() -> bytes:
    """RONGHE_PSEUDONYM_KEY, else the warehouse's key, else one that the first load will keep."""
    path = home() / FILE
    given = os.environ.get("RONGHE_PSEUDONYM_KEY") or (path.read_text(encoding="ascii") if path.exists() else "")
    if not given:
        if not _unkept:
            _unkept.append(secrets.token_hex(32))
        given = _unkept[0]
    return given.strip().encode()


def keep() -> None:
    """Have the warehouse hold the key for good, for its owner's eyes only. Call under the warehouse's lock."""
    path = home() / FILE
    if not path.exists() and not os.environ.get("RONGHE_PSEUDONYM_KEY"):
        write_text(path, key().decode(), private=True)


def pseudonym(number: str) -> str:
    """The same for the same number, whatever its widths and spaces; nobody without the key can find the number."""
    return hmac.new(key(), number.encode(), hashlib.sha256).hexdigest()[:DIGITS]


def hidden(texts: pl.DataFrame, dataset: str, names: pl.Series | None = None) -> pl.DataFrame:
    """Text columns with pseudonyms for numbers, and the persons' names (names) blotted out of its prose."""
    for column in secret(dataset):
        if column in texts.columns:
            texts = texts.with_columns(_pseudonyms(texts[column]))
    if names is not None:
        persons = [name for name in names.str.strip_chars().drop_nulls().unique() if len(name) > 1]
        ours = [name for name in texts.columns if name in columns(dataset)]
        prose = [name for name in ours if persons and about(dataset, name).get("prose")]
        texts = texts.with_columns(pl.col(prose).str.replace_many(persons, [BLOTTED]))
    return texts


def _pseudonyms(numbers: pl.Series) -> pl.Series:
    distinct = numbers.to_frame().unique().with_columns(same=cells.sameness(cells.tidy(pl.col(numbers.name))))
    named = {number: pseudonym(number) for number in distinct["same"].drop_nulls()}
    hashed = distinct.select(
        numbers.name, pl.col("same").replace_strict(named, default=None, return_dtype=pl.String).alias("pseudonym")
    )
    return (
        numbers.to_frame()
        .join(hashed, on=numbers.name, how="left", nulls_equal=True, maintain_order="left")["pseudonym"]
        .alias(numbers.name)
    )
