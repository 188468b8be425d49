"""Samples of rejected answers as sentences for a clerk: where, what was found, what was expected, what to do."""

from collections.abc import Mapping, Sequence

import polars as pl

from etl.contracts.dictionary import code_lists, replaced_when_unread
from etl.contracts.faults import FAULTS
from etl.engines.part_aggregation import Readable
from etl.engines.source_rows import DATASET
from etl.engines.sources import Part
from etl.engines.word_codes import CONTEXT
from words import LANGUAGES, say

MAX_SAMPLES = 10_000
REPEATED = ("repeated_row", "repeated_key")


def sample_faults(samples: pl.DataFrame, parts: Sequence[Readable], hints: pl.DataFrame) -> pl.DataFrame:
    """Samples as FAULTS, a row a fault. samples: `part` is the position in parts. hints: of their words.

    The place is the part and, as far as the engine numbers rows, row group and row, else the number of the form.
    """
    said = {
        (place, text, context, rule): {"zh": zh, "en": en} for place, text, context, rule, zh, en in hints.iter_rows()
    }
    rows = []
    for sample in samples.head(MAX_SAMPLES).iter_rows(named=True):
        one = parts[sample["part"]]
        for blanked, tokens in ((False, sample["faults"]), (True, sample["blanked"])):
            for token in tokens.removeprefix("with_its_row: ").split():
                rule, _, at = token.partition(":")
                rows.append(_fault(sample, one, rule, at, said, blanked))
    return pl.DataFrame(rows, schema=FAULTS, orient="row")


def _fault(sample: Mapping, one: Readable, rule: str, at: str, said: Mapping[tuple, dict], blanked: bool) -> dict:
    part = one.part
    text = (sample["form_id"] if at in ("form_id", "") else sample[f"{at}_text"]) or None
    context = sample[f"{CONTEXT[at]}_text"] if CONTEXT.get(at) else ""
    header = _header(sample, one, at)
    padded = {"lost_zeros": dict.fromkeys(LANGUAGES, str(one.padded))}
    hint = padded.get(rule) or said.get((at, text or "", context, rule), {})
    row, group = sample["source_row"], _row_group(sample["source_row"], part)
    sentences = {
        f"message_{lang}": _place(part, group, row, sample["form_id"], header, lang)
        + _body(rule, text, header, hint.get(lang) or "", lang)
        + (_instead(at, lang) if blanked else "")
        for lang in LANGUAGES
    }
    place = {"file": part.name, "source_sheet": "" if group is None else f"#{group}", "source_row": row}
    return place | {"column": header, "header": header, "found": text, "rule": rule, "blanked": blanked} | sentences


def _header(sample: Mapping, one: Readable, at: str) -> str | None:
    """The header of a cell; of a wide answer the header that its item comes from."""
    how = one.shape.layout.unpivot
    if how and at in (*how.name_to, how.value_to):
        return sample[f"{how.name_to[0]}_text"]
    return one.shape.headers.get(at) or at or None


def _row_group(row: int | None, part: Part) -> int | None:
    return (row - 1) // part.group_rows if row and part.group_rows else None


def _place(part: Part, group: int | None, row: int | None, form: str, header: str | None, lang: str) -> str:
    of_group = "" if group is None else say("engines.where.group", lang, group=group)
    column = say("etl.where.header", lang, header=header) if header else ""
    if row is None:
        return say("engines.where.form", lang, file=part.name, form=form, place=column)
    return say("etl.where.row", lang, file=part.name, sheet=of_group, source_row=row, place=column)


def _body(rule: str, found: str | None, header: str | None, hint: str, lang: str) -> str:
    if rule in REPEATED:
        return say(f"engines.fault.{rule}", lang, form=found or "")
    return say(f"etl.fault.{rule}", lang, found=found or "", header=header or "", hint=hint)


def _instead(at: str, lang: str) -> str:
    code = replaced_when_unread(DATASET)[at]
    instead = say("etl.empty_cell", lang) if code is None else say(f"codes.{code_lists(DATASET)[at]}.{code}", lang)
    return say("etl.fault_blanked", lang, instead=instead)
