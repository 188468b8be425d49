"""Texts about metrics, rules, contracts and single records, generated from their definitions."""

import re
from collections.abc import Mapping, Sequence

import polars as pl

import queries
from exhibits.columns import heading
from exhibits.gates import RULES
from shell.session import ask, lang, newest_build, options, speak, worded
from words import needed, wording, words


def metric_words(search: str = "") -> dict[str, list[dict[str, str]]]:
    """Name of a subject → one dict per metric, in the reader's language: label, meaning, formula, unit. Only those in
    which all words of `search` stand."""
    parts = ("label", "meaning", "formula", "unit")
    subjects: dict[str, list[dict[str, str]]] = {}
    for name, metric in queries.metrics().items():
        said = {part: speak(f"metrics.{name}.{part}") for part in parts}
        if _found(search, *said.values()):
            subjects.setdefault(speak(f"pages.{metric.subject}.title"), []).append(said)
    return subjects


def rule_words(search: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """The rules that choose the words of titles. Per table: its name and, for each rule, (its texts, its condition).
    Only tables in which all words of `search` stand."""
    tables = []
    for table in RULES:
        rules = [key.rpartition(".")[2] for key in words() if key.startswith(f"exhibits.rule.{table}.")]
        said = [(_wordings(table, rule), speak(f"exhibits.rule.{table}.{rule}")) for rule in rules if rule != "name"]
        name = speak(f"exhibits.rule.{table}.name")
        if _found(search, name, *(text for rule in said for text in rule)):
            tables.append((name, said))
    return tables


def _found(search: str, *texts: str) -> bool:
    """True if every word of the search stands somewhere in the texts; capitals do not matter."""
    text = " ".join(texts).casefold()
    return all(word in text for word in search.casefold().split())


def _wordings(table: str, rule: str) -> str:
    """All texts of a rule, joined by ` · `, with … for each field."""
    spoken = re.compile(rf"exhibits\.gate\.{table}(_[a-z]+)?\.{rule}")
    wordings = [wording(words()[key][lang()]) for key in words() if spoken.fullmatch(key)]
    return " · ".join(dict.fromkeys(wordings))


def contract_words(dataset: str) -> pl.DataFrame:
    """The columns of a dataset with their rules in words: column, name, help, type, key, needed, rules, and more."""
    rows = [
        row
        | {
            "name": (name := speak(f"columns.{dataset}.{row['column']}.label")),
            "help": speak(f"columns.{dataset}.{row['column']}.help"),
            "type": speak(f"shell.type.{row['type']}"),
            "needed": _needed(dataset, row["column"], row["rules"]),
            "rules": _rules((row["rules"] or "").split("; "), name),
        }
        for row in ask("contract_columns").filter(pl.col("dataset") == dataset).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _needed(dataset: str, column: str, rules: str | None) -> str:
    """Whether the column must be filled, or what a blank means: `list unit; blank =brand` has the blank `=brand`."""
    facts = {word: value for word, _, value in (rule.partition(" ") for rule in (rules or "").split("; "))}
    return needed(dataset, column, facts.get("blank"), facts.get("list"), lang())


def _rules(rules: Sequence[str], name: str) -> str:
    """Rules such as `min 0` as sentences, without those that only the program needs. name: of the column, which names
    its list of codes, too."""
    said = []
    for word, _, value in (rule.partition(" ") for rule in rules):
        if (key := f"shell.rule.{word}") in words():
            said.append(speak(key, value=name if word == "list" else value))
    return speak("shell.rule.and").join(said)


def column_word(datasets: Sequence[str], column: str) -> str:
    """The label of a column of one of these datasets, or of a column that gives a row's place in its file."""
    keys = (f"columns.{dataset}.{column}.label" for dataset in datasets)
    return next((speak(key) for key in keys if key in words()), heading(column, lang()))


def record_words(records: pl.DataFrame, datasets: Sequence[str], lists: Mapping[str, str]) -> pl.DataFrame:
    """Records with headings from their contract, codes as words and units by name.

    lists: column → the code list of its codes.
    """
    named: dict[str, dict[str, str]] = {"unit": {}, "division": options().get("division", {})}
    if newest_build():
        named["unit"] = dict(ask("unit_list").select("unit_id", "unit").iter_rows())
    spoken = []
    for name, code_list in lists.items():
        if name in records.columns and records.schema[name] == pl.String:
            codes = records[name].unique().drop_nulls()
            met = {code: named.get(code_list, {}).get(code) or worded(code_list, code) for code in codes}
            spoken.append(records[name].replace(met) if met else records[name])
    return records.with_columns(spoken).rename({name: column_word(datasets, name) for name in records.columns})
