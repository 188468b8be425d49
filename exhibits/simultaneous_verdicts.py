"""Verdicts on several units or groups at once, against one line, adjusted for their number."""

import polars as pl

from exhibits.gates import Facts, counted, title
from exhibits.setting import Setting
from inference.simultaneous_claims import against

VERDICTS = {"above": "met", "below": "not_met", "within": "undecided"}


def simultaneous_verdicts(rows: pl.DataFrame, line: float | None) -> pl.Series:
    """met, not_met or undecided for each row of satisfied_n and valid_n, after Holm's adjustment over all of them; null
    where a row cannot be judged."""
    return against(rows, line).replace(VERDICTS)


def finding_of_units(setting: Setting, rows: pl.DataFrame) -> str:
    """How many units (`verdict`) are above the line, below it or neither; without a line their number alone."""
    judging = [Facts(code) for code in rows["verdict"].drop_nulls()]
    lang = setting.lang
    return title([setting.say("title.units", units=rows.height), *counted("level", judging, lang)], lang)
