"""Pseudonyms: persons' numbers are replaced by a keyed hash (HMAC-SHA-256) while reading, names by a placeholder.

The batch of a workbook with persons' numbers keeps only the contract's columns, with pseudonyms, and no copy of the
workbook.
"""

import functools
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable

import polars as pl

from etl.contracts.dictionary import column_metadata, columns, person_number_columns
from etl.reading import cells
from etl.reading.entity_matching import Directory
from etl.reading.layout_file import Layout
from etl.reading.sheet_features import NOT_COMPUTED
from etl.reading.tables import normalize_header
from etl.storage import home, write_text

KEY_FILE = "pseudonym.key"
DIGITS = 16  # 64 bits: collisions among a million members are negligible
# Endings of the headers of persons' names.
NAME_HEADER_ENDINGS = ("姓名", "名字", "党员", "述职人", "被测评人", "被考核人", "name")
NAME_PLACEHOLDER = "某某"
_unsaved_keys: list[str] = []  # the key, until a load stores it


def key() -> bytes:
    """The key: RONGHE_PSEUDONYM_KEY, else the warehouse's, else a new one that the first load stores."""
    path = home() / KEY_FILE
    given = os.environ.get("RONGHE_PSEUDONYM_KEY") or (path.read_text(encoding="ascii") if path.exists() else "")
    if not given:
        if not _unsaved_keys:
            _unsaved_keys.append(secrets.token_hex(32))
        given = _unsaved_keys[0]
    return given.strip().encode()


def store_key() -> None:
    """Store the key in the warehouse, readable by the owner only. Call under the warehouse's lock."""
    path = home() / KEY_FILE
    if not path.exists() and not os.environ.get("RONGHE_PSEUDONYM_KEY"):
        write_text(path, key().decode())


def pseudonym(number: str) -> str:
    """The pseudonym of a normalized number: 16 hexadecimal digits. It cannot be reversed without the key."""
    return hmac.new(key(), number.encode(), hashlib.sha256).hexdigest()[:DIGITS]


def person_name_headers(headers: Iterable[str]) -> list[str]:
    """The headers of columns with persons' names."""
    return [header for header in headers if normalize_header(header.split("/")[-1]).endswith(NAME_HEADER_ENDINGS)]


def pseudonymize(texts: pl.DataFrame, layout: Layout, names: pl.DataFrame) -> tuple[pl.DataFrame, bool]:
    """Text columns with persons' numbers and names replaced, and whether there were any persons.

    names: the columns of persons' names. Prose is searched for all persons of the workbook. Other columns only for the
    row's own person (a number inside a serial number, a name in the wrong column), because a key must not depend on
    other rows of the workbook.
    """
    numbers = {column: texts[column] for column in person_number_columns(layout.dataset) if column in texts.columns}
    persons = {column: _person_rows(column, texts, layout) for column in numbers}
    if not any(mask.any() for mask in persons.values()):
        return texts, False
    shown = [_pseudonyms(number, persons[column]) for column, number in numbers.items()]
    owned = [_personal_values(numbers[number.name], pl.lit(number)) for number in shown]
    owned += [_personal_values(name, pl.lit(NAME_PLACEHOLDER)) for name in names]
    for column in [name for name in texts.columns if name in columns(layout.dataset) and name not in numbers]:
        facts, kind = column_metadata(layout.dataset, column), columns(layout.dataset)[column].dtype
        if facts.get("prose"):
            texts = texts.with_columns(_redact_prose(texts[column], owned))
        else:
            free = kind == pl.String() and not facts.get("list")
            texts = texts.with_columns(_redact_own_row(texts[column], owned, free))
    return texts.with_columns(shown), True


def _person_rows(column: str, texts: pl.DataFrame, layout: Layout) -> pl.Series:
    """The rows with a person's number in a secret column: all, or those with certain codes in another column."""
    where = column_metadata(layout.dataset, column)["secret"]
    if where is True:
        return pl.repeat(True, texts.height, eager=True)
    says_so = pl.lit(False)
    for other, code in where.items():
        if other in texts.columns:
            theirs = [word for word, ours in layout.values.get(other, {}).items() if ours in _words_of(other, code)]
            meant = [normalize_header(word) for word in (*_words_of(other, code), *theirs)]
            says_so |= cells.comparison_form(pl.col(other)).is_in(meant).fill_null(False)
    return texts.select(pl.repeat(True, pl.len()) & says_so).to_series()


@functools.cache
def _words_of(code_list: str, code: str) -> tuple[str, ...]:
    """The words for a code."""
    return tuple(Directory.from_reference().names(code_list).filter(pl.col("code") == code)["name"])


def _personal_values(said: pl.Series, instead: pl.Expr) -> pl.DataFrame:
    """One row per row of the workbook: `said`, what identifies its person (null if too short), and `instead`.

    A name counts from two Chinese characters or four letters, a number from six characters, so that chance matches are
    rare.
    """
    said = said.str.strip_chars()
    letters = pl.col("said").str.len_chars()
    tells = (
        ((letters >= 2) & pl.col("said").str.contains(r"\p{Han}"))
        | ((letters >= 4) & pl.col("said").str.contains(r"\p{L}"))
        | (letters >= 6)
    )
    return pl.DataFrame({"said": said}).select(said=pl.when(tells).then("said"), instead=instead)


def _redact_own_row(written: pl.Series, owned: list[pl.DataFrame], free: bool) -> pl.Series:
    """A column with the values of each row's own person replaced: as a whole cell or, in free text, anywhere."""
    for own in owned:
        rows = own.with_columns(written, at=pl.int_range(pl.len()))
        cell = pl.col(written.name)
        whole = cells.comparison_form(cell) == cells.comparison_form(pl.col("said"))
        within = cell.str.contains(pl.col("said"), literal=True) if free else pl.lit(False)
        met = rows.filter(whole | within).select("at", written.name, "said", "instead")
        clean = [text.replace(said, instead) if said in text else instead for _, text, said, instead in met.iter_rows()]
        written = written.scatter(met["at"], clean) if clean else written
    return written


def _redact_prose(prose: pl.Series, owned: list[pl.DataFrame]) -> pl.Series:
    """Prose with the values of all persons of the workbook replaced, including names written with a space."""
    for own in owned:
        spellings = {
            said[:at] + gap + said[at:]: instead
            for said, instead in own.drop_nulls().unique().iter_rows()
            for at in range(1, len(said))
            for gap in ("", " ", "\u3000")
        }
        if spellings:
            prose = prose.str.replace_many(list(spellings), list(spellings.values()), leftmost=True)
    return prose


def _pseudonyms(numbers: pl.Series, persons: pl.Series) -> pl.Series:
    """A column with the numbers in person rows replaced by pseudonyms; other rows unchanged."""
    read = pl.DataFrame({"number": numbers}).select(
        "number", person=persons, same=cells.comparison_form(cells.normalize_cell(pl.col("number")))
    )
    named = {number: pseudonym(number) for number in read.filter("person")["same"].drop_nulls().unique()}
    formula = pl.col("same").str.starts_with("=")  # a formula becomes a fault, and its text must not be shown
    shown = (
        pl.when(formula)
        .then(pl.lit(NOT_COMPUTED))
        .otherwise(pl.col("same").replace_strict(named, default=None, return_dtype=pl.String))
    )
    return read.select(pl.when("person").then(shown).otherwise("number").alias(numbers.name)).to_series()
