"""What the template and its guide say about each column of a dataset."""

import functools
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from etl.contracts import DATASETS
from etl.contracts.contract_columns import TYPES
from etl.contracts.dictionary import RULE_COLUMN, blank_meaning, column_metadata, columns
from etl.contracts.faults import expectation_clause
from etl.reading.entity_matching import Directory
from etl.reading.typed_rows import YEAR_COLUMNS
from words import label, needed, say, words

OPEN_LISTS = ("unit", "division")  # aliases and ids are accepted, too


@dataclass(frozen=True)
class GuideColumn:
    """One column in the reader's language."""

    name: str
    label: str
    help: str
    kind: str  # text, word, yes_no, date, month, year, integer, number, share, star
    code_list: str | None
    words: list[str]  # allowed words; empty: free text
    needed: str  # required, or the meaning of an empty cell
    required: bool
    form: str  # unit or format of the cell
    rule: str
    allowed: str  # allowed words, as listed in the guide
    example: str  # "" for a column left empty in the example
    low: float | None
    high: float | None


def guide_columns(dataset: str, directory: Directory, lang: str) -> list[GuideColumn]:
    """The columns of a dataset in contract order."""
    return [_guide_column(dataset, name, column, directory, lang) for name, column in columns(dataset).items()]


def _guide_column(dataset: str, name: str, column: dy.Column, directory: Directory, lang: str) -> GuideColumn:
    code_list = column_metadata(dataset, name).get("list")
    kind = _kind(dataset, name, column)
    choices = _words_to_choose(code_list, directory, lang)
    low, high = (getattr(column, bound, None) for bound in ("min", "max"))
    rules = [_bounds(kind, low, high, lang), *_list_rule(code_list, choices, lang)]
    rules += [
        expectation_clause(rule, lang)
        for rule, at in RULE_COLUMN.items()
        if at == name and hasattr(DATASETS[dataset], rule)
    ]
    if column_metadata(dataset, name).get("secret"):
        rules.append(say("office.rule.pseudonym", lang))
    return GuideColumn(
        name=name,
        label=say(f"columns.{dataset}.{name}.label", lang),
        help=say(f"columns.{dataset}.{name}.help", lang),
        kind=kind,
        code_list=code_list,
        words=choices,
        needed=needed(dataset, name, blank_meaning(dataset, name), code_list, lang),
        required=blank_meaning(dataset, name) is None,
        form=_form(name, kind, lang),
        rule=" ".join(rule for rule in rules if rule) if lang == "en" else "".join(rules),
        allowed=_allowed(code_list, choices, directory, lang),
        example=_example(dataset, name, kind, choices, lang),
        low=low,
        high=high,
    )


def _kind(dataset: str, name: str, column: dy.Column) -> str:
    facts = column_metadata(dataset, name)
    if column.dtype == pl.Boolean:
        return "yes_no"
    if facts.get("list"):
        return "word"
    if name in YEAR_COLUMNS:
        return "year"
    if facts.get("share") is True:
        return "share"
    if facts.get("star"):
        return "star"
    kind = TYPES.get(column.dtype, "integer")
    return "month" if kind == "date" and facts.get("month") else kind


# --- words to choose from -------------------------------------------------------------------------------------------


def _words_to_choose(code_list: str | None, directory: Directory, lang: str) -> list[str]:
    """The labels of a code list; units and divisions valid today only."""
    if code_list is None:
        return []
    if code_list == "unit":
        return directory.unit.filter(pl.col("valid_to").is_null())["unit"].unique(maintain_order=True).to_list()
    if code_list == "yes_no":
        return list(yes_no(lang))
    if code_list == "division":
        return directory.division.filter(pl.col("valid_to").is_null())[lang].to_list()
    if code_list == "answer":
        codes = directory.scale_level.sort("scale_id", maintain_order=True)["answer"]
    elif code_list == "scale":
        codes = directory.scale_level["scale_id"]
    else:
        codes = directory.codes.filter(pl.col("list") == code_list)["code"]
    return list(dict.fromkeys(label(code_list, code, lang) for code in codes))


def _allowed(code_list: str | None, choices: list[str], directory: Directory, lang: str) -> str:
    """The words as listed in the guide: answers by scale; units are too many to list."""
    between = "、" if lang == "zh" else ", "
    if code_list in (None, "unit"):
        return ""
    if code_list != "answer":
        return between.join(choices)
    scales = directory.scale_level.group_by("scale_id", maintain_order=True).agg("answer")
    lines = [
        say(
            "office.rule.scale_words",
            lang,
            scale=label("scale", scale, lang),
            words=between.join(label("answer", answer, lang) for answer in answers),
        )
        for scale, answers in scales.iter_rows()
    ]
    return "".join(lines).strip()


def _list_rule(code_list: str | None, choices: list[str], lang: str) -> list[str]:
    rules = [say("office.rule.known_unit", lang)] if code_list == "unit" else []
    return rules + ([say("office.rule.drop_down", lang)] if choices else [])


# --- rules, units, examples -----------------------------------------------------------------------------------------


def _bounds(kind: str, low: float | None, high: float | None, lang: str) -> str:
    if kind in ("year", "share") or (low is None and high is None):
        return ""
    if low is not None and high is not None:
        return say("office.rule.between", lang, min=_plain(low), max=_plain(high))
    return (
        say("office.rule.at_least", lang, min=_plain(low))
        if low is not None
        else say("office.rule.at_most", lang, max=_plain(high))
    )


def _plain(limit: float | None) -> str:
    return f"{limit:g}"


@functools.cache
def yes_no(lang: str) -> tuple[str, str]:
    """The words for yes and no."""
    return say("office.yes_no.yes", lang), say("office.yes_no.no", lang)


def _form(name: str, kind: str, lang: str) -> str:
    own = f"office.unit.{name}"
    return say(own, lang) if kind in ("integer", "number") and own in words() else say(f"office.form.{kind}", lang)


def _example(dataset: str, name: str, kind: str, choices: list[str], lang: str) -> str:
    """The example of the dataset, else of the column, else of the kind; optional columns stay empty."""
    for key in (f"office.example.{dataset}.{name}", f"office.example.{name}"):
        if key in words() and (kind != "word" or say(key, lang) in choices):
            return say(key, lang)
    if column_metadata(dataset, name).get("list") == "unit":
        # Two units in one row get different examples.
        before = [other for other in columns(dataset) if column_metadata(dataset, other).get("list") == "unit"].index(
            name
        )
        return (choices or [say("office.example.unit", lang)])[: before + 1][-1]
    if kind in ("word", "yes_no"):
        return choices[0]
    if blank_meaning(dataset, name) is not None:
        return ""
    if kind == "year":
        return say("office.example.day", lang)[:4]
    if kind in ("date", "month"):
        return say("office.example.day", lang)
    if kind in ("integer", "number", "star", "share"):
        return "1" if kind != "share" else "85%"
    return say("office.example_text", lang, label=say(f"columns.{dataset}.{name}.label", lang))
