"""Opinions in the export of a survey site: choices by theme and free text, without what tells who wrote them."""

import re

import polars as pl

from etl.reading.cells import comparison_form, normalize_cell
from etl.reading.entity_matching import Directory
from etl.reading.site_headers import SKIPPED
from etl.reading.site_questions import header_parts
from etl.reading.tables import normalize_header

OPINION_COLUMNS = ("opinion_id", "unit_id", "group", "theme", "text")
CHOSEN = ("1", "是", "√", "yes", "true")  # cells of a choice; also the words of its theme
NOT_CHOSEN = ("", "0", "否", "no", "false")
CHOICES = "┋"  # between the options chosen in one cell; the other marks may also stand in a sentence
OTHER_MARKS = "[;；,，、|\n]"
OTHER_OPTION = re.compile("其他|其它|other", re.I)
LETTER = re.compile(r"^\s*(?:[A-Ha-h]|\d{1,2})\s*[.、．:：]\s*(?=\D)")
# What tells of a person in the words of a form: numbers of identity cards and telephones, addresses of mail and of the
# network, accounts.
PERSONAL = r"\d{17}[\dXx]|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|(?-u:[\w.+-]+@[\w.-]+)"
PERSONAL += r"|(?:\d{1,3}\.){3}\d{1,3}|(?i:微信|qq)号?[:：]?\s*[是为]?\s*[A-Za-z0-9_-]{5,}"
HIDDEN = "***"


def without_persons(rows: pl.DataFrame, kept: list[str], prose: list[str], private: list[str]) -> pl.DataFrame:
    """The rows with HIDDEN for numbers of persons in the columns that are kept and, in their prose, for what the
    private columns of the same form say: its name, its account."""
    rows = rows.with_columns(pl.col(kept).str.replace_all(PERSONAL, HIDDEN))
    for own in private:
        said = [(text or "").strip() for text in rows[own]]
        for column in prose:
            texts = [
                text.replace(name, HIDDEN) if text and len(name) > 1 else text
                for text, name in zip(rows[column], said, strict=True)
            ]
            rows = rows.with_columns(pl.Series(column, texts, dtype=pl.String))
    return rows


def opinion_rows(
    rows: pl.DataFrame,
    shown: pl.DataFrame,
    questions: dict[str, tuple[str, str | None]],
    columns: tuple[str, str | None],
    directory: Directory,
) -> pl.DataFrame:
    """One row per opinion: source_row and OPINION_COLUMNS. A choice has its theme or the words of its option, a free
    text its words.

    shown: the forms with their numbers. questions: header → unit as written there, theme of a choice. columns: the
    headers of the form's number and of the group.
    """
    parts = []
    form, group = columns
    themes = dict(directory.names("theme").select("same", "code").iter_rows())
    for at, (header, (unit, theme)) in enumerate(questions.items(), start=1):
        word, options = normalize_cell(pl.col(header)), header_parts(header)
        chosen = [*CHOSEN, *map(normalize_header, options)]
        same = comparison_form(pl.col(header).fill_null(""))
        unsaid = pl.col(header).str.strip_chars().str.contains(SKIPPED).fill_null(False) | same.is_in(NOT_CHOSEN)
        is_choice = bool(theme) or rows.select((unsaid | same.is_in(chosen)).all()).item()
        said = comparison_form(word).is_in(chosen) if is_choice else word != ""
        in_words = pl.lit(None if theme else options[-1], pl.String) if is_choice else pl.col(header)
        told = rows.select(
            "source_row",
            opinion_id=pl.concat_str(shown[form], pl.lit(f"-{at}")),
            unit_id=pl.lit(unit),
            group=shown[group] if group and group in shown.columns else pl.lit(None, pl.String),
            theme=pl.lit(theme or "unknown"),
            text=in_words,
            said=said & ~pl.col(header).str.strip_chars().str.contains(SKIPPED),
        )
        told = told.filter("said").drop("said")
        parts.append(told if is_choice else _by_option(told, themes))
    empty = pl.DataFrame(schema={"source_row": rows.schema["source_row"]} | dict.fromkeys(OPINION_COLUMNS, pl.String))
    return pl.concat([empty, *(part.select(empty.columns) for part in parts)]).sort("source_row", maintain_order=True)


def _by_option(told: pl.DataFrame, themes: dict[str, str]) -> pl.DataFrame:
    """Opinions in words, those of options that were chosen in one cell each by itself."""
    rows = [
        row | {"opinion_id": row["opinion_id"] + (f"-{at}" if at else ""), "theme": theme, "text": words}
        for row in told.iter_rows(named=True)
        for at, (theme, words) in enumerate(_options(row["text"], themes))
    ]
    return pl.DataFrame(rows, schema=told.schema)


def _options(text: str, themes: dict[str, str]) -> list[tuple[str, str | None]]:
    """Theme and words of each option in a cell; of prose the words alone."""
    options = [LETTER.sub("", part).strip() for part in text.split(CHOICES)]
    if len(options) == 1:
        marked = [LETTER.sub("", part).strip() for part in re.split(OTHER_MARKS, text)]
        known = [normalize_header(one) in themes or OTHER_OPTION.match(one) is not None for one in marked]
        options = marked if all(known) else [text]
    named = [(themes.get(normalize_header(one)), one) for one in options if one]
    return [(theme or "unknown", None if theme else words) for theme, words in named]
