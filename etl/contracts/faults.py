"""Faults and refusals as sentences for clerks, in one order: where · what was found · what was expected ·
what to do."""

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import polars as pl

from words import LANGUAGES, ONE, language, say, with_noun
from words import words as all_words

# One row per fault, as stored in a batch.
FAULTS = pl.Schema(
    {
        "file": pl.String,
        "source_sheet": pl.String,
        "source_row": pl.UInt32,
        "column": pl.String,  # spreadsheet letter; the header where a file has no letters
        "header": pl.String,
        "found": pl.String,
        "rule": pl.String,
        "message_zh": pl.String,
        "message_en": pl.String,
        "blanked": pl.Boolean,  # the row was accepted without this cell
    }
)

# A fault without place and sentence: row number, our column, rule, and hints for its sentence.
CELL_FAULTS = pl.Schema(
    {"row": pl.UInt32, "at": pl.String, "rule": pl.String, "hint_zh": pl.String, "hint_en": pl.String}
)


class Refused(Exception):  # noqa: N818 - it is what happened to the file
    """A whole file is refused and changes nothing. `.zh` and `.en` give the reason; str() follows RONGHE_LANG."""

    def __init__(self, rule: str, path: Path | str, **facts: object) -> None:
        """rule: a key of etl.refused in words. facts: its fields; a {zh, en} mapping gives one value per language."""
        file = path.name if isinstance(path, Path) else path
        self.rule = rule
        self.zh, self.en = (
            say(
                f"etl.refused.{rule}",
                lang,
                file=file,
                **{name: localized(lang, fact) for name, fact in facts.items()},
            )
            for lang in LANGUAGES
        )
        super().__init__(rule)

    def __str__(self) -> str:
        return self.zh if language() == "zh" else self.en


def localized(lang: str, fact: object) -> object:
    """A field's value in a language: of a {zh, en} mapping its entry, else the value itself."""
    return fact[lang] if isinstance(fact, Mapping) else fact


def in_both_languages(key: str, **facts: object) -> dict[str, str]:
    """A sentence of words in both languages, as {zh, en}."""
    return {lang: say(key, lang, **{name: localized(lang, fact) for name, fact in facts.items()}) for lang in LANGUAGES}


def quoted_list(words: list[str], most: int = 20) -> dict[str, str]:
    """The first `most` words as a quoted list, as {zh, en}: `“甲”、“乙”` and `"a", "b"`."""
    shown = [word.replace("\n", " ") for word in words[:most]]
    more = len(words) > most
    return {
        "zh": "、".join(f"“{word}”" for word in shown) + ("等" if more else ""),
        "en": ", ".join(f'"{word}"' for word in shown) + (" …" if more else ""),
    }


def sentence_expression(key: str, lang: str, columns: Mapping[str, str | pl.Expr]) -> pl.Expr:
    """`say` as a Polars expression. columns: field → column name or expression; other fields are columns of
    that name."""
    parts: list[pl.Expr] = []
    for literal, field, spec, _ in Formatter().parse(all_words()[key][lang]):
        if literal:
            parts.append(pl.lit(literal))
        if field:
            given = columns.get(field, field)
            column = pl.col(given) if isinstance(given, str) else given
            written = column.cast(pl.String).fill_null("")
            parts.append(written)
            _, one, many = with_noun(spec or "")
            if many:
                parts.append(pl.when(written == ONE).then(pl.lit(f" {one}")).otherwise(pl.lit(f" {many}")))
    return pl.concat_str(parts)


def expectation_clause(rule: str, lang: str) -> str:
    """The second clause of a rule's sentence, which says what was expected."""
    stop = "。" if lang == "zh" else ". "
    return all_words()[f"etl.fault.{rule}"][lang].split(stop)[1] + stop.strip()


def _place_expression(lang: str) -> pl.Expr:
    sheet = pl.col("source_sheet").fill_null("") != ""
    named = pl.col("header").is_not_null() & (pl.col("column") == pl.col("header"))
    place = (
        pl.when(pl.col("column").is_null())
        .then(pl.lit(""))
        .when(named)
        .then(sentence_expression("etl.where.header", lang, {}))
        .otherwise(sentence_expression("etl.where.column", lang, {}))
    )
    shown_sheet = pl.when(sheet).then(sentence_expression("etl.where.sheet", lang, {})).otherwise(pl.lit(""))
    return sentence_expression("etl.where.row", lang, {"sheet": shown_sheet, "place": place})


def with_sentences(faults: pl.DataFrame, file: str) -> pl.DataFrame:
    """Add the sentences of faults and return them as FAULTS, in the order of the sheet.

    faults: source_sheet, source_row, column, header, found, rule, hint_zh and hint_en (a clause: the nearest word, the
    allowed words or a limit), blanked, instead_zh and instead_en (what stands in a blanked cell).
    """
    if faults.is_empty():
        return pl.DataFrame(schema=FAULTS)
    found = pl.col("found").fill_null("").str.replace_all(r"\s+", " ")
    shown = (
        pl.when(found.str.len_chars() > 40).then(pl.concat_str(found.str.slice(0, 40), pl.lit("…"))).otherwise(found)
    )
    spoken = []
    for (rule,), rows in faults.with_columns(file=pl.lit(file)).group_by("rule"):
        for lang in LANGUAGES:
            body = sentence_expression(f"etl.fault.{rule}", lang, {"found": shown, "hint": f"hint_{lang}"})
            blanked = sentence_expression("etl.fault_blanked", lang, {"instead": f"instead_{lang}"})
            rest = pl.when("blanked").then(blanked).otherwise(pl.lit(""))
            rows = rows.with_columns(pl.concat_str(_place_expression(lang), body, rest).alias(f"message_{lang}"))
        spoken.append(rows.select(*FAULTS))
    return pl.concat(spoken).cast(FAULTS).sort("source_sheet", "source_row", "column", "rule")


def count_reasons(faults: pl.DataFrame) -> dict[str, int]:
    """Rule → number of source rows that violate it."""
    counted = faults.select("rule", "source_sheet", "source_row").unique().group_by("rule").len().sort("rule")
    return dict(counted.iter_rows())
