"""What the definitions page tells, generated from the metrics and the contracts."""

import polars as pl

import queries
from shell.chosen import ask, lang, speak
from shell.tables import heading
from words import words


def metric_words() -> list[dict[str, str]]:
    """How every metric is made: label, meaning, formula, unit, in the reader's language."""
    parts = ("label", "meaning", "formula", "unit")
    return [{part: speak(f"metrics.{name}.{part}") for part in parts} for name in queries.metrics()]


def contract_words(dataset: str) -> pl.DataFrame:
    """What a row of a dataset must be, in words: column, name, help, type, key, nullable, rules."""
    rows = [
        row
        | {
            "name": speak(f"columns.{dataset}.{row['column']}.label"),
            "help": speak(f"columns.{dataset}.{row['column']}.help"),
            "type": speak(f"shell.type.{row['type']}"),
            "rules": speak("shell.rule.and").join(filter(None, map(_rule, (row["rules"] or "").split("; ")))),
        }
        for row in ask("contract_columns").filter(pl.col("dataset") == dataset).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _rule(rule: str) -> str:
    """`min 0` → a sentence; what only the machine needs is left out."""
    word, _, value = rule.partition(" ")
    key = f"shell.rule.{word}"
    return speak(key, value=heading(value.removeprefix("="), lang())) if key in words() else ""
